"""`python -m trials.trial_pictures`: SVG texts (a JSON list on standard input) as PNG in base64 (a JSON list).

A process of its own: the library that turns pictures over is never loaded where pages are served.
"""

import base64
import json
import subprocess
import sys

SCALE = 2  # pixels a unit of the drawing: sharp on paper at the width of a page
SECONDS = 60


def as_png(svgs):
    """PNG bytes of each SVG, made in another process; CalledProcessError or TimeoutExpired where it fails."""
    if not svgs:
        return []
    done = subprocess.run(
        [sys.executable, "-m", "trials.trial_pictures"],
        input=json.dumps(svgs).encode(),
        capture_output=True,
        check=True,
        timeout=SECONDS,
    )
    return [base64.b64decode(text) for text in json.loads(done.stdout)]


def main():
    import vl_convert

    made = [vl_convert.svg_to_png(svg, scale=SCALE) for svg in json.loads(sys.stdin.read())]
    sys.stdout.write(json.dumps([base64.b64encode(png).decode() for png in made]))


if __name__ == "__main__":
    main()
