"""What must not get worse: a spike is breached, and nothing passes before its cases have been followed."""

import json

from tests.trials.trial_result import simulated
from trials.evaluation.trial_guardrails import STATES, Guardrail, Seen, judge, summary
from trials.evaluation.trial_report import Conducted, evaluate_trial


def judged(key, figures, *, fired=None, units=20, **line):
    plan = simulated.a_plan(guardrails=(simulated.a_guardrail(key, **line),), units=units)
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, lines={key: figures} if figures else None, days=20)
    if figures is None:
        cells = simulated.immature(cells, key)
    return json.loads(evaluate_trial(plan, draw, cells, conducted=Conducted(fired=fired or {})))[
        "guardrails"
    ][0]


def test_spike_of_serious_offences_is_breached():
    found = judged("serious_share", (0.02, 0.12), margin=0.02)
    assert found["state"] == "breached"
    assert "past the margin" in found["text"]


def test_guardrail_that_did_not_move_holds():
    assert judged("victim_not_consulted", (0.10, 0.0), margin=0.05)["state"] == "holds"


def test_harm_that_is_not_ruled_out_is_watched():
    assert judged("serious_share", (0.10, 0.02), margin=0.03)["state"] == "watch"


def test_guardrail_with_forty_per_cent_follow_up_is_not_mature_until_its_day():
    found = judged("repeat_suspect_12m", None)
    assert found["state"] == "not_mature"
    assert found["mature_on"] == "2027-11-15"
    assert found["text"].startswith("Not mature until 15 November 2027: 40 %")
    assert found["estimate"] is None


def test_stop_rule_breaches_before_the_cases_are_mature():
    found = judged("repeat_suspect_12m", None, fired={"repeat_suspect_12m": ("Over one in five came back.",)})
    assert found["state"] == "breached"
    assert "one in five" in found["text"]


def test_guardrail_without_a_margin_is_monitoring_only():
    assert judged("officer_minutes", (0.10, 0.0), margin=None)["state"] == "monitoring_only"


def test_guardrail_that_could_not_have_held_is_monitoring_only():
    assert judged("rare_harm", (0.10, 0.0), margin=0.002)["state"] == "monitoring_only"


def test_outcome_that_was_not_counted_says_why():
    line = simulated.a_guardrail("harm_weight")
    found = judge(line, Seen(refused="Not supplied: the extract has no severity."), None)
    assert found.state == "not_counted"
    assert "severity" in found.text


def test_summary_names_the_worst_first():
    made = [
        Guardrail(key=state, title=state.title(), better="lower", state=state, text="")
        for state in reversed(STATES)
    ]
    assert summary(made).startswith("Breached:")
    assert summary(made).index("Not mature yet") < summary(made).index("Holds")
