"""All visible sheets of a small workbook, row by row; one that would fill the memory is refused."""

import pytest

from cjnudge.cases.containers.workbooks import sheets_in
from cjnudge.cases.problems import FileProblem
from tests.cases.containers.making import row, xlsx


def sheets(tmp_path, *parts):
    return sheets_in(xlsx(tmp_path / "t.xlsx", *parts).read_bytes())


def test_every_visible_sheet_is_read_with_the_numbers_of_its_rows(tmp_path):
    first = row(2, "type", "name") + row(4, "text", "t", 3)
    found = sheets(
        tmp_path, ("survey", "", first), ("choices", "", row(1, "a")), ("old", 'state="hidden"', row(1, "b"))
    )
    assert found == {"survey": [(2, ["type", "name"]), (4, ["text", "t", "3"])], "choices": [(1, ["a"])]}


def test_formula_is_read_by_its_stored_value(tmp_path):
    assert sheets(tmp_path, ("survey", "", row(1, 30, formula="A1+29"))) == {"survey": [(1, ["30"])]}


def test_sheet_of_two_far_cells_is_refused(tmp_path):
    far = row(1, "a") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(FileProblem):
        sheets(tmp_path, ("survey", "", far))


def test_more_sheets_than_any_form_has_are_refused(tmp_path):
    many = [(f"s{number}", "", row(1, "a")) for number in range(31)]
    with pytest.raises(FileProblem, match="more than 30 sheets"):
        sheets(tmp_path, *many)
