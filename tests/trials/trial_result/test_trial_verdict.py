"""What a verdict says of estimates that are given: which way, what moved with it, and no more than is shown."""

import json
from dataclasses import replace

import pytest

from tests.trials.trial_result import enrolled, simulated
from trials.evaluation.trial_report import Conducted, evaluate_trial
from trials.evaluation.trial_verdict import ABOUT, Known, verdict_of
from trials.planning.trial_plan import LookLine
from trials.planning.validation import contrast
from trials.presenters.trial_result_evidence import (
    INTERVAL_HEADINGS,
    LOOK_HEADINGS,
    check_rows,
    month_words,
    outcome_rows,
    primary_headings,
)

SHOWN, NOT_SHOWN = 0.001, 0.4


def estimate(value, half=0.02, p_value=SHOWN):
    return {"value": value, "low": value - half, "high": value + half, "p_value": p_value, "details": {}}


def verdict(primary, *, findings=(), longest=None, subject=ABOUT["oocr"], **effects):
    parts = {"charge": 0.0, "nfa": 0.0, "other": 0.0} | effects
    known = Known(
        plan=simulated.a_plan(),
        engine={"primary": primary, "findings": list(findings), "verdict": ""},
        effects={part: estimate(value) for part, value in parts.items()},
        subject=subject,
        arm="Prompt",
        base="Usual practice",
        longest=longest,
    )
    found = verdict_of(known)
    return found.pattern, found.headline, " ".join(found.sentences)


def fading(early):
    facts = {"value": early}
    return {"key": "timing_effect", "status": "fails", "text": "Timing effect: it fades.", "facts": facts}


@pytest.mark.parametrize(
    ("early", "pattern", "headline"),
    [
        (0.1, "timing", "Timing effect: resolutions came sooner; no evidence of more of them."),
        (-0.1, "later", "Timing effect: resolutions came later; no evidence of fewer of them."),
    ],
)
def test_timing_effect_says_sooner_or_later_as_the_early_difference_has_it(early, pattern, headline):
    assert verdict(estimate(0.0, p_value=NOT_SHOWN), findings=[fading(early)])[:2] == (pattern, headline)
    assert verdict(estimate(early), longest=(180, estimate(0.0)))[:2] == (pattern, headline)


def test_timing_effect_of_charges_speaks_of_prosecutions():
    found = verdict(estimate(0.1), longest=(180, estimate(0.0)), subject=ABOUT["charge"])
    assert found[1] == "Timing effect: prosecutions came sooner; no evidence of more of them."


def test_timing_of_resolutions_says_nothing_of_a_measure_that_does_not_count_them():
    assert verdict(estimate(0.1), findings=[fading(0.1)], subject="victims consulted")[0] == "moved"


@pytest.mark.parametrize(
    ("value", "charge", "headline"),
    [
        (0.1, 0.0, "More out-of-court resolutions; no evidence of fewer prosecutions."),
        (0.1, 0.05, "More out-of-court resolutions and more prosecutions."),
        (-0.1, 0.0, "Fewer out-of-court resolutions; no evidence of more prosecutions."),
        (-0.1, 0.1, "Fewer out-of-court resolutions and more prosecutions."),
        (-0.1, -0.05, "Fewer out-of-court resolutions and fewer prosecutions."),
    ],
)
def test_headline_says_of_charges_what_is_shown(value, charge, headline):
    assert verdict(estimate(value), charge=charge)[1] == headline


def test_part_that_moved_is_never_said_not_to_have():
    _, _, said = verdict(estimate(0.1), charge=0.05)
    assert "no other part fell" in said and "no other part moved" not in said
    assert "no other part moved" in verdict(estimate(0.1))[2]


def test_resolutions_out_of_open_cases_may_only_have_come_sooner():
    _, _, said = verdict(estimate(0.1), other=-0.1)
    assert "none 120 days after entry fell" in said and "no other part" not in said


def test_substitution_says_so_where_charges_became_no_further_action_too():
    assert "not every charge" in verdict(estimate(0.1), charge=-0.15, nfa=0.05)[2]
    assert "not every charge" not in verdict(estimate(0.1), charge=-0.1)[2]


def test_check_of_subgroups_stands_in_their_own_place_alone():
    finding = {"key": "disparity", "status": "not supplied", "text": "No group."}
    report = {"gates": [], "engine": {"findings": [finding]}, "subgroups": [{"name": "sex"}]}
    assert check_rows(report) == [] and len(check_rows({**report, "subgroups": []})) == 1


def at_look(value, p_value, *, level, crossed, look=2, biased=False):
    details = {"look": look, "looks": 2, "level": level, "crossed": crossed, "information": 0.5 * look}
    return estimate(value, p_value=p_value) | {"details": details | {"biased_upward": biased}}


def test_p_value_of_a_look_stands_beside_the_level_it_is_held_against():
    pattern, _, said = verdict(at_look(0.1, 0.047, level=0.044, crossed=False))
    assert pattern == "no_evidence" and "p = 0.047, held against a level of 0.044 at this look." in said


