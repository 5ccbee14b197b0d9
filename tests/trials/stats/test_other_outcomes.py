"""Secondary outcomes are adjusted together; a guardrail holds, is on watch, or is breached."""

import pytest

from tests.trials.stats.frames import panel_frame
from trials.stats import Estimate, InputRefused, Outcome, Plan, analyse
from trials.stats.guardrail import judge_guardrail

PRIMARY = panel_frame(units=8, treated=4, periods=6, start=4, seed=5)


def frames(*seeds):
    return [panel_frame(units=8, treated=4, periods=6, start=4, seed=seed) for seed in seeds]


def plan(*others):
    return Plan("difference_in_differences", outcomes=(Outcome("oocr"), *others))


def test_secondary_outcomes_carry_holms_p_values():
    first, second = frames(6, 7)
    outcomes = plan(Outcome("a", role="secondary"), Outcome("b", role="secondary"))
    found = analyse(outcomes, {"oocr": PRIMARY, "a": first, "b": second}).outcomes
    raw = sorted(found[key].estimate.p_value for key in "ab")
    adjusted = sorted(found[key].adjusted_p for key in "ab")
    assert adjusted == pytest.approx([min(1, 2 * raw[0]), max(min(1, 2 * raw[0]), raw[1])])


def test_outcome_not_supplied_says_so():
    found = analyse(plan(Outcome("a", role="secondary")), PRIMARY).outcomes["a"]
    assert found.estimate is None and found.text == "Not supplied."


def test_outcome_that_cannot_be_estimated_says_why_and_leaves_the_primary():
    constant = PRIMARY.assign(events=10)
    report = analyse(plan(Outcome("a", role="guardrail", margin=0.1)), {"oocr": PRIMARY, "a": constant})
    assert report.primary is not None
    assert report.outcomes["a"].refusal.code == "a"
    assert report.outcomes["a"].status == "cannot tell"


def test_table_of_an_unplanned_outcome_is_refused():
    with pytest.raises(InputRefused, match="no outcome extra"):
        analyse(plan(), {"oocr": PRIMARY, "extra": PRIMARY})
    with pytest.raises(InputRefused, match="primary outcome has no table"):
        analyse(plan(), {})


def test_guardrail_is_judged_at_95_percent_whatever_the_alpha():
    outcomes = (Outcome("oocr"), Outcome("a", role="guardrail", margin=0.1))
    loose = Plan("difference_in_differences", alpha=0.2, outcomes=outcomes)
    strict = Plan("difference_in_differences", outcomes=outcomes)
    tables = {"oocr": PRIMARY, "a": frames(6)[0]}
    assert analyse(loose, tables).outcomes["a"].estimate == analyse(strict, tables).outcomes["a"].estimate


def estimate(low, high):
    return Estimate("risk_difference", (low + high) / 2, low, high, 0.5, 8, "", "")


@pytest.mark.parametrize(
    ("better", "low", "high", "status"),
    [
        ("higher", -0.01, 0.05, "holds"),
        ("higher", -0.05, 0.01, "watch"),
        ("higher", -0.09, -0.03, "breached"),
        ("lower", -0.05, 0.01, "holds"),
        ("lower", -0.01, 0.05, "watch"),
        ("lower", 0.03, 0.09, "breached"),
        ("higher", -0.02, 0.05, "watch"),
    ],
)
def test_guardrail_is_read_off_the_interval(better, low, high, status):
    found, text = judge_guardrail(
        Outcome("a", role="guardrail", better=better, margin=0.02), estimate(low, high)
    )
    assert found == status
    assert text


def test_watch_says_how_much_harm_is_not_ruled_out():
    outcome = Outcome("a", role="guardrail", better="lower", margin=0.02)
    assert judge_guardrail(outcome, estimate(-0.01, 0.05))[1] == "Harm of up to 5.0 points is not ruled out."


def test_guardrail_without_margin_cannot_tell():
    assert judge_guardrail(Outcome("a", role="guardrail"), estimate(0, 0.1))[0] == "cannot tell"
