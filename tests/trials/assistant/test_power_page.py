"""The page's figures are the engine's for the plan, and a case worked by hand comes out."""

import json
from dataclasses import replace
from math import comb, sqrt

import pytest
from scipy.stats import nct, t

from tests.trials.assistant.plans import ARMS, plan, values, wedge, with_effect
from trials.planning.layouts import layout_of
from trials.planning.power_found import figures_from
from trials.planning.power_page import (
    PowerFigures,
    power_digest,
    power_figures,
)
from trials.planning.splitting import split
from trials.planning.trial_plan import AllocationRule, Arm, Unit
from trials.stats import Layout, Plan, power, smallest_detectable_effect


def quick(monkeypatch):
    monkeypatch.setattr("trials.planning.power_page.RUNS", 20)


@pytest.fixture(autouse=True)
def _few_simulations(monkeypatch):
    quick(monkeypatch)


def by_hand(units, cases, icc, effect, baseline):
    """Two equal arms, one month after, none before: t on unit shares, worked from the formula of any textbook."""
    middle = baseline + effect / 2
    variance = middle * (1 - middle) * (icc + (1 - icc) / cases) * 4 / units
    df, bound, shift = units - 2, t.ppf(0.975, units - 2), effect / sqrt(variance)
    return nct.sf(bound, df, shift) + nct.cdf(-bound, df, shift)


def test_power_of_a_case_worked_by_hand():
    made = plan(start=1, periods=1, allocation=AllocationRule(method="simple"))
    found = power_figures(made, values(cac=1.0))
    # 12 units of 100 cases: variance 0.2275 · (0.05 + 0.95/100) · 1/3, standard error 0.0672, t of 10 degrees
    assert found.standard_error == pytest.approx(0.06717, abs=5e-6)
    assert found.power == pytest.approx(by_hand(12, 100, 0.05, 0.10, 0.30), abs=1e-9)
    assert found.power_at_high_icc == pytest.approx(by_hand(12, 100, 0.08, 0.10, 0.30), abs=1e-9)


def test_figures_of_a_parallel_trial_are_the_engines():
    found = power_figures(plan(), values())
    layout = Layout(
        units=(6, 6),
        periods_before=12,
        periods_after=12,
        cases=(100.0,) * 12,
        baseline=0.3,
        icc=0.05,
        cac=0.8,
    )
    engine = Plan("cluster_randomised", icc=0.05, cac=0.8)
    assert found.power == power(engine, 0.10, layout).power
    assert found.detectable == smallest_detectable_effect(engine, layout)
    assert found.units == (6, 6) and (found.months_before, found.months) == (12, 12)


def test_figures_of_a_stepped_wedge_are_the_engines():
    found = power_figures(wedge(), values(10))
    layout = Layout(
        units=(2,) * 5,
        periods_before=2,
        periods_per_step=2,
        cases=(100.0,) * 10,
        baseline=0.3,
        icc=0.05,
        cac=0.8,
    )
    assert found.power == power(Plan("stepped_wedge", icc=0.05, cac=0.8), 0.10, layout).power
    assert found.months == 10


def test_single_cases_are_shared_between_arms():
    made = plan(design="individually_randomised", start=1, periods=6)
    layout = layout_of(made, values())
    assert layout.units == (1, 1) and layout.cases == (600.0, 600.0) and layout.periods_after == 6


def test_layout_follows_the_ratio_of_the_arms():
    arms = (*ARMS, Arm(key="letter", title="Letter", nudges=(("m", 1),)))
    made = plan(arms=arms, allocation=AllocationRule(method="simple", ratio=(2, 1, 1)))
    assert layout_of(made, values()).units == (6, 3, 3)


def test_chosen_units_make_the_groups_where_nothing_is_drawn():
    units = tuple(Unit(name=f"Team {n:02d}", arm="prompt" if n < 3 else "") for n in range(12))
    made = plan(design="difference_in_differences", allocation=None, units=units)
    assert layout_of(made, values()).units == (9, 3)
    assert layout_of(made, values(), units=24).units == (18, 6)


def test_more_of_either_never_finds_less():
    found = power_figures(plan(), values())
    for count in {row[0] for row in found.grid}:
        rows = sorted(row for row in found.grid if row[0] == count)
        assert [row[3] for row in rows] == sorted(row[3] for row in rows)
        assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    by_units = [row[3] for row in sorted(found.grid) if row[1] == 12]
    assert by_units == sorted(by_units)


def test_numbers_said_to_be_needed_are_the_fewest_that_do():
    made, past = with_effect(plan(), 0.05), values()
    found = power_figures(made, past)
    assert found.power < 0.8 and found.units_needed

    def with_units(count):
        longer = replace(made, units=tuple(Unit(name=f"Team {n:02d}") for n in range(count)))
        return power_figures(longer, past).power

    assert with_units(found.units_needed) >= 0.8 > with_units(found.units_needed - 1)


def test_months_said_to_be_needed_are_the_fewest_that_do():
    past = values(cac=0.0)
    made = replace(with_effect(plan(), 0.045), periods=16)
    found = power_figures(made, past)
    assert found.power < 0.8 < 1 and found.months_needed

    def with_months(number):
        return power_figures(replace(made, periods=12 + number), past).power

    assert with_months(found.months_needed) >= 0.8 > with_months(found.months_needed - 1)


def test_design_that_no_chance_could_tell_from_luck_is_refused_in_words():
    found = power_figures(wedge(3, allocation=AllocationRule(method="stepped", ratio=(1, 1, 1))), values(3))
    assert comb(3, 1) * comb(2, 1) < 20
    assert found.power is None and "possible allocations" in found.refused and found.grid == ()


def test_power_to_hold_a_guardrail_is_that_of_finding_its_margin():
    own = values(baseline=0.25, icc=0.02, cac=1.0)
    found = power_figures(plan(), values(), {"repeat_suspect_12m": own}).guardrails[0]
    layout = replace(layout_of(plan(), values()), baseline=0.25, icc=0.02, cac=1.0)
    assert found.power == power(Plan("cluster_randomised"), 0.03, layout).power


def test_guardrail_without_a_past_has_no_power_and_says_so():
    found = power_figures(plan(), values()).guardrails[0]
    assert found.power is None and "not known" in found.text


def test_simulation_agrees_with_the_closed_form(monkeypatch):
    monkeypatch.setattr("trials.planning.power_page.RUNS", 400)
    found = power_figures(with_effect(plan(), 0.08), values())
    # three standard errors of 400 runs, and the closed form's own error of about two points
    assert abs(found.simulated - found.power) < 0.09


def test_digest_changes_with_what_the_figures_read_and_with_nothing_else():
    made = plan()
    assert power_digest(replace(made, question="Another?", icc=0.1)) == power_digest(made)
    for other in (replace(made, periods=30), with_effect(made, 0.2), replace(made, design="stepped_wedge")):
        assert power_digest(other) != power_digest(made)


def test_figures_come_back_from_what_is_stored():
    found = power_figures(plan(), values())
    stored = figures_from(json.loads(found.to_json()))
    assert isinstance(stored, PowerFigures) and stored.to_json() == found.to_json()
    assert stored.guardrails == found.guardrails and stored.values.units == found.values.units


@pytest.mark.parametrize(("count", "shares"), [(10, (0.5, 0.5)), (7, (2 / 3, 1 / 3)), (11, (0.2,) * 5)])
def test_split_gives_every_group_a_unit_and_uses_them_all(count, shares):
    found = split(count, shares)
    assert sum(found) == count and min(found) >= 1
    assert max(abs(part - count * share) for part, share in zip(found, shares, strict=True)) < 1
