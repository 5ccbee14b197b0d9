"""Planned looks: what each may read and spend, when it stops, and how often it is wrong."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr, ndtri

from tests.trials.stats.wedges import wedge_frame
from trials.stats import CannotEstimate, InputRefused, Layout, Look, Outcome, Plan, analyse, power
from trials.stats.arithmetic.group_sequential import lan_demets_bounds
from trials.stats.looks import stand_at
from trials.stats.strategy import all_designs

LOOKS = (Look(4, 0.4), Look(8, 0.7), Look(12, 1.0))


def plan(design="cluster_randomised", looks=LOOKS, max_information=7500.0, **options):
    return Plan(design, looks=looks, max_information=max_information, **options)


def trial(seed: int, *, effect=0.0, units=20, periods=12, cases=30, spread=0.02) -> pd.DataFrame:
    """Half the units in the arm, all periods from the start; unit levels differ by `spread`."""
    rng = np.random.default_rng(seed)
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : periods + 1])
    own = unit < units // 2
    level = 0.4 + spread * rng.standard_normal(units)[unit] + effect * own
    events = rng.binomial(cases, np.clip(level, 0, 1))
    return pd.DataFrame(
        {
            "unit": np.char.add("u", unit.astype(str)),
            "period": period,
            "treated": own.astype(int),
            "events": events,
            "cases": cases,
        }
    )


def test_look_reads_no_period_after_it():
    frame = trial(1)
    part = frame[frame["period"] <= 4]
    assert analyse(plan(), frame, look=1).to_json() == analyse(plan(), part, look=1).to_json()
    spoiled = frame.assign(events=frame["events"].where(frame["period"] <= 4, 0))
    assert analyse(plan(), spoiled, look=1).to_json() == analyse(plan(), part, look=1).to_json()


def test_information_is_the_inverse_square_of_the_error_over_the_planned():
    frame = trial(1, units=40)
    alone = analyse(Plan("cluster_randomised"), frame[frame["period"] <= 4]).primary
    now = analyse(plan(max_information=15000.0), frame, look=1).primary.details
    assert now["information"] == pytest.approx(alone.details["standard_error"] ** -2 / 15000)
    assert abs(now["z"]) == pytest.approx(float(-ndtri(alone.p_value / 2)))


def test_few_units_count_no_more_information_than_planned():
    found = stand_at(plan(max_information=1.0), all_designs()["cluster_randomised"], trial(1, units=12), None)
    assert [stage.share for stage in found.stages] == [0.4, 0.7, 1.0]


def test_levels_are_lan_and_demets_at_the_information_reached():
    stages = stand_at(plan(), all_designs()["cluster_randomised"], trial(2), None).stages
    first = 4 * ndtr(ndtri(0.0125) / np.sqrt(stages[0].share))  # the whole spending at a first look
    assert stages[0].level == pytest.approx(float(first), rel=1e-9)
    whole = lan_demets_bounds([stage.share for stage in stages], 0.05)
    assert [stage.bound for stage in stages] == pytest.approx(whole, rel=1e-9)


def test_interval_is_the_repeated_one_at_the_level_of_the_look():
    frame = trial(3)
    found = analyse(plan(), frame, look=2).primary
    half = analyse(
        Plan("cluster_randomised", alpha=found.details["level"]), frame[frame["period"] <= 8]
    ).primary
    assert (found.low, found.high) == pytest.approx((half.low, half.high))
    assert found.low < analyse(Plan("cluster_randomised"), frame[frame["period"] <= 8]).primary.low


def test_bound_that_is_crossed_stops_the_trial_and_the_estimate_says_it_is_biased():
    report = analyse(plan(), trial(4, effect=0.2), look=1)
    assert report.primary.details["crossed"] and "biased upward" in report.primary.method
    assert "may stop here" in report.verdict and "biased upward" in report.verdict
    assert "likely cause" in report.verdict


def test_bound_that_is_not_crossed_lets_the_trial_go_on_without_a_word_on_cause():
    report = analyse(plan(), trial(5, effect=0.0), look=1)
    assert not report.primary.details["crossed"]
    assert "goes on as planned" in report.verdict and "cause" not in report.verdict


def test_final_look_spends_the_rest_and_is_the_default():
    frame = trial(5)
    final = analyse(plan(), frame)
    assert final.to_json() == analyse(plan(), frame, look=3).to_json()
    assert final.primary.details["look"] == 3 and not final.primary.details["biased_upward"]
    short = analyse(plan(looks=LOOKS[:2]), frame)
    assert short.primary.details["looks"] == 3 and short.primary.details["look"] == 3


def test_planned_information_may_be_given_as_information():
    absolute = tuple(Look(look.after_period, 7500 * look.planned_information) for look in LOOKS)
    first, second = (analyse(plan(looks=looks), trial(5)).primary for looks in (LOOKS, absolute))
    assert first == second


def test_seal_is_that_of_the_plan_and_other_outcomes_keep_its_alpha():
    sealed = plan(outcomes=(Outcome("main"), Outcome("other", role="secondary")))
    frame = trial(6)
    report = analyse(sealed, {"main": frame, "other": frame}, look=1)
    assert report.plan_seal == sealed.seal()
    alone = analyse(Plan("cluster_randomised"), frame[frame["period"] <= 4]).primary
    assert report.outcomes["other"].estimate.low == pytest.approx(alone.low)


def test_trial_that_should_have_stopped_is_told():
    report = analyse(plan(), trial(4, effect=0.2), look=2)
    assert report.finding("planned_looks").status == "fails"
    assert analyse(plan(), trial(5), look=2).finding("planned_looks").status == "passes"


def test_look_after_all_information_is_refused_and_says_which_look_to_read():
    frame = trial(5, spread=0.0, units=40)
    early = analyse(plan(max_information=1.0), frame, look=1)
    assert early.primary.details["information"] == 1 and "this look is the last" in early.verdict
    with pytest.raises(CannotEstimate) as refusal:
        analyse(plan(max_information=1.0), frame, look=2)
    assert refusal.value.code == "a" and "look 1" in refusal.value.would_do
    assert refusal.value.report.verdict.startswith("No verdict")


def test_look_no_permutation_can_reach_is_refused_and_spends_nothing():
    frame = wedge_frame(units=6, sequences=3, months=4, seed=1)  # 90 allocations: p is at least 1/90
    early = plan("stepped_wedge", looks=(Look(8, 0.2), Look(16, 1.0)), max_information=1e4)
    with pytest.raises(CannotEstimate) as refusal:
        analyse(early, frame, look=1)
    assert refusal.value.code == "a"
    final = analyse(early, frame)
    assert final.primary.details["level"] == pytest.approx(0.05)


def test_look_before_anything_started_does_not_spoil_the_later_ones():
    frame = wedge_frame(units=12, sequences=4, months=3, seed=1)  # the first start is period 4
    early = plan("stepped_wedge", looks=(Look(3, 0.2), Look(15, 1.0)), max_information=1e4)
    with pytest.raises(InputRefused, match="no unit is ever treated"):
        analyse(early, frame, look=1)
    assert analyse(early, frame, look=2).primary.details["level"] == pytest.approx(0.05)


def test_wedge_that_went_as_planned_reaches_the_planned_information():
    layout = Layout(units=(3, 3, 3, 3), periods_before=3, periods_per_step=3, cases=100, baseline=0.4,
                    icc=0.02, cac=0.9)  # fmt: skip
    sealed = Plan("stepped_wedge", icc=0.02, cac=0.9)
    most = power(sealed, 0.1, layout).standard_error ** -2
    frame = wedge_frame(units=12, sequences=4, months=3, seed=2, cases=100, effect=0.1)
    stages = stand_at(
        plan("stepped_wedge", looks=(Look(9, 0.5), Look(15, 1.0)), max_information=most, icc=0.02, cac=0.9),
        all_designs()["stepped_wedge"], frame, None,
    ).stages  # fmt: skip
    assert stages[0].share == pytest.approx(0.5, abs=0.15)
    assert stages[1].share == pytest.approx(1.0, abs=0.03)  # the variance differs with the level reached


def test_wedges_information_is_close_to_the_mixed_models():
    frame = wedge_frame(units=12, sequences=4, months=3, seed=2, cases=100)
    sealed = plan("stepped_wedge", looks=(Look(15, 1.0),), max_information=1e5, icc=0.02, cac=0.9)
    report = analyse(sealed, frame)
    information = report.primary.details["information"] * 1e5
    model = report.estimates["mixed_model"].details["standard_error"]
    assert information == pytest.approx(model**-2, rel=0.5)


@pytest.mark.parametrize("scale", ["risk_difference", "log_odds_ratio"])
def test_cases_allocated_one_by_one_have_looks_too(scale):
    frame = trial(7, effect=0.1)
    report = analyse(plan("individually_randomised", scale=scale, max_information=1e5), frame, look=2)
    assert 0 < report.primary.details["information"] < 1


@pytest.mark.parametrize(
    ("values", "look", "words"),
    [
        ({}, 4, "no look 4"),
        ({}, 0, "no look 0"),
        ({"looks": ()}, 1, "no planned looks"),
        ({"max_information": None}, 1, "no max_information"),
        ({"looks": (Look(8, 0.4), Look(4, 0.7))}, 1, "not in order"),
        ({"looks": (Look(40, 1.0),)}, 1, "ends before look 1"),
        ({"design": "difference_in_differences"}, 1, "open monitoring"),
    ],
)
def test_look_outside_the_rules_is_refused_in_words(values, look, words):
    with pytest.raises(InputRefused, match=words) as refusal:
        analyse(plan(**values), trial(1), look=look)
    assert refusal.value.remedy
