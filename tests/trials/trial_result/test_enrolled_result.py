"""A trial whose cases were enrolled one by one has a result: each arm of a unit is counted for itself."""

import json
from dataclasses import replace

import pytest
from scipy.stats import chi2_contingency, norm

from tests.trials.trial_result import enrolled
from trials.evaluation.trial_report import evaluate_trial
from trials.evaluation.trial_tables import read_material


@pytest.fixture(scope="module")
def plan():
    return enrolled.a_plan()


def reported(plan, **truth):
    return json.loads(evaluate_trial(plan, enrolled.a_draw(plan), enrolled.drawn_cells(plan, **truth)))


def test_who_entered_stands_with_the_arm_they_entered(plan):
    cells = enrolled.drawn_cells(plan)
    table = read_material(plan, enrolled.a_draw(plan), cells).primary
    assert (table["entered"] == table["cases"]).all() and (table["screened"] == 2 * table["cases"]).all()


def test_enrolled_trial_has_the_difference_of_its_cases_with_the_wald_width_of_a_large_sample(plan):
    found = reported(plan, moved=0.1)
    tops, sizes = totals(plan, enrolled.drawn_cells(plan, moved=0.1))
    shares = {arm: tops[arm] / sizes[arm] for arm in tops}
    primary = found["engine"]["primary"]
    assert primary["value"] == pytest.approx(shares["prompt"] - shares["control"], abs=1e-9)
    spread = sum(shares[arm] * (1 - shares[arm]) / sizes[arm] for arm in shares) ** 0.5
    width = primary["high"] - primary["low"]
    # Newcombe's interval and the plain one differ by terms of order 1/n, here under a hundredth of the width.
    assert width == pytest.approx(2 * norm.ppf(0.975) * spread, rel=0.01)
    assert found["verdict"]["pattern"] == "net_widening"
    assert {row["side"]: row["entered"] for row in found["flow"]} == sizes


def finding(report, key):
    return next(one for one in report["engine"]["findings"] if one["key"] == key)


def test_enrolled_cases_that_cannot_be_counted_are_missing_outcomes(plan):
    """A tenth of one arm is gone: Pearson's chi-square of 2 x 2 counts, by scipy."""
    cells = enrolled.drawn_cells(plan)
    _, sizes = totals(plan, cells)
    lost = sizes["control"] // 10
    report = json.loads(
        evaluate_trial(
            plan,
            enrolled.a_draw(plan),
            replace(cells, enrolled={"prompt": sizes["prompt"], "control": sizes["control"] + lost}),
        )
    )
    found = finding(report, "missing_by_arm")
    assert found["status"] == "fails"
    expected = chi2_contingency([[sizes["control"], lost], [sizes["prompt"], 0]], correction=False).pvalue
    assert found["facts"]["p_value"] == pytest.approx(expected, rel=1e-9)
    assert {row["side"]: row["entered"] - row["cases"] for row in report["flow"]} == {
        "control": lost,
        "prompt": 0,
    }


def test_all_enrolled_cases_counted_leave_nothing_missing(plan):
    cells = enrolled.drawn_cells(plan)
    _, sizes = totals(plan, cells)
    report = json.loads(evaluate_trial(plan, enrolled.a_draw(plan), replace(cells, enrolled=sizes)))
    assert finding(report, "missing_by_arm")["facts"]["share"] == 0


def totals(plan, cells):
    tops, sizes = {}, {}
    for place, _, (above, below) in cells.named(cells.counts):
        tops[place.arm] = tops.get(place.arm, 0) + above
        sizes[place.arm] = sizes.get(place.arm, 0) + below
    return tops, sizes
