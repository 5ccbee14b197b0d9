"""What the report of a trial says of a truth that is known: simulated nudges, one pattern each."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.trials.trial_result import simulated
from trials.evaluation.trial_estimates import read_together
from trials.evaluation.trial_report import Conducted, evaluate_trial
from trials.planning.allocated import start_by_unit
from trials.planning.trial_plan import LookLine, Unit

WIDENING = {"oocr": 0.10, "nfa": -0.10}


def reported(plan, *, spoil=lambda cells: cells, **truth):
    draw = simulated.a_draw(plan)
    return json.loads(evaluate_trial(plan, draw, spoil(simulated.drawn_cells(plan, draw, **truth))))


@pytest.mark.parametrize(("design", "units"), [("cluster_randomised", 20), ("stepped_wedge", 10)])
def test_nudge_that_only_moves_no_further_action_is_said_to_widen_the_net(design, units):
    report = reported(simulated.a_plan(design=design, units=units), moves=WIDENING, days=20)
    assert (
        report["verdict"]["headline"] == "More out-of-court resolutions; no evidence of fewer prosecutions."
    )
    assert report["verdict"]["pattern"] == "net_widening"
    assert any(text.startswith("This is net-widening") for text in report["verdict"]["sentences"])


def test_nudge_that_replaces_charges_is_said_to_substitute():
    report = reported(simulated.a_plan(), moves={"oocr": 0.10, "charge": -0.10}, days=20)
    assert report["verdict"]["headline"] == "More out-of-court resolutions and fewer prosecutions."


def test_nudge_that_does_both_is_said_to_do_both():
    report = reported(simulated.a_plan(), moves={"oocr": 0.20, "charge": -0.10, "nfa": -0.10}, days=20)
    assert report["verdict"]["pattern"] == "both"
    assert "a part of them is net-widening" in report["verdict"]["headline"]


def test_nudge_that_only_speeds_up_is_a_timing_effect_and_a_long_window_shows_none():
    report = reported(simulated.a_plan(follow_up_days=60), sooner=0.3, days=50)
    assert report["engine"]["primary"]["low"] > 0  # the short window is fooled by it
    assert report["verdict"]["headline"].startswith("Timing effect: resolutions came sooner")
    long = report["sensitivity"][-1]
    assert long["days"] == 180
    assert long["contrasts"]["prompt"]["low"] < 0 < long["contrasts"]["prompt"]["high"]


def test_nudge_that_adds_resolutions_is_no_timing_effect():
    report = reported(simulated.a_plan(follow_up_days=60), moves=WIDENING, days=20)
    assert report["verdict"]["pattern"] == "net_widening"


def test_speed_within_a_long_window_is_a_timing_effect():
    report = reported(simulated.a_plan(units=30), sooner=0.2, days=25, cases=150)
    assert report["verdict"]["pattern"] == "timing"


def test_nudge_without_effect_gives_no_evidence_and_never_no_effect():
    report = reported(simulated.a_plan(), days=20)
    assert report["verdict"]["headline"] == "No evidence of a change in out-of-court resolutions."
    assert "no effect" not in json.dumps(report).lower()


def test_parts_add_up_to_nought_where_nothing_is_adjusted():
    report = reported(simulated.a_plan(design="stepped_wedge", units=10), moves=WIDENING, days=20)
    effects = report["decomposition"]["effects"]
    assert sum(found["prompt"]["value"] for found in effects.values()) == pytest.approx(0, abs=1e-9)


def test_every_arm_is_held_against_control():
    report = reported(simulated.a_plan(arms=simulated.three_arms(), units=24), moves=WIDENING, days=20)
    assert set(report["engine"]["contrasts"]) == {"prompt", "feedback"}
    assert set(report["decomposition"]["effects"]["charge"]) == {"prompt", "feedback"}


def test_difference_is_given_in_cases_a_month_too():
    report = reported(simulated.a_plan(), moves=WIDENING, days=20)
    month = report["cases_a_month"]
    assert month["eligible"] == 20 * 60
    assert month["value"] == pytest.approx(report["engine"]["primary"]["value"] * 1200)


def test_case_without_its_follow_up_refuses_the_verdict_and_shows_no_outcome():
    def one_missing(cells):
        first = (*cells.entries[0][:4], cells.entries[0][4] - 1)
        return simulated.replace(cells, entries=(first, *cells.entries[1:]))

    report = reported(simulated.a_plan(), moves=WIDENING, spoil=one_missing)
    assert report["verdict"]["pattern"] == "no_verdict"
    assert report["engine"]["primary"] is None
    assert report["decomposition"] is None
    assert report["series"] == report["levels"] == report["sensitivity"] == []


def test_pilot_gives_no_verdict():
    report = reported(simulated.a_plan(is_pilot=True), moves=WIDENING)
    assert report["verdict"]["pattern"] == "pilot"
    assert report["engine"]["primary"] is None


def test_too_few_units_are_refused_in_words():
    report = reported(simulated.a_plan(units=3, design="stepped_wedge"), moves=WIDENING)
    assert report["verdict"]["headline"] == "No verdict."
    assert report["verdict"]["sentences"][0]


def test_report_is_the_same_bytes_again():
    plan = simulated.a_plan()
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, moves=WIDENING)
    again = type(cells).from_json(cells.to_json())
    assert evaluate_trial(plan, draw, cells) == evaluate_trial(plan, draw, again)


def test_interim_look_says_that_the_trial_goes_on_and_how_many_were_taken():
    looks = (LookLine(after_period=18, planned_information=0.5),)
    plan = simulated.a_plan(looks=looks, max_information=2000.0)
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, days=20)
    cut = {name: tuple(row for row in getattr(cells, name) if row[1] < 18) for name in ROWS}
    early = simulated.replace(cells, up_to_period=18, periods=cells.periods[:18], windows={}, **cut)
    report = json.loads(evaluate_trial(plan, draw, early, look=1, conducted=Conducted(looks_taken=(1,))))
    assert report["verdict"]["pattern"] == "goes_on"
    assert report["looks"] == {"planned": 2, "taken": 1, "this": 1}


ROWS = ("counts", "parts", "entries", "timing")


def test_disparity_between_groups_is_found_by_the_joint_test():
    plan = simulated.a_plan(subgroups=("age_band",), units=24)
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, moves=WIDENING, days=20, cases=120)
    rng = np.random.default_rng(3)
    halves = tuple(
        (
            unit,
            period,
            group,
            int(rng.binomial(60, 0.3 + (more if is_on(plan, draw, unit, period) else 0.0))),
            60,
        )
        for unit, period, *_ in cells.counts
        for group, more in (("under 26", 0.15), ("26 and over", 0.0))
    )
    (found,) = json.loads(evaluate_trial(plan, draw, simulated.replace(cells, groups={"age_band": halves})))[
        "subgroups"
    ]
    assert (found["name"], found["status"]) == ("age_band", "fails")


def test_one_of_several_disparities_is_read_by_holm_over_all():
    """p-values of 0.04 and 0.5: adjusted 0.08 and 0.5, so that neither is shown."""
    two = [
        {"status": "fails", "text": "They differ.", "facts": {"p_value": 0.04}},
        {"status": "cannot tell", "text": "None.", "facts": {"p_value": 0.5}},
    ]
    first, second = (read_together(one, p, 2, 0.05) for one, p in zip(two, (0.08, 0.5), strict=True))
    assert first["status"] == "cannot tell" and first["facts"]["adjusted_p"] == 0.08
    assert first["text"] == (
        "No disparity is shown: p = 0.080 adjusted for 2 ways to tell cases apart. By itself: They differ."
    )
    assert "status" not in second and "p = 0.500 adjusted" in second["text"]
    assert "status" not in read_together(two[0], 0.04, 2, 0.05)


def is_on(plan, draw, unit, period):
    start = start_by_unit(plan, draw)[plan.unit_names[unit]]
    return start is not None and period + 1 >= start


@pytest.mark.parametrize("design", ["before_after", "difference_in_differences"])
def test_design_without_a_draw_names_no_cause(design):
    arms = {True: "prompt", False: ""}
    alone = design == "before_after"
    units = tuple(Unit(name=f"District {n:02d}", arm=arms[alone or n < 6]) for n in range(12))
    plan = replace(simulated.a_plan(units=12, design=design, allocation=None), units=units)
    cells = simulated.drawn_cells(plan, None, moves=WIDENING, days=20)
    verdict = json.loads(evaluate_trial(plan, None, cells))["verdict"]
    text = " ".join([verdict["headline"], *verdict["sentences"]])
    assert "likely cause" not in text and "would have ended" not in text


def test_what_happened_is_printed_with_the_result():
    change = {
        "kind": "unblinded",
        "title": "Opened",
        "unit": "",
        "on": "2026-02-01",
        "text": "Figures were opened.",
    }
    went = Conducted(changes=(change,), overlaps=("A training was live in District 01.",))
    plan = simulated.a_plan(after_data_seen=True)
    draw = simulated.a_draw(plan)
    report = json.loads(evaluate_trial(plan, draw, simulated.drawn_cells(plan, draw), conducted=went))
    assert report["changes"] == [change]
    assert "A training was live in District 01." in report["overlaps"]
    assert report["labels"] == [
        "The plan was amended after data were seen.", "Figures were read before the planned look."
    ]  # fmt: skip