def test_difference_that_ends_a_trial_early_is_said_to_be_too_large():
    *_, said = verdict(at_look(0.1, 0.001, level=0.003, crossed=True, look=1, biased=True))
    assert "on average larger than the truth" in said
    assert "larger than the truth" not in verdict(estimate(0.1))[2]


def test_analysis_at_the_end_names_the_look_that_had_crossed_before():
    crossed = {"key": "planned_looks", "status": "fails", "text": "Look 1 had already crossed its bound."}
    *_, said = verdict(at_look(0.02, 0.2, level=0.044, crossed=False), findings=[crossed])
    assert "Look 1 had already crossed" in said


def test_charges_that_moved_are_named_where_resolutions_did_not():
    pattern, _, said = verdict(estimate(0.01, p_value=NOT_SHOWN), charge=-0.08)
    assert pattern == "no_evidence" and "Prosecutions: −8.0 points" in said


def test_verdict_speaks_of_control_in_second_place_alone():
    plan = simulated.a_plan()
    assert not contrast(plan)
    assert contrast(replace(plan, primary_contrast=("control", "prompt")))


@pytest.fixture(scope="module")
def nudge_against_nudge():
    """The report of a trial on prompt and feedback against the prompt, in which nobody differs from anybody."""
    plan = simulated.a_plan(
        arms=simulated.three_arms(), units=24, primary_contrast=("feedback", "prompt"), periods=16
    )
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, moves={"oocr": 0.1, "nfa": -0.1}, days=20, cases=30)
    return json.loads(evaluate_trial(plan, draw, cells))


def test_parts_and_windows_are_of_the_contrast_that_the_verdict_rests_on(nudge_against_nudge):
    primary, parts = (nudge_against_nudge[key] for key in ("engine", "decomposition"))
    primary = primary["primary"]
    named = parts["named"]["oocr"]
    for name in ("value", "low", "high", "p_value"):
        assert named[name] == pytest.approx(primary[name], abs=1e-9)
    assert abs(parts["effects"]["nfa"]["feedback"]["value"]) > 0.05 > abs(parts["named"]["nfa"]["value"])
    windows = {one["days"]: one["named"]["value"] for one in nudge_against_nudge["sensitivity"]}
    assert windows[180] == pytest.approx(primary["value"], abs=0.01)


def test_table_that_is_refused_shows_no_part_no_window_and_no_subgroup_either():
    plan = enrolled.a_plan(subgroups=("age_band",))
    cells = enrolled.drawn_cells(plan)
    place, period, entered, screened, followed = cells.entries[0]
    spoiled = ((place, period, entered - 1, screened, followed - 1), *cells.entries[1:])
    rows = tuple((*row[:2], "18 to 24", *row[2:]) for row in cells.counts)
    cells = replace(cells, entries=spoiled, windows={"60": cells.counts}, groups={"age_band": rows})
    report = json.loads(evaluate_trial(plan, enrolled.a_draw(plan), cells))
    assert report["verdict"]["pattern"] == "no_verdict"
    assert report["decomposition"] is None and report["sensitivity"] == report["subgroups"] == []


def test_parts_of_a_look_are_read_as_strictly_as_its_primary():
    looks = (LookLine(after_period=14, planned_information=0.5),)
    plan = simulated.a_plan(looks=looks, max_information=2000.0, periods=16)
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, days=20, cases=30)
    cut = {name: tuple(row for row in getattr(cells, name) if row[1] < 14) for name in ROWS}
    early = replace(cells, up_to_period=14, periods=cells.periods[:14], windows={}, timing=(), **cut)
    report = json.loads(evaluate_trial(plan, draw, early, look=1, conducted=Conducted(looks_taken=(1,))))
    primary, part = report["engine"]["primary"], report["decomposition"]["named"]["oocr"]
    assert primary["details"]["level"] < 0.01
    assert (part["low"], part["high"]) == pytest.approx((primary["low"], primary["high"]), abs=1e-9)


ROWS = ("counts", "parts", "entries")


def test_table_of_a_look_says_that_its_intervals_are_those_of_all_looks():
    at_look = {"engine": {"primary": {"details": {"level": 0.003}}}}
    assert primary_headings(at_look) == LOOK_HEADINGS != INTERVAL_HEADINGS
    assert primary_headings({"engine": {"primary": {"details": {}}}}) == INTERVAL_HEADINGS


def test_outcome_that_waits_for_its_follow_up_is_not_said_to_be_missing():
    line = simulated.a_guardrail("nfa_within_w", role="secondary", margin=None, follow_up_days=365)
    plan = simulated.a_plan(guardrails=(line,), units=8, periods=15)
    draw = simulated.a_draw(plan)
    cells = simulated.immature(simulated.drawn_cells(plan, draw, cases=10), line.key)
    report = json.loads(evaluate_trial(plan, draw, cells))
    assert outcome_rows(report, plan)[0][1] == "not mature until 15 November 2027"


def test_cases_a_month_have_no_sign_before_nought():
    found = {"value": -0.3, "low": -0.4, "high": 2.6, "eligible": 1200.0}
    assert month_words({"cases_a_month": found}).startswith(
        "About 0 fewer of 1,200 eligible cases a month (0 to 3)"
    )
