"""Published workbooks: the visible sheet whose header is a feed's, by stored values, with rows in the problems."""

import json
import subprocess
import sys

import pytest

from cjnudge.cases.containers import workbooks
from cjnudge.cases.operations import import_files
from tests.cases.containers.making import archive, ods, row, xlsx
from tests.cases.containers.reading import read
from tests.cases.files import OWN_HEADER
from tests.people import NOW

FEED = "published_counts"
HEADER = OWN_HEADER.split(",")
CHARGES = ("Hertfordshire", "yes", "closed", "2023/24", "", "1")
RESOLUTIONS = ("Hertfordshire", "yes", "closed", "2023/24", "", "2+3+6+7+8+22")
TABLE = row(3, "A title") + row(5, *HEADER) + row(6, *CHARGES, 70) + row(8, *RESOLUTIONS, 30, formula="A1+29")
NOTES = ("Notes", "", row(1, "Nothing to count"))


def counted(path):
    rows, said = read(path, FEED)
    assert said == []
    return [(row.place, row.outcomes, row.n) for row in rows]


EXPECTED = [("Hertfordshire", "1", 70), ("Hertfordshire", "2+3+6+7+8+22", 30)]


def test_sheet_with_the_header_is_read_and_a_formula_by_its_stored_value(tmp_path):
    assert counted(xlsx(tmp_path / "t.xlsx", NOTES, ("Table 1", "", TABLE))) == EXPECTED


def test_open_document_is_read_too(tmp_path):
    path = ods(tmp_path / "t.ods", "Table", ["A title"], HEADER, [*CHARGES, 70], [*RESOLUTIONS, 30])
    assert counted(path) == EXPECTED


@pytest.mark.parametrize("how", ['state="hidden"', 'state="veryHidden"'])
def test_hidden_sheet_is_not_read(tmp_path, how):
    other = TABLE.replace(">70<", ">7<")
    assert counted(xlsx(tmp_path / "t.xlsx", ("Old", how, other), ("Table", "", TABLE))) == EXPECTED
    _, said = read(xlsx(tmp_path / "u.xlsx", NOTES, ("Old", how, other)), FEED)
    assert "No visible sheet" in said[0] and OWN_HEADER in said[0]


def test_two_sheets_with_the_header_are_refused(tmp_path):
    _, said = read(xlsx(tmp_path / "t.xlsx", ("A", "", TABLE), ("B", "", TABLE)), FEED)
    assert "more than one visible sheet" in said[0]


def test_problem_names_the_sheet_and_the_row(tmp_path):
    faulty = TABLE + row(9, "Hertfordshire", "yes", "closed", "2023/24", "", "8", "many")
    _, said = read(xlsx(tmp_path / "t.xlsx", NOTES, ("Table 1", "", faulty)), FEED)
    assert said[0].startswith("sheet Table 1|9|n|This is not a whole number")


@pytest.mark.parametrize("value", ["#REF!", "=1+1", "1e400"])
def test_cell_that_is_no_count_is_refused(tmp_path, value):
    _, said = read(xlsx(tmp_path / "t.xlsx", ("T", "", row(1, *HEADER) + row(2, *CHARGES, value))), FEED)
    assert said[0].startswith("sheet T|2|n|")


@pytest.mark.django_db
def test_workbook_becomes_a_snapshot(tmp_path, force, lead):
    path = xlsx(tmp_path / "t.xlsx", NOTES, ("Table", "", TABLE))
    snapshot, created = import_files(feed=FEED, paths=[path], force=force, by=lead, at=NOW)
    assert created and (snapshot.rows, snapshot.total) == (2, 100)


def test_damaged_workbook_is_refused(tmp_path):
    path = archive(tmp_path / "t.xlsx", {"[Content_Types].xml": "<a>", "xl/workbook.xml": "no xml"})
    assert "cannot be opened" in read(path, FEED)[1][0]


def test_workbook_in_a_workbook_is_refused(tmp_path):
    path = archive(tmp_path / "t.xlsx", {"[Content_Types].xml": "<a/>", "xl/embeddings/b.xlsx": ""})
    assert "an archive inside the archive" in read(path, FEED)[1][0]


def test_workbook_larger_than_any_table_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "LARGEST_WORKBOOK", 1_000)
    assert "holds more than" in read(xlsx(tmp_path / "t.xlsx", ("T", "", TABLE)), FEED)[1][0]


def test_external_entities_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("Hertfordshire")
    path = xlsx(tmp_path / "t.xlsx", ("T", "", row(1, *HEADER) + row(2, "&amp;x;", *CHARGES[1:], 70)))
    data = {}
    import zipfile

    with zipfile.ZipFile(path) as packed:
        data = {name: packed.read(name).decode() for name in packed.namelist()}
    sheet = data["xl/worksheets/sheet1.xml"].replace("&amp;x;", "&x;")
    data["xl/worksheets/sheet1.xml"] = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>{sheet}'
    rows, said = read(archive(path, data), FEED)
    assert not any(row.place == "Hertfordshire" for row in rows)


@pytest.mark.parametrize("corner", ["XFD1048576", "ALL100000", "Z500000"])
def test_sheet_of_two_far_cells_is_refused_quickly_and_in_little_memory(tmp_path, corner):
    number = corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = row(1, *HEADER) + f'<row r="{number}"><c r="{corner}"><v>1</v></c></row>'
    path = xlsx(tmp_path / "t.xlsx", ("T", "", far))
    command = [sys.executable, "-m", "tests.cases.containers.reading", str(path), FEED]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert found["rows"] == 0 and found["said"]
    assert found["seconds"] <= 2 and found["megabytes"] <= 200
