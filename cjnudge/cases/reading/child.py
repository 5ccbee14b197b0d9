"""`python -m cjnudge.cases.reading.child`: reads one file of cases from its standard input, apart from the web server.

It gives way to everything else on the machine, may use so much memory and no more, and knows no Django, database
or secret but the keys it is handed. When the process that feeds it is gone its input ends, and it deletes its pieces.
"""

import json
import os
import resource
import struct
import sys
from datetime import date
from pathlib import Path
from uuid import uuid4

LENGTH = struct.Struct("!I")
GIVES_WAY = 19  # of 19: it gets the processor when nobody who waits for a page wants it
# Address space, of which the libraries reserve about 2 GB without using it; DuckDB's own limit is 1 GB.
MOST_MEMORY = 6 << 30


def main():
    os.nice(GIVES_WAY)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    said = json.loads(_exactly(sys.stdin.buffer.readline()))
    reader = make_reader(said)
    answer = read(reader, sys.stdin.buffer)
    if answer is None:
        reader.cancel()
        return
    sys.stdout.write(json.dumps(answer))


def _exactly(line):
    if not line.endswith(b"\n"):
        sys.exit(1)  # whoever fed us is gone before it said what to do
    return line


def make_reader(said):
    """The CaseReader that the first line describes."""
    from cjnudge.cases.extract.mapping import read_body
    from cjnudge.cases.extract.reading import CaseReader

    folder = Path(said["folder"])
    return CaseReader(
        read_body(said["mapping"]),
        layers={key: tuple(map(bytes.fromhex, layers)) for key, layers in said["layers"].items()},
        name=said["name"],
        as_at=date.fromisoformat(said["as_at"]) if said["as_at"] else None,
        today=date.fromisoformat(said["today"]),
        units=said["units"],
        new_piece=lambda: folder / f"{uuid4().hex}.parquet",
    )


def read(reader, stream):
    """What became of the file, as JSON values; None where the input ends before the file does."""
    from cjnudge.cases.extract.reading import ReadingFailed

    try:
        while True:
            head = stream.read(LENGTH.size)
            if len(head) < LENGTH.size:
                return None
            (length,) = LENGTH.unpack(head)
            if not length:
                return as_values(reader.end())
            piece = stream.read(length)
            if len(piece) < length:
                return None
            reader.feed(piece)
    except ReadingFailed as failure:
        return {"failed": str(failure)}


def as_values(file):
    return {
        "name": file.name,
        "sha256": file.sha256,
        "bytes": file.bytes,
        "rows": file.rows,
        "pieces": [str(path) for path in file.pieces],
        "problems": [vars(problem) for problem in file.problems],
        "total_problems": file.total_problems,
        "unmatched": file.unmatched,
        "first_entry": file.first_entry and file.first_entry.isoformat(),
        "last_entry": file.last_entry and file.last_entry.isoformat(),
    }


if __name__ == "__main__":
    main()
