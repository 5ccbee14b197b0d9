import csv
import io

import pytest

from surveys.files.downloads import every_table_csv, file_name, table_csv
from surveys.models import Release
from surveys.release.tables import column, row, table, table_of
from tests.surveys.release.payloads import sample_payload

WAVE = "0a1b2c3d-0000-4000-8000-000000000000"


def lines(text):
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def payload():
    return sample_payload()


def test_table_has_a_line_a_row_and_three_columns_an_interval(payload):
    found = lines(table_csv(payload, table_of(payload, "profile", "overall")))
    mean = "Mean (95 % interval)"
    assert found[0] == ["row", "Answered", mean, f"{mean}, low", f"{mean}, high", "Reading", "note"]
    assert found[1] == ["Psychological capability", "245", "4.3", "4.0", "4.6", "barrier", ""]


def test_hidden_and_refused_figures_are_said_and_never_left_empty(payload):
    found = lines(table_csv(payload, table_of(payload, "profile", "by_area")))
    west = next(line for line in found if line[0] == "West")
    assert west[1:-1] == ["hidden"] * 16
    refused = lines(table_csv(payload, table_of(payload, "barriers", "ranked")))[3]
    assert refused.count("Too few told of both.") == 6


def test_one_file_has_every_cell_of_every_table(payload):
    found = lines(every_table_csv(payload))
    cells = sum(
        len(row["cells"]) for section in payload["sections"] for t in section["tables"] for row in t["rows"]
    )
    figures = [line for line in found[1:] if line[2] != "how to read"]
    assert len(figures) == cells and found[1 : 1 + cells] == figures
    assert found[1] == ["Who answered", "Answers by unit", "North", "Asked", "120", "", "", "120", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1", "  =1"])
def test_no_cell_begins_a_formula(payload, text):
    hostile = table("t", text, text, [column("c", text, "text")], [row("r", text, [text], text)], [text])
    payload["sections"] = [{"key": "items", "title": text, "notes": [], "tables": [hostile]}]
    for made in (table_csv(payload, hostile), every_table_csv(payload)):
        cells = [cell for line in lines(made) for cell in line]
        assert sum(cell.endswith(text) for cell in cells) >= 4
        assert not [cell for cell in cells if cell.lstrip(" ")[:1] in set("=+-@\t\r＝＋－＠") - {""}]


def test_synthetic_survey_says_so_in_the_name_and_in_every_row():
    payload = sample_payload(synthetic=True)
    release = Release(wave_id=WAVE, number=2, payload=payload)
    assert file_name(release, "profile", "overall") == "synthetic-survey-0a1b2c3d-2-profile-overall.csv"
    for made in (every_table_csv(payload), table_csv(payload, table_of(payload, "profile", "overall"))):
        first, *others = lines(made)
        assert first[0] == "data" and {line[0] for line in others} == {"synthetic"}


def test_real_survey_does_not(payload):
    release = Release(wave_id=WAVE, number=1, payload=payload)
    assert file_name(release, "all") == "survey-0a1b2c3d-1-all.csv"
    assert "synthetic" not in every_table_csv(payload)


def test_name_of_a_file_holds_nothing_but_plain_letters(payload):
    release = Release(wave_id=WAVE, number=1, payload=payload)
    assert file_name(release, "items", 'item."x\r\n/ü') == "survey-0a1b2c3d-1-items-item.-x----.csv"
