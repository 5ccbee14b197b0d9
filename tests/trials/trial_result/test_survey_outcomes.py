"""What officers said, compared by band: a planted change is found, none is not, and the rule refuses in words."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.trials.trial_result import simulated
from trials.evaluation.survey_outcomes import survey_results
from trials.evaluation.trial_report import evaluate_trial
from trials.planning.allocated import arms_by_unit
from trials.planning.trial_plan import OutcomeLine, SurveyPair
from trials.presenters.trial_result import present_report
from trials.stats.arithmetic.multiplicity import holm
from trials.survey_bands import BETWEEN, HIDDEN, NOT_ASKED, OUTSIDE, SEVERAL, Place, Survey, rows_of, sides_of
from trials.trial_cells import BANDS, LineCells, TrialCells
from trials.trial_files import said_in_surveys

KEY = "comb_opportunity"
LINE = OutcomeLine(key=KEY, title="Opportunity", role="secondary", follow_up_days=0)
CHARGE = OutcomeLine(key="charge_within_w", title="Charged", role="secondary", better="lower")
PAIR = SurveyPair(before="b", before_title="Before", instrument="oocr", instrument_version=1, after_month=15)
TOLD = {
    "before": {"id": "b", "title": "Before", "opens_on": "2025-06-01", "closes_on": "2025-06-14"},
    "after": {"id": "a", "title": "After", "opens_on": "2026-06-01", "closes_on": "2026-06-14"},
    "left_out": {KEY: [["Headquarters", OUTSIDE]]},
}


def a_plan(units=12, **changes):
    return simulated.a_plan(units=units, guardrails=(LINE, CHARGE), survey=PAIR, **changes)


def bands(plan, draw, change, *, seed=2):
    """A band a unit: everybody rises by half a point between the surveys, those with the nudge by `change` more."""
    rng, arms, rows = np.random.default_rng(seed), arms_by_unit(plan, draw), []
    for name in plan.unit_names:
        on, level = int(arms[name] != "control"), rng.normal(5, 0.8)
        means = (level, level + 0.5 + change * on + rng.normal(0, 0.3))
        rows += [(name, arms[name], on, wave, 20, round(mean, 2), 2.0) for wave, mean in enumerate(means, 1)]
    return tuple(rows)


def reported(change, plan=None):
    plan = plan or a_plan()
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, cases=20, lines={"charge_within_w": (0.4, -0.02)})
    rows = bands(plan, draw, change)
    lines = {**cells.outcomes, KEY: LineCells(kind=BANDS, rows=rows)}
    cells = TrialCells.from_json(replace(cells, outcomes=lines, surveys=TOLD).to_json())
    return plan, rows, json.loads(evaluate_trial(plan, draw, cells))


def test_planted_change_is_found_and_is_students_t_of_the_changes_of_bands():
    _, rows, report = reported(1.5)
    found = report["engine"]["outcomes"][KEY]["estimate"]
    assert found["low"] > 0 and found["low"] < 1.5 < found["high"]
    from scipy.stats import ttest_ind

    changes = {on: [] for on in (0, 1)}
    for first, then in zip(rows[::2], rows[1::2], strict=True):
        changes[first[2]].append(then[5] - first[5])
    outside = ttest_ind(changes[1], changes[0])
    assert found["value"] == pytest.approx(np.mean(changes[1]) - np.mean(changes[0]), rel=1e-9)
    assert found["p_value"] == pytest.approx(outside.pvalue, rel=1e-8)


def test_rise_that_all_arms_share_is_no_difference():
    found = reported(0.0)[2]["engine"]["outcomes"][KEY]["estimate"]
    assert found["low"] < 0 < found["high"] and found["p_value"] > 0.05


def test_outcomes_from_surveys_and_cases_are_adjusted_together():
    outcomes = reported(1.5)[2]["engine"]["outcomes"]
    keys = sorted(outcomes)
    adjusted = holm([outcomes[key]["estimate"]["p_value"] for key in keys])
    assert [outcomes[key]["adjusted_p"] for key in keys] == pytest.approx(adjusted)


def test_page_and_files_show_means_by_arm_the_difference_and_what_was_left_out():
    plan, _, report = reported(1.5)
    page = present_report(plan, report)
    (row,) = [row for row in page["outcome_rows"] if row[0].startswith("Opportunity")]
    assert row[1].endswith("on the questionnaire’s scale") and " to " in row[2]
    assert [row[:3] for row in page["survey_rows"]] == [
        ["Opportunity", "Usual practice", "6"], ["Opportunity", "Prompt", "6"]
    ]  # fmt: skip
    assert (
        "Compared: “Before” (1 June 2025 to 14 June 2025), and “After” (1 June 2026 to 14 June 2026)."
        in (page["survey_words"])
    )
    assert f"Left out: Headquarters, as {OUTSIDE}." in page["survey_words"]
    assert any(row[0] == "survey" and row[2] == "after" for row in said_in_surveys(page))


def test_bands_that_all_have_the_nudge_are_held_against_nothing():
    plan = a_plan()
    rows = [(name, "prompt", 1, wave, 20, 5.0 + wave, 2.0) for name in plan.unit_names for wave in (1, 2)]
    found = survey_results(plan, {KEY: rows})[KEY]
    assert found["estimate"] is None and "nothing to hold its change against" in found["text"]


def test_too_few_bands_are_refused_in_words_and_leave_the_verdict_standing():
    plan = a_plan()
    arms = arms_by_unit(plan, simulated.a_draw(plan))
    chosen = [next(name for name in plan.unit_names if arms[name] == arm) for arm in ("control", "prompt")]
    rows = [(n, arms[n], int(arms[n] == "prompt"), wave, 20, 5.0, 2.0) for n in chosen for wave in (1, 2)]
    found = survey_results(plan, {KEY: rows})[KEY]
    assert found["estimate"] is None and found["text"].startswith("No estimate.")


def test_every_arm_is_held_against_usual_practice():
    plan = a_plan(units=15, arms=simulated.three_arms())
    outcome = reported(1.5, plan)[2]["engine"]["outcomes"][KEY]
    assert set(outcome["contrasts"]) == {"prompt", "feedback"}
    assert outcome["estimate"] == outcome["contrasts"]["prompt"]


# --- which arm a band lies in ------------------------------------------------------------------------------------


def survey(opens=date(2026, 6, 1), closes=date(2026, 6, 14), found=None):
    return Survey("a", "After", opens, closes, found or {})


def alone(name):
    return Place(name, (name,), ())


def over(name, *units):
    """An area over units of the trial."""
    return Place(name, (name,), tuple((unit,) for unit in units))


def sides(plan, places, later=None):
    return sides_of(plan, simulated.a_draw(plan), places, later or survey())


def test_band_lies_in_an_arm_only_where_all_of_it_does():
    plan = a_plan()
    arms = arms_by_unit(plan, simulated.a_draw(plan))
    own = {arm: [name for name in plan.unit_names if arms[name] == arm] for arm in ("control", "prompt")}
    found = sides(
        plan,
        {
            "unit": alone(own["prompt"][0]),
            "usual": alone(own["control"][0]),
            "same": over("North", *own["prompt"][:2]),
            "mixed": over("South", own["prompt"][0], own["control"][0]),
            "wider": over("East", own["prompt"][0], "Dog section"),
            "desk": Place("Desk", ("Desk", own["prompt"][1]), ()),
            "other": alone("Headquarters"),
        },
    )
    assert found["unit"] == found["same"] == found["desk"] == ("prompt", 1) and found["usual"] == (
        "control",
        0,
    )
    assert found["mixed"] == SEVERAL and found["wider"] == found["other"] == OUTSIDE


def test_unit_of_a_wedge_stands_where_it_stood_when_the_later_survey_was_answered():
    plan = a_plan(units=10, design="stepped_wedge")
    starts = {name: json.loads(simulated.a_draw(plan))["assignment"][name] for name in plan.unit_names}
    second = sorted({int(start) for start in starts.values()})[1]
    places = {name: alone(name) for name in plan.unit_names}
    opens = date(2025 + second // 12, second % 12 + 1, 3)  # the month after the second step began
    found = sides(plan, places, survey(opens, opens.replace(day=12)))
    for name, start in starts.items():
        assert found[name] == (("prompt", 1) if int(start) <= second else ("control", 0))
    began = date(2025 + (second - 1) // 12, (second - 1) % 12 + 1, 3)
    straddling = sides(plan, places, survey(began, began.replace(day=12)))
    assert {straddling[name] for name, start in starts.items() if int(start) == second} == {BETWEEN}


def cell(value, half=1.0):
    return {"value": value, "low": value - half, "high": value + half}


def test_domain_is_the_mean_of_its_components_and_hidden_ones_hide_it():
    plain = {"O-Ph": cell(4.0), "O-So": cell(5.0, 2.0), "C-Ps": cell(7.0)}
    before = survey(
        found={"u": ("Unit", 20, plain), "v": ("Other", 20, plain), "w": ("Third", 20, {"C-Ps": cell(1)})}
    )
    later = survey(found={"u": ("Unit", 25, plain), "v": ("Other", None, plain), "w": ("Third", 20, plain)})
    rows, left = rows_of(KEY, dict.fromkeys("uvw", ("prompt", 1)), before, later)
    assert [row[:5] for row in rows] == [["Unit", "prompt", 1, 1, 20], ["Unit", "prompt", 1, 2, 25]]
    assert rows[0][5] == 4.5 and rows[0][6] == pytest.approx(1.5 * 20**0.5 / 2.093024)
    assert left == [["Other", HIDDEN], ["Third", NOT_ASKED]]


def test_one_hidden_component_of_a_domain_leaves_the_band_out():
    half = {"O-Ph": cell(4.0), "O-So": None}
    found = survey(found={"u": ("Unit", 20, half)})
    assert rows_of(KEY, {"u": ("prompt", 1)}, found, found) == ([], [["Unit", HIDDEN]])


def test_nine_answers_are_too_few_whatever_a_table_shows():
    found = survey(found={"u": ("Unit", 9, {"O-Ph": cell(4.0)})})
    assert rows_of(KEY, {"u": ("prompt", 1)}, found, found)[1] == [["Unit", HIDDEN]]
