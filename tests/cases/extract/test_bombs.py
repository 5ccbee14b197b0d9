"""Files made to fill a machine are refused within two seconds and 200 MB; damaged ones within 300 MB."""

import json
import subprocess
import sys
import zlib
from itertools import repeat

import pytest

from tests.cases.extract.mutating import mutated
from tests.cases.extract.reader import HEADER, csv_of, record

MEGABYTE = 1 << 20
LONG, OPEN = "longer than 65,536", "The quotes or line ends of this record are broken"
BOMBS = {
    "columns.csv": ((b"c%d," % number for number in range(1_000_000)), LONG),
    "field.csv": (repeat(b"x" * MEGABYTE, 100), LONG),
    "quoted.csv": ([HEADER.encode() + b'\n"', *repeat(b"x\n" * (MEGABYTE // 2), 100)], OPEN),
    "noughts.csv.gz": (repeat(bytes(MEGABYTE), 300), "NUL byte"),
    "empty.csv.gz": ([HEADER.encode() + b"\n", *repeat(b"\n" * MEGABYTE, 300)], "empty lines"),
    "empty.csv": (repeat(b"\n" * MEGABYTE, 100), "empty lines"),
    "ragged.csv.gz": ([HEADER.encode() + b"\n", *repeat(b",\n" * MEGABYTE, 300)], "The record has 2 cells"),
    "records.csv.gz": (
        [csv_of(), *repeat(b",".join(map(str.encode, record())) + b"\n", 3_000_000)],
        "100 times",
    ),
}


def outcome(path, folder):
    """What a process of its own made of a file, and what it took."""
    command = [sys.executable, "-m", "tests.cases.extract.bombs", str(path), str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_quickly_and_in_little_memory(tmp_path, name):
    chunks, words = BOMBS[name]
    packer = zlib.compressobj(9, zlib.DEFLATED, 31) if name.endswith(".gz") else None
    with (tmp_path / name).open("wb") as stream:
        for chunk in chunks:
            stream.write(packer.compress(chunk) if packer else chunk)
        stream.write(packer.flush() if packer else b"")
    found = outcome(tmp_path / name, tmp_path)
    assert words in " ".join(found["problems"][:1] + found["problems"][-1:]) and found["pieces"] == 0
    assert found["seconds"] <= 2 and found["megabytes"] <= 200


def test_long_cells_are_not_remembered(tmp_path):
    """180 MB of sentences, every one different, in a column of labels."""
    rows = (",".join(record(sex=f"{number}{'x' * 60_000}")).encode() + b"\n" for number in range(3_000))
    (tmp_path / "file.csv").write_bytes(csv_of() + b"".join(rows))
    found = outcome(tmp_path / "file.csv", tmp_path)
    assert found["problems"] and found["megabytes"] <= 200


def test_damaged_file_takes_little_memory(tmp_path):
    """The largest of the mutated files; what it takes is mostly the libraries."""
    data = max(map(mutated, range(300)), key=len)
    (tmp_path / "file.csv").write_bytes(data)
    found = outcome(tmp_path / "file.csv", tmp_path)
    assert found["seconds"] <= 2 and found["megabytes"] <= 300
