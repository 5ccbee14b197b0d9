"""What the snapshot did not have is printed with the result, in sentences that count nobody exactly."""

import json
from dataclasses import replace

from tests.trials.trial_result import simulated
from trials.evaluation.trial_limits import silent_words, unseen_words
from trials.evaluation.trial_report import evaluate_trial

REASON = "This snapshot does not hold the ethnicity of its cases."


def limits(**changes):
    plan = simulated.a_plan(units=8)
    draw = simulated.a_draw(plan)
    cells = replace(simulated.drawn_cells(plan, draw, cases=20), **changes)
    return json.loads(evaluate_trial(plan, draw, cells))["cannot_tell"]


def test_cases_units_and_groups_that_were_not_there_stand_among_the_limits():
    found = limits(not_found=23, absent=("District 99",), groups_refused={"ethnicity": REASON})
    assert "What became of the enrolled cases that the snapshot does not have: about 25." in found
    assert "Anything about District 99: the snapshot has no case there." in found
    assert f"Whether cases fared alike by ethnicity: {REASON}" in found


def test_few_cases_are_not_counted_out():
    assert unseen_words(3, (), {})[0].endswith("fewer than ten.")


def cells_with_gap(cases):
    """District 00 has no case in its third month."""
    plan = simulated.a_plan(units=8)
    cells = simulated.drawn_cells(plan, simulated.a_draw(plan), cases=cases)
    gone = {
        name: tuple(
            (*row[:2], *(0 for _ in row[2:])) if row[:2] == (0, 2) else row for row in getattr(cells, name)
        )
        for name in ("counts", "parts", "entries")
    }
    return replace(cells, **gone)


def test_month_in_which_a_large_unit_has_no_case_is_named():
    (said,) = silent_words(cells_with_gap(30))
    assert "District 00 in March 2025" in said and "may not have come" in said and "no case" not in said


def test_small_unit_may_have_an_empty_month():
    assert silent_words(cells_with_gap(8)) == []


def test_snapshot_that_has_everything_is_said_to_lack_nothing():
    assert not unseen_words(0, (), {})
    assert not any("snapshot" in text for text in limits())
