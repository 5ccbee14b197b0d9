"""What the reader of a release is told of how sure its figures are."""

import csv
import io

import numpy as np
import pytest

from surveys.files.downloads import every_table_csv, table_csv
from surveys.release import wording
from surveys.release.sections import barriers, profile, quality, response
from surveys.release.tables import table_of
from tests.surveys.release.surveys import full_material, material, officers
from tests.surveys.release.test_sections import full

KEYS = [bytes([place]) * 32 for place in range(12)]


def notes_of_the_profile(n, key):
    """Whether each component of a survey of n officers, all answers given, is marked as indicative."""
    rows = officers(n, 3, missing=0, words=0, says=0)
    made = profile.make(material(rows, key=key))
    return [bool(row["note"]) for row in made["tables"][0]["rows"]]


def missed():
    """How many means of under 30 answers are not marked, over keys that round them otherwise."""
    return sum(not told for n in (26, 28, 29) for key in KEYS for told in notes_of_the_profile(n, key))


def test_mean_of_under_thirty_answers_is_indicative_however_its_count_is_rounded():
    assert missed() == 0
    assert not any(notes_of_the_profile(36, KEYS[0]))


def test_mark_that_goes_by_counts_shown_under_thirty_would_miss_some(monkeypatch):
    monkeypatch.setattr(wording, "FEW", 29)
    assert missed() > 10


def test_means_of_few_are_indicative_in_every_section_that_shows_them():
    made = full_material(26, 5)
    tables = [barriers.make(made)["tables"][0], quality.make(made), profile.make(made)["tables"][0]]
    for table in (one for one in tables if one and "rows" in one):
        assert {row["note"] for row in table["rows"]} == {wording.INDICATIVE}


def test_order_of_barriers_is_said_to_be_uncertain_beside_the_table():
    assert barriers.ORDER in table_of(full(), "barriers", "ranked")["notes"]
    unasked = [
        row | {"answers": {k: v for k, v in row["answers"].items() if k != "b1"}} for row in officers(80, 2)
    ]
    made = barriers.make(material(unasked))
    assert barriers.ORDER not in made["tables"][0]["notes"]


def test_interval_that_is_narrowed_by_the_share_that_answered_says_so():
    rows = officers(80, 2)
    told = [profile.make(one)["tables"][0]["notes"] for one in (material(rows), material(rows, asked={}))]
    assert [profile.NARROWED in notes for notes in told] == [True, False]


def worst_rate(sent):
    """How many points the rate of a unit of `sent` asked can be off, whichever way its count is rounded."""
    asked, worst = 5 * round(sent / 5), 0.0
    for used in range(10, sent - 9):
        shown = np.array([used // 5 * 5, -(-used // 5) * 5])
        worst = max(worst, *np.abs(100 * shown[shown <= asked] / asked - 100 * used / sent))
    return worst


def test_rates_are_off_by_no_more_than_the_reader_is_told():
    assert [round(max(map(worst_rate, range(n - 2, n + 3)))) for n in (22, 100, 500)] == [25, 6, 1]
    assert "20 asked it can be off by 25 points, for 100 by 6, for 500 by 1" in response.ROUGH
    assert response.ROUGH in table_of(full(), "response", "by_unit")["notes"]


@pytest.mark.parametrize("words", ["at random, up or down", "intervals widened", "shows where to look"])
def test_file_says_how_to_read_its_figures_as_the_page_does(words):
    payload = full()
    for text in (every_table_csv(payload), table_csv(payload, table_of(payload, "profile", "overall"))):
        lines = list(csv.reader(io.StringIO(text)))
        assert len({len(line) for line in lines}) == 1
        assert any("how to read" in line and words in line[-1] for line in lines)
