"""`python -m tests.cases.extract.bombs PATH FOLDER`: reads one hostile file; prints its end and its costs."""

import json
import re
import resource
import sys
from pathlib import Path

from cjnudge.cases.extract.reading import read_file
from tests.cases.extract.reader import BODY, LAYERS, TODAY, new_pieces


def main(path, folder):
    begun = seconds()
    found = read_file(path, BODY, layers=LAYERS, as_at=None, today=TODAY, new_piece=new_pieces(Path(folder)))
    said = {
        "problems": [str(problem) for problem in found.problems],
        "seconds": seconds() - begun,
        "megabytes": megabytes(),
        "pieces": len(found.pieces),
    }
    print(json.dumps(said))


def seconds():
    """Processor time of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def megabytes():
    """The most memory that this process had; what getrusage says on Linux may be that of its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


if __name__ == "__main__":
    main(*sys.argv[1:])
