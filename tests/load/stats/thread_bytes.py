"""The same plan and tables give the same bytes in another process and with another number of threads.

`python -m tests.load.stats.thread_bytes [design ...]` prints the SHA-256 of each design's report, for one process to be
compared with another.
"""

import hashlib
import os
import subprocess
import sys
import warnings
from pathlib import Path

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
UNITS, MONTHS = 14, 20  # over 50,000 ways to start where starts differ, so that draws are compared too


def hashes(designs: list[str], cases: int) -> dict[str, str]:
    """Hash of each design's JSON, from cells with this many cases."""
    from tests.load.stats.growth import grown_table
    from trials.stats import Plan, analyse

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {
            design: analyse(Plan(design), grown_table(design, UNITS, MONTHS, cases)) for design in designs
        }
    return {design: hashlib.sha256(report.to_json().encode()).hexdigest() for design, report in found.items()}


def hashes_elsewhere(designs: list[str], threads: int, cases: int = 40) -> dict[str, str]:
    """The same in a process of its own with that many threads."""
    environment = os.environ | dict.fromkeys(THREADS, str(threads))
    root = Path(__file__).parents[3]
    command = [sys.executable, "-m", "tests.load.stats.thread_bytes", str(cases), *designs]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    return dict(line.split() for line in done.stdout.splitlines())


if __name__ == "__main__":
    for key, digest in hashes(sys.argv[2:], int(sys.argv[1])).items():
        print(key, digest)
