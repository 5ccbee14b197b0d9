"""A CSV file of units is read strictly and refused in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjnudge.accounts.unit_file import LARGEST, FileRefused, UnitRow, read_units

HEADER = "key,name,level,parent,starts_on,ends_on\r\n"
GOOD = "west,West area,area,,2024-04-01,\r\n"


def problems(content):
    with pytest.raises(FileRefused) as refused:
        read_units(content if isinstance(content, bytes) else content.encode())
    return refused.value.problems


def test_good_file_is_understood():
    rows = read_units(
        (HEADER + GOOD + '"watford","Watford, north",station,west,01/04/2024,31/03/2026\n').encode()
    )
    assert rows == [
        UnitRow(2, "west", "West area", "area", "", date(2024, 4, 1), None),
        UnitRow(3, "watford", "Watford, north", "station", "west", date(2024, 4, 1), date(2026, 3, 31)),
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_of_a_spreadsheet_is_accepted(mark):
    assert len(read_units(mark + (HEADER + GOOD).encode())) == 1


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("Wat Ford,W,area,,2024-04-01,", "key", "is not a key"),
        (",W,area,,2024-04-01,", "key", "missing"),
        ("w,W\x1b[31m,area,,2024-04-01,", "name", "cannot be seen"),
        ("w,\u202eW,area,,2024-04-01,", "name", "cannot be seen"),
        ("w,,area,,2024-04-01,", "name", "missing"),
        (f"w,{'x' * 121},area,,2024-04-01,", "name", "longer than 120"),
        ("w,W,region,,2024-04-01,", "level", "is not a level"),
        ("w,W,area,We st,2024-04-01,", "parent", "is not a key"),
        ("w,W,area,,2024-02-30,", "starts_on", "is not a date"),
        ("w,W,area,,1.4.2024,", "starts_on", "is not a date"),
        ("w,W,area,,2025-02-29,", "starts_on", "is not a date"),
        ("w,W,area,,,", "starts_on", "missing"),
        ("w,W,area,,2024-04-01,soon", "ends_on", "is not a date"),
        ("w,W,area,,2024-04-01,2024-03-31", "ends_on", "before the first"),
        ("w,W,area,,2024-04-01", "", "5 cells"),
        ("w,W,area,,2024-04-01,,", "", "7 cells"),
    ],
)
def test_problem_names_line_column_reason_and_remedy(line, column, words):
    (problem,) = problems(HEADER + GOOD + "\n" + line)
    assert (problem.line, problem.column) == (4, column)
    assert words in problem.reason
    assert problem.remedy


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not the header"),
        (b"name,key,level,parent,starts_on,ends_on\n", "not the header"),
        (b"key,name,level,parent,starts_on,ends_on,key\n", "not the header"),
        (HEADER.encode(), "no units"),
        (HEADER.encode() + b"w,W\xe9st,area,,2024-04-01,\n", "not in UTF-8"),
        (HEADER.encode("utf-16"), "NUL"),
        (HEADER.encode() + b"w\0,W,area,,2024-04-01,\n", "NUL"),
        (HEADER.encode() + b'w,"W,area,,2024-04-01,\n', "quotation mark"),
        (HEADER.encode() + b'w,"W"x,area,,2024-04-01,\n', "quotation mark"),
        (HEADER.encode() + b"x" * LARGEST, "larger than 1 MB"),
        (HEADER.encode() + b"w," + b"x" * 131_073 + b",area,,2024-04-01,\n", "quotation mark"),
    ],
)
def test_file_that_is_no_such_csv_is_refused_in_words(content, words):
    assert words in problems(content)[0].reason


def test_first_hundred_problems_are_kept_and_all_are_counted():
    with pytest.raises(FileRefused) as refused:
        read_units((HEADER + "w,W,area,,soon,\n" * 250).encode())
    assert (len(refused.value.problems), refused.value.total) == (100, 250)


def test_record_over_several_lines_is_named_by_its_first():
    (problem,) = problems(HEADER + 'w,"West\narea",region,,2024-04-01,\n')
    assert problem.line == 2


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: (HEADER + text).encode("utf-8", "replace"))
)
def test_any_bytes_are_understood_or_refused(content):
    try:
        assert all(isinstance(row, UnitRow) for row in read_units(content))
    except FileRefused as refused:
        assert all(problem.line >= 1 and problem.reason and problem.remedy for problem in refused.problems)
