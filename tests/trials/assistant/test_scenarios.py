"""Made-up counts follow their scenario: what moves, moves; what does not, stays."""

from dataclasses import replace

import pytest

from tests.trials.assistant.plans import plan, values, wedge
from trials.planning.allocated import arms_by_unit, start_by_unit
from trials.planning.scenarios import (
    PARTS,
    made_up_counts,
    made_up_draw,
    within,
)
from trials.planning.trial_plan import AllocationRule
from trials.planning.truths import HOPED, NO_EFFECT, SCENARIOS, WIDENING

LARGE = values(cases=(2000.0,) * 12, icc=0.001, icc_high=0.002)


def shares(made, found, draw):
    """({part: share} without, {part: share} with the nudge) after the start."""
    starts = start_by_unit(made, draw)
    totals = {False: [0] * 4, True: [0] * 4}
    for at, month, *counts in found.parts:
        if month + 1 < made.start:
            continue
        start = starts[found.places[at][0]]
        on = start is not None and month + 1 >= start
        totals[on] = [a + b for a, b in zip(totals[on], counts, strict=True)]
    return [
        {part: n / sum(totals[on]) for part, n in zip(PARTS, totals[on], strict=True)} for on in (False, True)
    ]


@pytest.mark.parametrize(
    ("scenario", "moves"),
    [(NO_EFFECT, {}), (HOPED, {"oocr": 0.1, "charge": -0.1}), (WIDENING, {"oocr": 0.1, "nfa": -0.1})],
)
def test_each_scenario_moves_what_it_says_and_nothing_else(scenario, moves):
    made = plan()
    draw = made_up_draw(made, 5)
    found = made_up_counts(made, LARGE, draw, scenario, 1)
    without, with_nudge = shares(made, found, draw)
    for part in PARTS:
        # 150,000 cases an arm: a standard error of 0.0018 of the difference, and units differ a little
        assert with_nudge[part] - without[part] == pytest.approx(moves.get(part, 0.0), abs=0.025)


def test_net_widening_leaves_charges_alone():
    made = plan()
    draw = made_up_draw(made, 5)
    charge = [shares(made, made_up_counts(made, LARGE, draw, key, 1), draw)[1]["charge"] for key in SCENARIOS]
    # units differ by 0.0145 in resolutions, so six of them by 0.004 in charges: three standard errors of a difference
    assert charge[0] == pytest.approx(charge[2], abs=0.016) and charge[1] < charge[0] - 0.08


def test_same_seed_gives_the_same_counts_and_another_seed_others():
    made = wedge()
    draw = made_up_draw(made, 5)
    found = [made_up_counts(made, values(10), draw, HOPED, seed) for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]


def test_every_case_that_entered_has_its_timing():
    made = plan()
    found = made_up_counts(made, values(), made_up_draw(made, 5), HOPED, 1)
    timed = sum(sum(pairs[1::2]) for *_, pairs in found.timing)
    assert timed == sum(sum(row[2:]) for row in found.parts)
    assert all(lag <= made.follow_up_days for *_, pairs in found.timing for lag in pairs[::2])
    assert all(row[2] <= parts[2] for row, parts in zip(found.windows["60"], found.parts, strict=True))


def test_windows_count_what_came_in_time():
    assert within((7, 3, 63, 2, 120, 1), 60) == 3 and within((7, 3, 63, 2, 120, 1), 90) == 5


def test_sizes_are_those_of_the_past():
    made = plan()
    found = made_up_counts(made, values(), made_up_draw(made, 5), NO_EFFECT, 1)
    assert sum(sum(row[2:]) for row in found.parts) / (12 * 24) == pytest.approx(100, rel=0.03)


def test_draw_of_a_rehearsal_gives_every_unit_an_arm():
    made = plan()
    arms = arms_by_unit(made, made_up_draw(made, 5))
    assert set(arms) == set(made.unit_names) and set(arms.values()) == {"control", "prompt"}
    assert made_up_draw(replace(made, design="interrupted_series", allocation=None), 5) is None


def test_single_cases_come_in_both_arms_of_every_unit():
    made = plan(design="individually_randomised", allocation=AllocationRule(method="simple", sequential=True))
    found = made_up_counts(made, values(), made_up_draw(made, 5), HOPED, 1)
    assert len(found.places) == 24 and {arm for _, arm in found.places} == {"control", "prompt"}


def test_effect_larger_than_what_there_is_to_move_takes_what_there_is():
    made = plan()
    few = values(parts=(("oocr", 0.5), ("charge", 0.4), ("nfa", 0.05), ("other", 0.05)), baseline=0.5)
    found = made_up_counts(made, few, made_up_draw(made, 5), WIDENING, 1)
    assert all(min(row[2:]) >= 0 for row in found.parts)
