"""What a hidden figure is called: never the wrong side, and loud where a column is empty."""

from datetime import date

import pytest

from cjnudge.cases.presenters import quality as presenters
from cjnudge.cases.quality.wording import NEARLY_ALL, NEARLY_NONE, lean
from tests.cases.quality.conftest import AS_AT
from tests.cases.quality.parts import table

LATE, EARLY = date(2026, 6, 5), date(2025, 5, 5)


def texts(found):
    """The tables as the page writes them."""
    return [presenters._table(one)["rows"] for one in found["tables"]]


def test_column_empty_in_every_row_is_a_loud_finding_and_not_few(section, decisions):
    rows = decisions(97, EARLY, "8", EARLY, gravity=None, ethnicity="white")
    found = section("missing", rows, fields=frozenset({"entry_on", "outcome", "gravity", "ethnicity"}))
    assert found["findings"] == ["All or nearly all of 95 rows have nothing under “Gravity score”."]
    assert table(found)["Gravity score"]["Missing"] == NEARLY_ALL
    (nearly_none,) = [text for text in found["sentences"] if text.startswith("None or fewer than 5")]
    assert "Ethnicity" in nearly_none and "Gravity score" not in nearly_none


def test_page_says_how_a_small_side_of_missing_cells_is_worded(section, decisions):
    reading = section("missing", decisions(50, EARLY))["sentences"][0]
    assert NEARLY_ALL in reading and NEARLY_NONE in reading and "about recording" in reading


@pytest.mark.parametrize("without, filled", [(97, 0), (96, 1), (93, 4)])
def test_all_and_nearly_all_missing_are_told_apart_by_nothing(section, decisions, without, filled):
    given = {"fields": frozenset({"entry_on", "gravity"})}
    rows = decisions(without, EARLY, gravity=None) + decisions(filled, EARLY, gravity=1)
    assert section("missing", rows, **given) == section(
        "missing", decisions(97, EARLY, gravity=None), **given
    )


def test_side_is_said_only_where_one_alone_can_be_small():
    assert [lean(part, 9) for part in (0, 4, 5, 9)] == [""] * 4
    assert [lean(part, 10) for part in (0, 4, 5, 6, 10)] == [
        NEARLY_NONE,
        NEARLY_NONE,
        "",
        NEARLY_ALL,
        NEARLY_ALL,
    ]


@pytest.mark.parametrize("open_cases", [40, 38, 2, 0])
def test_month_nearly_all_or_nearly_none_open_is_hidden_without_a_side(section, decisions, open_cases):
    rows = decisions(open_cases, LATE) + decisions(40 - open_cases, LATE, "8", LATE)
    (line,) = texts(section("still_open", rows))[0]
    assert line[1:4] == ["40", "hidden", "hidden"]


def test_month_with_every_case_resolved_is_hidden_without_a_side(section, decisions):
    (line,) = texts(section("resolutions", decisions(57, EARLY, "8", EARLY)))[0]
    assert line[1:4] == ["55", "hidden", "hidden"]


def test_share_of_old_cases_still_open_that_cannot_be_shown_is_said_to_be_hidden(section, decisions):
    expected = (
        "How many of the cases followed for 120 days have no outcome yet is hidden: they are fewer than 5, or the "
        "rest are."
    )
    for rows in (decisions(40, EARLY), decisions(40, EARLY, "8", EARLY)):
        assert section("still_open", rows)["findings"] == [expected]
    assert section("still_open", decisions(40, AS_AT))["findings"] == []


def test_eligibility_unknown_for_nearly_every_case_is_a_finding(section, decisions):
    rows = decisions(60, EARLY, eligibility="unknown") + decisions(2, EARLY, eligibility="eligible")
    assert section("eligible", rows)["findings"][0] == "Eligibility is unknown for all or nearly all cases."


def test_count_that_is_no_part_is_still_few(section, decisions):
    rows = decisions(30, EARLY, eligibility="eligible") + decisions(2, EARLY, eligibility="unknown")
    (line,) = texts(section("eligible", rows))[0]
    assert line[1:5] == ["30", "fewer than 5", "fewer than 5", "fewer than 5"]


def test_figures_of_an_earlier_version_are_not_shown_as_current(judge, decisions):
    quality = judge(decisions(40, LATE))
    assert presenters.is_current(quality)
    assert not presenters.is_current(quality | {"format": 1}) and not presenters.is_current({})
