"""Cumulative incidence from a snapshot's cases equals what R and statsmodels give for the same cases.

`answers.csv` was made once with R 4.2.2 and survival 3.5.3 from the cause and the lag of each of the cases of
`people.lags()`, times one day later because R asks for times after nought:

    d$cause <- factor(d$cause, levels = c("censored", "charge", "nfa", "oocr", "other"))
    fit <- survfit(Surv(lag + 1, cause) ~ 1, data = d)
    fit$pstate  # at fit$time - 1, the columns after "(s0)", printed with "%.15f"
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight

from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.counting.timing import timing
from cjnudge.cases.measures import measure
from tests.cases.case_snapshots import case, case_snapshot, person
from tests.cases.files import UNIT_HEADER
from tests.cases.incidence import people
from trials.stats import cumulative_incidence

pytestmark = pytest.mark.django_db
ANSWERS = pandas.read_csv(Path(__file__).with_name("answers.csv")).set_index("lag_days")
CLOSE = 1e-8  # what the specification asks; both sources agree to 1e-15
DAYS = people.DAYS


@pytest.fixture
def snapshot(practice):
    rows = [case(*one, unit=f"Unit {number % 3}") for number, one in enumerate(people.cases())]
    return case_snapshot(practice, rows, as_at=people.AS_AT)


def incidence(found):
    """Incidence with a row for each lag and a column for each cause."""
    return cumulative_incidence(found).pivot(index="lag_days", columns="cause", values="incidence")


def test_incidence_from_a_snapshot_equals_rs(snapshot):
    ours = incidence(timing(snapshot, follow_up_days=DAYS))
    assert list(ours.index) == list(ANSWERS.index) and list(ours.columns) == list(ANSWERS.columns)
    assert (ours - ANSWERS).abs().to_numpy().max() < CLOSE


def test_incidence_of_one_unit_equals_statsmodels(snapshot):
    found = timing(snapshot, follow_up_days=DAYS, by=("unit",))
    ours = incidence(found[found.unit == "Unit 1"])
    rows = [lag for number, lag in enumerate(people.lags()) if number % 3 == 1]
    causes = [*ours.columns]
    theirs = CumIncidenceRight(
        [lag + 1 for _, lag in rows],
        [causes.index(cause) + 1 if cause != "censored" else 0 for cause, _ in rows],
    )
    for number, cause in enumerate(causes):
        expected = pandas.Series(theirs.cinc[number], index=theirs.times - 1)
        assert (ours[cause] - expected.reindex(ours.index)).abs().max() < CLOSE


def test_reading_other_outcomes_as_censored_would_not_equal_it(snapshot):
    """Control: one minus Kaplan-Meier, which takes a charge for a case that may still be resolved, is far off."""
    found = timing(snapshot, follow_up_days=DAYS)
    found.loc[found.cause != "oocr", "cause"] = "censored"
    assert incidence(found).oocr.loc[DAYS] - ANSWERS.oocr.loc[DAYS] > 0.03


def test_each_case_is_counted_once_with_its_cause_and_lag(snapshot):
    found = timing(snapshot, follow_up_days=DAYS, by=())
    assert {(cause, lag): n for cause, lag, n in found.values.tolist()} == Counter(people.lags())


def test_default_groups_are_unit_and_month_of_entry(snapshot):
    found = timing(snapshot, follow_up_days=DAYS)
    assert list(found.columns) == ["unit", "period", "cause", "lag_days", "count"]
    assert found["count"].sum() == people.CASES
    assert found.period.min() == date(2025, 7, 1) and found.lag_days.between(0, DAYS).all()


def test_mature_cases_give_the_shares_of_the_measures_within_the_window(snapshot):
    """Without censoring before W, incidence at W is the plain share that the measures count."""
    found = timing(snapshot, follow_up_days=90)
    mature = found[found.period <= date(2026, 2, 1)]
    shares = incidence(mature).loc[90]
    for cause, key in (
        ("oocr", "oocr_of_eligible_within_w"),
        ("charge", "charge_within_w"),
        ("nfa", "nfa_within_w"),
    ):
        counts = count(replace(measure(key), follow_up_days=90), snapshot, by=("period",))
        counts = counts[counts.period <= date(2026, 2, 1)]
        assert shares[cause] == pytest.approx(counts.numerator.sum() / counts.denominator.sum(), abs=1e-12)


def test_case_is_censored_at_the_snapshot_or_at_the_window_whichever_comes_first(practice):
    rows = [
        case(date(2026, 10, 21)),  # ten days before the snapshot
        case(date(2026, 1, 5), "1", date(2026, 12, 1) - timedelta(days=60)),  # charged after the window
        case(date(2026, 10, 31), "8", date(2026, 10, 31)),
        case(date(2026, 5, 5), "8", date(2026, 5, 1)),  # dated before it entered
    ]
    found = timing(case_snapshot(practice, rows), follow_up_days=120, by=())
    assert found.values.tolist() == [["censored", 10, 1], ["censored", 120, 1], ["oocr", 0, 2]]


def test_last_day_of_the_window_is_in_it(practice):
    entry = date(2026, 1, 5)
    rows = [case(entry, "8", entry + timedelta(days=days)) for days in (119, 120, 121)]
    found = timing(case_snapshot(practice, rows), follow_up_days=120, by=())
    assert found.values.tolist() == [["censored", 120, 1], ["oocr", 119, 1], ["oocr", 120, 1]]


def test_cases_that_are_not_eligible_and_further_crimes_are_left_out(practice):
    rows = [
        case(date(2026, 1, 5), "8", date(2026, 1, 6)),
        case(date(2026, 1, 5), "8", date(2026, 1, 6), first_of_decision=False, suspect=person(1)),
        case(date(2026, 1, 5), "8", date(2026, 1, 6), eligibility="not eligible"),
        case(date(2026, 1, 5), "8", date(2026, 1, 6), eligibility="conditional"),
    ]
    snapshot = case_snapshot(practice, rows)
    totals = [
        timing(snapshot, follow_up_days=60, **given)["count"].sum()
        for given in (
            {},
            {"per": "crime"},
            {"eligible_only": False},
            {"per": "crime", "eligible_only": False},
        )
    ]
    assert totals == [2, 3, 3, 4]


def test_outcomes_are_timed_for_groups_but_never_for_a_person(practice):
    row = case(date(2026, 1, 5), "8", date(2026, 1, 6), sex="female", officer=person(1), suspect=person(2))
    snapshot = case_snapshot(practice, [row])
    assert timing(snapshot, follow_up_days=60, by=("sex",)).values.tolist() == [["female", "oocr", 1, 1]]
    for name in ("officer", "suspect", "crime"):
        with pytest.raises(MeasureRefused, match="no page shows the cases of one person"):
            timing(snapshot, follow_up_days=60, by=(name,))


def test_outcome_that_lies_across_two_causes_is_refused(practice):
    snapshot = case_snapshot(practice, [case(date(2026, 1, 5), "1+8", date(2026, 1, 6))])
    with pytest.raises(MeasureRefused, match="cannot be told apart"):
        timing(snapshot, follow_up_days=60)


def test_counts_have_no_lags(bring_in, practice):
    given = {"options": {"follow_up_days": "120"}, "synthetic": True, "as_at": date(2026, 8, 31)}
    units, _ = bring_in("unit_counts", UNIT_HEADER, "A,2026-01,8,3", force=practice, **given)
    with pytest.raises(MeasureRefused, match="holds counts, not cases"):
        timing(units, follow_up_days=120)


def test_eligible_cases_are_not_guessed_without_rules(practice):
    snapshot = case_snapshot(practice, [case(date(2026, 1, 5), eligibility="unknown")], rules=None)
    with pytest.raises(MeasureRefused, match="no rules were approved"):
        timing(snapshot, follow_up_days=60)
    assert timing(snapshot, follow_up_days=60, eligible_only=False)["count"].tolist() == [1]


@pytest.mark.parametrize("days", [0, -1, 1.5, True, 10_000])
def test_window_is_a_whole_number_of_days(snapshot, days):
    with pytest.raises(ValueError, match="follow_up_days"):
        timing(snapshot, follow_up_days=days)
