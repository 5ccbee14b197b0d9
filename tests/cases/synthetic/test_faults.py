"""Each fault that can be asked for is in the file, and in no other place."""

import csv
import io

import pytest

from cjnudge.cases.synthetic import FAULTS
from tests.cases.synthetic.conftest import ASKED

ONE_LINE = (
    *(
        "no such day",
        "no day",
        "american day",
        "day in the future",
        "outcome before entry",
        "unknown outcome",
    ),
    *(
        "unknown ethnicity",
        "not a number",
        "huge number",
        "formula",
        "unseen character",
        "ragged",
        "extra cell",
        "nul",
    ),
)


@pytest.mark.parametrize("kind", ONE_LINE)
def test_fault_changes_one_record_alone(made, kind):
    sound, faulty = (path.read_bytes().split(b"\r\n") for path in (made(), made(wrong=(kind,))))
    different = [number for number, pair in enumerate(zip(sound, faulty, strict=True)) if pair[0] != pair[1]]
    assert len(different) == 1 and different[0] == int(ASKED["rows"] * 0.6) + 1


def test_duplicate_record_is_there_twice(made):
    lines = made(wrong=("duplicate record",)).read_bytes().split(b"\r\n")
    assert len(lines) == ASKED["rows"] + 3  # header, one more record, and nothing after the last line end
    assert lines[1801] == lines[1802]


@pytest.mark.parametrize("kind", ["wrong header", "duplicate column"])
def test_header_fault_leaves_the_records_alone(made, kind):
    sound, faulty = (path.read_bytes().split(b"\r\n", 1) for path in (made(), made(wrong=(kind,))))
    assert sound[0] != faulty[0] and sound[1] == faulty[1]


def test_file_cut_short_is_no_strict_csv(made):
    text = made(wrong=("cut short",)).read_text("utf-8")
    with pytest.raises(csv.Error):
        list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("kind", ["windows-1252", "utf-16"])
def test_encoding_fault_is_not_utf_8(made, kind):
    with pytest.raises(UnicodeDecodeError):
        made(wrong=(kind,)).read_bytes().decode("utf-8")


def test_several_faults_come_together(made):
    text = made(wrong=("no such day", "wrong header")).read_text("utf-8")
    assert "30/02/2025" in text and "Wrong column" in text


def test_every_fault_makes_another_file(made):
    contents = [made(wrong=(kind,)).read_bytes() for kind in FAULTS] + [made().read_bytes()]
    assert len(set(contents)) == len(FAULTS) + 1
