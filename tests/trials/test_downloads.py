import csv
import io
import json

import pytest

from tests.trials.world import charts_of, published_run
from trials import downloads


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\rx", "＝1+1", "  =1+1"])
def test_text_that_a_spreadsheet_would_run_gets_a_quote_in_front(text):
    assert downloads.neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-0.5", "12.1", "−0.5", "Wiltshire", "1e-3"])
def test_numbers_and_plain_words_stay_as_they_are(text):
    assert downloads.neutral(text) == text


def test_place_named_like_a_formula_is_neutral_in_the_file(sealed):
    run = published_run(sealed)
    text = downloads.as_csv(run, charts_of(run), [("=cmd|' /C calc'!A0", "1")])
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=Force 00" in cells and "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_counts_of_an_unpublished_snapshot_are_not_given_out(sealed):
    run = published_run(sealed)
    assert json.loads(downloads.as_json(run, charts_of(run), published=False))["cells"] == downloads.WITHHELD
    assert "counts" in json.loads(downloads.as_json(run, charts_of(run), published=True))["cells"]


def test_name_of_a_synthetic_file_says_so(sealed):
    run = published_run(sealed)
    run.synthetic = True
    assert downloads.file_name(run, "csv").startswith("synthetic-")
