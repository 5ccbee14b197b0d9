"""A trial whose cases were enrolled one by one has a result: each arm of a unit is counted for itself."""

import json

import pytest
from scipy.stats import norm

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


def totals(plan, cells):
    tops, sizes = {}, {}
    for place, _, (above, below) in cells.named(cells.counts):
        tops[place.arm] = tops.get(place.arm, 0) + above
        sizes[place.arm] = sizes.get(place.arm, 0) + below
    return tops, sizes
