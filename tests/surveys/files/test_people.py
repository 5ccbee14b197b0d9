"""A list of people is read whole or not at all, and what is wrong is named by sheet, row and column."""

import pytest

from surveys.files.people import FileRefused, Person, read_people
from tests.cases.containers.making import archive, row, xlsx

UNITS = {"north": "North area", "south": "South area"}
HEADER = "address,unit,role_band\n"


def refused(content):
    with pytest.raises(FileRefused) as wrong:
        read_people(content if isinstance(content, bytes) else content.encode(), UNITS)
    return [(p.sheet, p.row, p.column) for p in wrong.value.problems], wrong.value


def workbook(tmp_path, *rows, name="Officers"):
    path = xlsx(tmp_path / "list.xlsx", (name, "", "".join(rows)))
    return path.read_bytes()


def test_list_takes_keys_and_names_in_any_case():
    text = (
        HEADER + "Pat.Lee@Example.org,north,Constable\r\n jo@example.org , South  Area ,inspector_or_above\n"
    )
    assert read_people(text.encode("utf-8-sig"), UNITS) == [
        Person("pat.lee@example.org", "north", "constable"),
        Person("jo@example.org", "south", "inspector_or_above"),
    ]


def test_workbook_is_read_as_a_csv_file_is(tmp_path):
    head, line = row(1, "address", "unit", "role_band"), row(2, "pat@example.org", "North area", "Sergeant")
    assert read_people(workbook(tmp_path, head, line), UNITS) == [
        Person("pat@example.org", "north", "sergeant")
    ]


def test_every_problem_of_a_workbook_is_named_by_sheet_row_and_column(tmp_path):
    rows = (
        row(1, "address", "unit", "role_band"),
        row(2, "pat@example.org", "west", "chief"),
        row(3, "nobody", "north", "sergeant"),
    )
    places, _ = refused(workbook(tmp_path, *rows))
    sheet = "Officers"
    assert places == [(sheet, 2, "unit"), (sheet, 2, "role_band"), (sheet, 3, "address")]


def test_faults_of_lines_are_named(tmp_path):
    lines = ("a@b.org,north,constable", "A@B.org,north,constable", "c@d.org,north", ",north,constable")
    places, _ = refused(HEADER + "\n".join(lines))
    assert places == [("", 3, "address"), ("", 4, ""), ("", 5, "address")]


def test_no_message_repeats_an_address():
    _, wrong = refused(HEADER + "pat lee,north,constable\na@b.org,north,sergeant\na@b.org,north,sergeant")
    assert wrong.total == 2
    assert not any("@b" in p.reason or "pat" in p.reason for p in wrong.problems)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"address;unit;role_band\n",
        b"a@b.org,north,constable\n",
        HEADER.encode(),
        HEADER.encode() + b"\xff\xfe\n",
        HEADER.encode() + b'"a@b.org,north,constable\n',
        b"PK\x03\x04 and nothing more",
        b"\0" * 50,
    ],
)
def test_file_that_is_no_list_is_refused_in_words(content):
    _, wrong = refused(content)
    assert wrong.total >= 1 and all(p.reason and p.remedy for p in wrong.problems)


def test_archive_that_is_no_workbook_and_one_that_leads_out_are_refused(tmp_path):
    for name in ("people.csv", "../people.csv"):
        refused(archive(tmp_path / "list.zip", {name: HEADER}).read_bytes())


def test_workbook_without_the_columns_says_which_it_needs(tmp_path):
    _, wrong = refused(workbook(tmp_path, row(1, "name", "team")))
    assert "address,unit,role_band" in wrong.problems[0].remedy


def test_hundred_problems_are_shown_and_all_are_counted():
    _, wrong = refused(HEADER + "x,y,z\n" * 250)
    assert (len(wrong.problems), wrong.total) == (100, 750)
