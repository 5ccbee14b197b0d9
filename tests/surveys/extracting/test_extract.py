"""What is in a researcher extract, read back by the libraries that researchers use."""

import csv
import io
import zipfile

import pyreadstat
import pytest

from surveys.files.extracts import csv_archive, file_name, sav_file
from surveys.models import Wave
from surveys.release.extract import codes_outside, differing, make_extract
from surveys.scales import load_instrument
from tests.surveys.release.surveys import fielding, officers

KEY = b"k" * 32
WAVE = Wave(title="Autumn survey")
MADE_UP = Wave(title="Autumn survey", synthetic=True)


@pytest.fixture(scope="module")
def rows():
    return officers(120, 3, words=0.1)


@pytest.fixture(scope="module")
def extract(rows):
    return make_extract(fielding(rows), KEY)


@pytest.fixture
def read_back(extract, tmp_path):
    path = tmp_path / "extract.sav"
    path.write_bytes(sav_file(extract, wave=WAVE))
    return pyreadstat.read_sav(path, user_missing=True)


def coded(row, codes):
    item_ids = [item.id for item in load_instrument("oocr_com_b").items]
    return tuple(codes.get(row["answers"].get(name), row["answers"].get(name)) for name in item_ids)


def test_extract_holds_the_scaled_statements_and_nothing_else(extract, rows):
    items = load_instrument("oocr_com_b").items
    assert [one.name for one in extract.variables] == [item.id for item in items]
    codes = codes_outside(load_instrument("oocr_com_b").scale)
    assert sorted(map(repr, extract.rows)) == sorted(repr(coded(row, codes)) for row in rows)


def test_order_of_rows_is_the_same_in_every_download_and_not_the_stored_one(extract, rows):
    assert make_extract(fielding(rows[::-1]), KEY).rows == extract.rows
    assert make_extract(fielding(rows), b"other" * 8).rows != extract.rows
    codes = codes_outside(load_instrument("oocr_com_b").scale)
    stored = [coded(row, codes) for row in rows]
    assert sum(a == b for a, b in zip(stored, extract.rows, strict=True)) < 10


def test_spss_file_reads_back_with_values_labels_and_user_missing(read_back, extract):
    table, about = read_back
    cells = [
        tuple(None if cell != cell else int(cell) for cell in row) for row in table.itertuples(index=False)
    ]
    assert tuple(cells) == extract.rows
    assert about.column_names_to_labels == {one.name: one.label for one in extract.variables}
    assert about.variable_value_labels["k1"] == {
        0: "strongly disagree",
        10: "strongly agree",
        98: "does not apply to my role",
        99: "prefer not to say",
    }
    assert about.missing_ranges["k1"] == [{"lo": 98.0, "hi": 99.0}]


def test_spss_file_counts_user_missing_as_missing_for_whoever_does_not_ask(extract, tmp_path):
    path = tmp_path / "extract.sav"
    path.write_bytes(sav_file(extract, wave=WAVE))
    table, _ = pyreadstat.read_sav(path)
    assert table.max().max() == 10


def test_archive_holds_answers_and_a_codebook(extract):
    with zipfile.ZipFile(io.BytesIO(csv_archive(extract, wave=WAVE))) as archive:
        assert archive.namelist() == ["answers.csv", "codebook.csv"]
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        answers, codebook = (
            list(csv.reader(io.TextIOWrapper(archive.open(name), "utf-8"))) for name in archive.namelist()
        )
    assert [tuple(None if cell == "" else int(cell) for cell in row) for row in answers[1:]] == list(
        extract.rows
    )
    assert codebook[1][0] == "k1" and "98 = does not apply to my role" in codebook[1][4]


def test_made_up_answers_say_so_in_name_label_and_every_row(extract, tmp_path):
    assert file_name(MADE_UP, ".sav").startswith("synthetic-")
    path = tmp_path / "extract.sav"
    path.write_bytes(sav_file(extract, wave=MADE_UP))
    assert pyreadstat.read_sav(path)[1].file_label.startswith("SYNTHETIC")
    with zipfile.ZipFile(io.BytesIO(csv_archive(extract, wave=MADE_UP))) as archive:
        assert archive.namelist() == ["synthetic-answers.csv", "synthetic-codebook.csv"]
        assert {
            line.split(",")[0] for line in archive.read("synthetic-answers.csv").decode().splitlines()[1:]
        } == {"synthetic"}


def test_extracts_that_differ_in_a_few_rows_are_told_from_others(extract):
    assert differing(extract.rows, extract.rows[1:]) == 1
    other = make_extract(fielding(officers(120, 4)), KEY)
    assert differing(extract.rows, other.rows) > 100
