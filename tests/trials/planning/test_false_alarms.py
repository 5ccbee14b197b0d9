"""A stop rule's false alarms are counted exactly, against every path written out and against simulated trials."""

from itertools import product
from math import comb

import numpy as np
import pytest

from tests.trials.planning_world import drawn_plan, whole_plan
from trials.planning import false_alarms
from trials.planning.false_alarms import (
    LEAST_CASES,
    MOST_FALSE,
    Watch,
    chance_of_alarm,
    nearest_limit,
    watch_of,
)
from trials.planning.layouts import shares_with_nudge
from trials.planning.trial_plan import AllocationRule, OutcomeLine, StopRule
from trials.planning.validation import problems

LINE = OutcomeLine(key="serious_share", title="Serious", role="guardrail", better="lower", margin=0.02)


def watch(cases=(10.0,) * 12, level=0.1, variance=0.0, better="lower"):
    return Watch(cases=cases, level=level, variance=variance, better=better)


def written_out(cases, level, threshold, better):
    """The same by listing every path: how many events each month brought."""
    total = 0.0
    for path in product(*(range(new + 1) for new in cases)):
        chance, events, entered, alarmed = 1.0, 0, 0, False
        for new, came in zip(cases, path, strict=True):
            chance *= comb(new, came) * level**came * (1 - level) ** (new - came)
            events, entered = events + came, entered + new
            share = events / entered
            passes = share < threshold if better == "higher" else share > threshold
            alarmed |= entered >= LEAST_CASES and passes
        total += chance * alarmed
    return total


@pytest.mark.parametrize("better", ["lower", "higher"])
@pytest.mark.parametrize(("level", "threshold"), [(0.1, 0.2), (0.3, 0.3), (0.5, 0.45)])
def test_chance_is_that_of_every_path_written_out(level, threshold, better):
    cases = (12, 9, 3, 7)
    found = chance_of_alarm(watch(tuple(map(float, cases)), level, better=better), threshold)
    assert found == pytest.approx(written_out(cases, level, threshold, better), abs=1e-9)


def test_twenty_per_cent_over_a_base_of_ten_fires_falsely_in_six_of_a_hundred_trials():
    assert chance_of_alarm(watch(), 0.20) == pytest.approx(0.06, abs=0.001)
    assert nearest_limit(watch()) == 0.24
    assert chance_of_alarm(watch(), 0.24) <= MOST_FALSE < chance_of_alarm(watch(), 0.23)


@pytest.mark.parametrize("variance", [0.0, 0.0005])
def test_chance_is_that_of_simulated_trials(variance):
    rng, trials = np.random.default_rng(3), 40_000
    asked = watch((23.4,) * 10, 0.15, variance)
    spread = 0.15 * 0.85 / variance - 1 if variance else 0
    levels = rng.beta(0.15 * spread, 0.85 * spread, trials) if variance else np.full(trials, 0.15)
    entered = np.array([round(23.4 * month) for month in range(11)])
    events = np.cumsum([rng.binomial(new, levels) for new in np.diff(entered)], axis=0)
    crossed = (events / entered[1:, None] > 0.21).any(axis=0).mean()
    assert chance_of_alarm(asked, 0.21) == pytest.approx(
        crossed, abs=0.006
    )  # three standard errors of 40,000


def test_few_levels_stand_for_many(monkeypatch):
    asked = watch((100.0,) * 12, 0.1, 0.0001)
    few = chance_of_alarm(asked, 0.13)
    monkeypatch.setattr(false_alarms, "LEVELS", 401)
    assert few == pytest.approx(chance_of_alarm(asked, 0.13), abs=0.002)


def test_under_twenty_cases_nothing_fires():
    assert chance_of_alarm(watch((6.0,) * 3), 0.05) == 0.0
    assert chance_of_alarm(watch((6.0,) * 4), 0.05) > 0.5


def test_no_limit_helps_where_chance_alone_crosses_every_one():
    assert nearest_limit(watch((25.0,), 0.985)) is None
    assert nearest_limit(watch(level=0.9, better="higher")) < 0.9


def test_cases_with_the_nudge_follow_the_plan():
    plan = drawn_plan()  # ten units, half of them with a prompt from month 13 to 18
    sizes = dict.fromkeys(plan.unit_names, 8.0)
    found = watch_of(plan, LINE, sizes, 0.1, 0.05)
    assert found.cases == (40.0,) * 6
    assert found.variance == pytest.approx(0.05 * 0.09 * (1 / 5 - 1 / 10))
    stepped = drawn_plan(
        design="stepped_wedge", allocation=AllocationRule(method="stepped"), step_periods=3, looks=()
    )
    assert shares_with_nudge(stepped, sizes) == (0.5,) * 3 + (1.0,) * 3


def test_units_that_people_chose_count_by_their_size():
    plan = whole_plan()
    assert watch_of(plan, LINE, {"Unit 00": 8.0}, 0.1, 0.05) is None  # nobody has the nudge yet
    units = tuple(
        type(unit)(name=unit.name, arm=plan.arms[1].key if place < 2 else "", start=14 if place else 0)
        for place, unit in enumerate(plan.units)
    )
    chosen = whole_plan(units=units)
    assert watch_of(chosen, LINE, {"Unit 00": 8.0, "Unit 01": 4.0}, 0.1, 0.0).cases == pytest.approx(
        (8.0, *(12.0,) * 5)
    )


def test_guardrail_has_one_limit():
    twice = tuple(
        StopRule(key=key, guardrail="repeat_suspect_12m", threshold=0.4, text="Look.") for key in "ab"
    )
    found = [words for field, words in problems(drawn_plan(stop_rules=twice)) if field == "stop_rules"]
    assert found == ["A guardrail has one limit: each further one is a further false alarm. Keep one."]
