"""What a feed reads of an archive or workbook: its rows, and its problems in words."""

import json
import re
import resource
import sys
from pathlib import Path

from cjnudge.cases.reading.parsing import rows_of
from cjnudge.cases.sources import feed


def read(path, key):
    """(rows, sentences) of a file."""
    said = []

    def note(line, column, reason, remedy, within=""):
        said.append(f"{within}|{line}|{column}|{reason} {remedy}")

    return [row for _, row in rows_of(path, feed(key), {}, note)], said


def main(path, key):
    """Read in a process of its own and print what was said and what it took, children included."""
    begun = seconds()
    rows, said = read(Path(path), key)
    print(
        json.dumps({"rows": len(rows), "said": said, "seconds": seconds() - begun, "megabytes": megabytes()})
    )


def seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def megabytes():
    """The most memory of this process or of a child of it."""
    unit = 1024 if sys.platform == "linux" else 1 << 20
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    status = Path("/proc/self/status")
    if status.exists():
        return max(child, int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024)
    return max(child, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


if __name__ == "__main__":
    main(*sys.argv[1:])
