"""Keys of the instruments that a force writes itself: none is ever one that comes with the software."""

from django.utils.text import slugify

OWN = "own_"  # no file among surveys/scales/instruments may begin so; a test holds that
LONGEST = 50


def own_key(title, taken):
    """A key for an instrument of this title, beside the keys that are taken."""
    words = slugify(title).replace("-", "_").strip("_") or "survey"
    start = f"{OWN}{words}"[:LONGEST].rstrip("_")
    return next(key for n in range(1, 10_000) if (key := start if n == 1 else f"{start}_{n}") not in taken)


def is_own(key):
    return key.startswith(OWN)
