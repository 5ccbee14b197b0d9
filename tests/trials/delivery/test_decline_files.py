"""Reasons from CSV: officers dropped, everything wrong named by line and column, nothing half stored."""

from datetime import date

import pytest

from cjnudge.cases.problems import ImportRefused
from trials.decline_files import EXAMPLES, LARGEST, MOST_REASONS, read_declines

UNITS = ("Stevenage", "Watford")
HEAD = "unit,month,reason,n\n"


def read(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    values = {"file": "", "units": UNITS, "first": date(2025, 1, 1), "last": date(2026, 12, 1), **options}
    return read_declines(content, **values)


def refused(text):
    with pytest.raises(ImportRefused) as caught:
        read(text)
    return caught.value.problems


def test_counts_are_read_and_the_same_reason_added_up():
    found = read(HEAD + "Stevenage,2026-04,No admission,12\nStevenage,2026-04,no  admission,3\n")
    assert found.counts == {("Stevenage", date(2026, 4, 1), "No admission"): 15}
    assert found.months == [("Stevenage", date(2026, 4, 1))] and found.dropped == ()


def test_one_row_a_case_counts_one_each():
    found = read("unit,month,reason\nWatford,2026-04,Suspect refused\nWatford,2026-04,Suspect refused\n")
    assert set(found.counts.values()) == {2}


@pytest.mark.parametrize(
    "column", ["officer", "Officer ID", "collar_no", "oic", "decided_by", "crime_ref", "surname", "notes"]
)
def test_column_that_says_who_or_which_case_is_dropped_and_said_so(column):
    found = read(f"unit,{column},month,reason,n\nWatford,PC 1234,2026-04,No admission,7\n")
    assert found.dropped == (column.lower(),) and "1234" not in str(found.counts)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("unit,month\n", 1, "", "no column reason"),
        ("unit,month,reason,n,weather\n", 1, "", "not asked for"),
        ("unit,month,reason,reason\n", 1, "", "twice"),
        (HEAD, 0, "", "no line"),
        ("", 1, "", "no column"),
        (HEAD + "Luton,2026-04,No admission,3\n", 2, "unit", "no unit"),
        (HEAD + "Watford,2026-13,No admission,3\n", 2, "month", "no such period"),
        (HEAD + "Watford,2020-01,No admission,3\n", 2, "month", "not one of the trial"),
        (HEAD + "Watford,2026-04,,3\n", 2, "reason", "empty"),
        (HEAD + "Watford,2026-04,No admission,many\n", 2, "n", "whole number"),
        (HEAD + "Watford,2026-04,No admission,-2\n", 2, "n", "whole number"),
        (HEAD + "Watford,2026-04,Refused by PNC 2019/123456,3\n", 2, "reason", "long number"),
        (HEAD + "Watford,2026-04\n", 2, "", "another number of cells"),
        (HEAD + "Watford,2026-04," + "x" * 121 + ",3\n", 2, "reason", "longer than 120"),
        (HEAD + 'Watford,2026-04,"No admission,3\n', 2, "", "quotes"),
    ],
)
def test_fault_is_named_by_line_and_column_with_a_remedy(text, line, column, words):
    problem = refused(text)[0]
    assert (problem.line, problem.column) == (line, column) and words in problem.reason and problem.remedy


def test_every_fault_of_a_file_is_named_at_once():
    assert len(refused(HEAD + "Luton,2026-04,A,1\nWatford,2026-99,B,1\n")) == 2


def test_file_that_is_no_text_or_too_large_is_refused():
    assert refused(b"unit\0,month")[0].reason
    assert refused("é".encode("utf-16"))[0].reason
    assert "1 MB" in refused(b"a" * (LARGEST + 1))[0].reason


def test_file_of_notes_is_refused():
    lines = "".join(
        f"Watford,2026-04,Reason {chr(65 + number % 26)}{number // 26},1\n"
        for number in range(MOST_REASONS + 1)
    )
    assert "notes" in refused(HEAD + lines)[0].reason


@pytest.mark.parametrize("kind", EXAMPLES)
def test_downloaded_example_is_read_as_it_stands(kind):
    text = "\r\n".join(",".join(map(str, line)) for line in EXAMPLES[kind])
    assert len(read(text).counts) == 1
