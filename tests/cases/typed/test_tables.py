"""Pasted and uploaded tables: every cell read or named, all of a table or nothing."""

from datetime import date

import pytest

from cjnudge.cases.problems import ImportRefused
from cjnudge.cases.typed.grid import NotACount, read_count, sum_fault
from cjnudge.cases.typed.tables import read_month, read_table
from cjnudge.periods import periods_between

MONTHS = periods_between(date(2026, 1, 1), date(2026, 4, 1), "month")
UNITS = ["Watford", "=Stevenage"]
ROW = "Watford\t2026-01\t40\t12\t15\t10"
HEADER = "unit\tmonth\teligible\toocr\tcharge\tnfa"


def read(text, delimiter="\t"):
    return read_table(text, units=UNITS, months=MONTHS, delimiter=delimiter)


def problems(text, delimiter="\t"):
    with pytest.raises(ImportRefused) as refusal:
        read(text, delimiter)
    return [(one.line, one.column) for one in refusal.value.problems]


def test_rows_are_read_with_or_without_their_header():
    wanted = {"Watford": {"2026-01": {"eligible": 40, "oocr": 12, "charge": 15, "nfa": 10}}}
    assert read(ROW) == read(f"{HEADER}\n{ROW}\r\n\r\n") == wanted


def test_empty_cell_stays_missing():
    assert read("Watford\t2026-01\t\t12\t\t0")["Watford"]["2026-01"] == {
        "eligible": None, "oocr": 12, "charge": None, "nfa": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["2026-03", "2026-3", "2026-03-01", "01/03/2026", "1/03/2026", "03/2026", "Mar-26", "March 2026"]
)
def test_month_is_read_as_spreadsheets_write_it(text):
    assert read_month(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "15/03/2026", "Mär-26", "２０２６-03", "0000-01", "Foo 2026"]
)
def test_anything_else_is_no_month(text):
    with pytest.raises(ValueError):
        read_month(text)


@pytest.mark.parametrize(
    "text, count", [("", None), (" 7 ", 7), ("0", 0), ("35.0", 35), ("1,234", 1234), ("999999", 999_999)]
)
def test_count_is_read(text, count):
    assert read_count(text) == count


@pytest.mark.parametrize(
    "text",
    ["-1", "−1", "1.5", "1e3", "n/a", "-", "1,23", "12,3456", "٣", "1000000", "9" * 50, "=1", "nan", "１"],
)
def test_anything_else_is_no_count(text):
    with pytest.raises(NotACount):
        read_count(text)


def test_negative_count_is_called_so():
    with pytest.raises(NotACount, match="below nought"):
        read_count("-3")


@pytest.mark.parametrize(
    "row, place",
    [
        ("Watfrod\t2026-01\t40\t12\t15\t10", (2, "unit")),
        ("Watford\t2026-05\t40\t12\t15\t10", (2, "month")),
        ("Watford\tJanuary\t40\t12\t15\t10", (2, "month")),
        ("Watford\t2026-01\t40\t12.5\t15\t10", (2, "oocr")),
        ("Watford\t2026-01\t40\t12\t15\t-1", (2, "nfa")),
        ("Watford\t2026-01\t40\t12\t25\t10", (2, "eligible")),
        ("Watford\t2026-01\t40\t12\t15", (2, "")),
        ("Watford,2026-01,40,12,15,10", (2, "")),
        ('"Watford\t2026-01\t40\t12\t15\t10', (2, "")),
    ],
)
def test_faulty_cell_is_named_by_row_and_column(row, place):
    assert problems(f"{HEADER}\n{row}") == [place]


def test_same_unit_and_month_twice_is_refused():
    assert problems(f"{ROW}\n{ROW}") == [(2, "month")]


def test_every_fault_is_counted_and_nothing_is_read():
    with pytest.raises(ImportRefused) as refusal:
        read("\n".join([ROW] + ["Watfrod\t2026-01\tx\t-1\t\t"] * 150))
    assert refusal.value.total == 450 and len(refusal.value.problems) == 100


@pytest.mark.parametrize("text", ["", "\n\n", HEADER])
def test_table_without_a_row_is_refused(text):
    assert problems(text) == [(0, "")]


def test_unit_whose_name_a_spreadsheet_would_run_is_read_back_from_the_template():
    assert "=Stevenage" in read("'=Stevenage,2026-01,4,1,1,1", ",")


def test_problem_never_repeats_what_a_cell_held():
    with pytest.raises(ImportRefused) as refusal:
        read("SECRET\tSECRET\tSECRET\tSECRET\t1\t1")
    assert "SECRET" not in str(refusal.value)


def test_parts_above_the_whole_are_a_fault_even_where_one_is_missing():
    assert sum_fault({"eligible": 10, "oocr": 8, "charge": 3, "nfa": None})
    assert not sum_fault({"eligible": None, "oocr": 8, "charge": 3, "nfa": 4})
    assert not sum_fault({"eligible": 11, "oocr": 8, "charge": 3, "nfa": None})
