"""Pre-trend, Bacon weights and honest bounds of staggered starts against published figures and brute force."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.designs.test_staggered_adoption import (
    adoption_of,
    minimum_wages,
    some_never,
    synthetic_staggered,
)
from tests.trials.stats.wedges import wedge_frame
from trials.stats import Plan, analyse
from trials.stats.adoption import Adoption
from trials.stats.arithmetic.leads import (
    chi_square_bound,
    chi_square_p,
    power_for_trend,
    read_leads,
    statistic,
    wald,
)
from trials.stats.checks import honest_bounds

PLAN = Plan("staggered_adoption", seed=3)


def counties() -> Adoption:
    """Callaway and Sant'Anna's counties as compared cells."""
    wide = minimum_wages().pivot(index="unit", columns="time", values="y")
    start = minimum_wages().groupby("unit")["start"].first().loc[wide.index].to_numpy(dtype=float)
    starts, cohort = np.unique(np.where(start == 0, np.inf, start), return_inverse=True)
    names = tuple(map(str, wide.index))
    return Adoption(
        units=names,
        periods=wide.columns.to_numpy(),
        value=wide.to_numpy(),
        starts=starts,
        cohort=cohort,
        cut=None,
    )


def drifting(trend: float, seed: int = 1, units: int = 36) -> pd.DataFrame:
    """Three cohorts of which a third is never treated; treated ones drift by `trend` a period throughout."""
    frame = wedge_frame(units=units, sequences=4, months=3, seed=seed, cases=400)
    place = frame["unit"].str[5:].astype(int) % 4
    frame = frame.assign(treated=frame["treated"].where(place < 3, 0))
    drift = trend * frame["period"] * (place < 3) * frame["cases"]
    return frame.assign(events=np.clip(frame["events"] + drift, 0, frame["cases"]).astype(int))


def test_published_pre_trend_comes_out():
    adoption = counties()
    leads = read_leads(adoption)
    square = statistic(*wald(leads, adoption.cohort, len(adoption.starts) - 1))
    assert (round(square, 4), len(leads.step)) == (7.7912, 5)
    assert round(chi_square_p(square, 5), 5) == 0.16812


def test_units_that_drift_fail_and_the_grade_falls_to_two():
    report = analyse(PLAN, drifting(0.01))
    assert report.finding("pre_trend_staggered").status == "fails" and report.grade <= 2


def test_units_that_move_alike_do_not_fail():
    found = analyse(PLAN, drifting(0.0)).finding("pre_trend_staggered")
    assert found.status in ("passes", "cannot tell") and 0 <= found.facts["power"] <= 1


def test_test_for_a_trend_sees_more_the_larger_the_effect():
    power = []
    for effect in (0.005, 0.02, 0.1):
        frame = drifting(0.0)
        more = frame["events"] + effect * frame["treated"] * frame["cases"]
        frame = frame.assign(events=np.minimum(more, frame["cases"]).astype(int))
        power.append(analyse(PLAN, frame).finding("pre_trend_staggered").facts["power"])
    assert power[0] < power[1] < power[2] and power[2] > 0.5


def test_few_units_are_permuted_and_rarely_fail_by_chance():
    failed = 0
    for seed in range(12):
        found = analyse(PLAN, drifting(0.0, seed=seed, units=16)).finding("pre_trend_staggered")
        failed += found.status == "fails"
        assert found.facts["contrasts"] == "slopes"
    assert failed <= 3  # at 5 % more come up once in 450 sets of seeds; the seeds are fixed


def test_many_units_and_periods_do_not_fail_by_chance():
    # as many changes before the starts as a third of the units would make the plain Wald fail here
    frame = wedge_frame(units=120, sequences=4, months=8, seed=1)
    report = analyse(PLAN, frame.assign(treated=frame["treated"].where(frame["unit"] < "unit 70", 0)))
    found = report.finding("pre_trend_staggered")
    assert found.status != "fails" and found.facts["contrasts"] == "slopes"


def test_power_without_a_trend_is_the_level_of_the_test():
    adoption = counties()
    leads = read_leads(adoption)
    covariance = wald(leads, adoption.cohort, 3)[1]
    for bound in (chi_square_bound(0.05, 5), 20.0):
        assert power_for_trend(leads, covariance, 0.0, bound, 0.05) == pytest.approx(0.05)
    assert power_for_trend(leads, covariance, 0.02, 20.0, 0.05) < power_for_trend(
        leads, covariance, 0.02, chi_square_bound(0.05, 5), 0.05
    )


def test_two_units_a_contrast_say_too_little():
    frame = some_never(wedge_frame(units=5, sequences=4, months=2, seed=4, cases=300), "unit 04")
    frame = frame.assign(events=frame["events"] // 2)
    report = analyse(Plan("staggered_adoption", seed=3, alpha=0.2), frame)
    assert report.finding("pre_trend_staggered").status == "cannot tell"


def test_bacons_weights_add_up_to_the_regression_with_dummies():
    frame = synthetic_staggered()
    adoption = adoption_of(frame)
    found = analyse(PLAN, frame).estimates["two_way_fixed_effects"]
    unit, period = (grid.ravel() for grid in np.indices(adoption.value.shape))
    dummies = np.column_stack([np.eye(unit.max() + 1)[unit], np.eye(period.max() + 1)[period]])
    on = adoption.patterns[adoption.cohort[unit], period]
    wanted = np.linalg.lstsq(np.column_stack([on, dummies]), adoption.value.ravel(), rcond=None)[0][0]
    assert found.value == pytest.approx(wanted, rel=1e-8)
    parts = found.details["comparisons"]
    assert sum(part["weight"] for part in parts) == pytest.approx(1)
    assert sum(part["weight"] * part["value"] for part in parts) == pytest.approx(wanted, rel=1e-6)
    assert found.details["weight_against_already_treated"] > 0 and found.p_value is None


def test_gaps_leave_bacons_weights_out_in_words():
    frame = synthetic_staggered().sample(frac=0.95, random_state=1)
    assert analyse(PLAN, frame).refusals["two_way_fixed_effects"].code == "b"


def test_honest_bounds_widen_and_start_from_parallel_trends(monkeypatch):
    monkeypatch.setattr(honest_bounds, "read_adoption", lambda panel, plan: counties())
    report = analyse(PLAN, synthetic_staggered())
    facts = report.finding("honest_bounds").facts
    widths = np.subtract(facts["high"], facts["low"])
    assert (np.diff(widths) > 0).all()
    # at nought the usual interval of the event study's mean: R's did gives -0.0772 (0.0200)
    assert facts["low"][0] == pytest.approx(-0.0772398 - 1.959964 * 0.0199650, abs=2e-6)
    assert facts["survives"] == 0.25


def test_large_effect_survives_and_few_units_cannot_tell():
    frame = drifting(0.0, units=48)
    more = np.minimum(frame["events"] + 0.4 * frame["treated"] * frame["cases"], frame["cases"]).astype(int)
    assert analyse(PLAN, frame.assign(events=more)).finding("honest_bounds").facts["survives"] is not None
    few = analyse(PLAN, some_never(wedge_frame(units=12, sequences=4, months=2, seed=5), "unit 09"))
    assert few.finding("honest_bounds").status == "cannot tell"
