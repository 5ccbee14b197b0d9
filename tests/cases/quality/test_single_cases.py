"""No figure of the quality page gives a single case away: not by steps, limits or differences."""

from datetime import date, timedelta

import pytest

from cjnudge.cases.quality import Totals
from cjnudge.cases.quality.sections.lags import _steps
from cjnudge.disclosure import round_to_base
from cjnudge.periods import add_months
from tests.cases.quality.parts import table

ENTRY = date(2025, 1, 5)


def test_curve_moves_only_by_five_outcomes_or_more(section, decisions):
    """One resolution on day 45 after six on day 10 leaves no trace."""
    others = decisions(92, ENTRY, "1", ENTRY + timedelta(days=20)) + decisions(1, ENTRY)
    six = decisions(6, ENTRY, "8", ENTRY + timedelta(days=10))
    found = table(section("lags", others + six + decisions(1, ENTRY, "8", ENTRY + timedelta(days=45))))
    curve = found["Out-of-court resolution"]
    assert curve["30 days"] == curve["60 days"] == 0.06


def test_steps_wait_for_five_and_stop_where_the_rest_are_few():
    events = {0: 0, 10: 4, 20: 6, 30: 10, 40: 11, 50: 96}
    assert _steps(events, most=95) == [(20, 20), (30, 20), (40, 40), (50, 40)]
    assert _steps({0: 0, 10: 4}, most=95) == []


def months(decisions, shift):
    """14 months of about 60 decisions a third of which are resolved; months 2 and 4 have few."""
    rows = []
    for place in range(14):
        month = add_months(date(2024, 1, 1), place)
        number, part = (
            (3 + shift, 1) if place in (2, 4) else (58 + place % 2 * 10 + shift, 20 + place % 3 * 5)
        )
        rows += decisions(part, month, "8", month + timedelta(days=10))
        rows += decisions(number - part, month, "1", month + timedelta(days=10))
    return rows


def test_limits_are_those_of_the_rounded_counts_and_hidden_months_have_none(section, decisions):
    """One case more in every month changes nothing where the rounded counts are the same."""
    one, other = (section("resolutions", months(decisions, shift)) for shift in (0, 1))
    assert one == other
    lines = one["tables"][0]["rows"]
    assert lines[2][1:] == [None, None, None, None, None, ""] and lines[0][4] is not None


@pytest.mark.parametrize("charges, published, within", [(2, 12, "hidden"), (3, 8, "yes"), (0, 300, "no")])
def test_count_under_five_is_hidden_beside_a_published_one(section, decisions, charges, published, within):
    rows = decisions(40, date(2024, 1, 5), "16", date(2024, 2, 1))
    rows += decisions(charges, ENTRY, "1", ENTRY + timedelta(days=20)) + decisions(30, ENTRY)
    totals = Totals("H", "x", [(date(2025, 1, 1), "quarter", "closed", "1", published)])
    (line,) = section("reconciliation", rows, totals=totals)["tables"][0]["rows"]
    assert line[2:] == [published, None, None, within]


def test_tolerance_is_judged_by_the_rounded_count(section, decisions):
    rows = decisions(40, date(2024, 1, 5), "16", date(2024, 2, 1)) + decisions(
        22, ENTRY, "1", ENTRY + timedelta(days=20)
    )
    totals = Totals("H", "x", [(date(2025, 1, 1), "quarter", "closed", "1", 11)])
    (line,) = section("reconciliation", rows, totals=totals)["tables"][0]["rows"]
    assert line[3:] == [round_to_base(22), 9, "yes"]  # 22 would be 11 apart
