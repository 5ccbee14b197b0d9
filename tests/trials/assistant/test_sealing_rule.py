"""A plan is sealed with 80 % power for the smallest worthwhile effect, or with a reason that stays."""

from dataclasses import replace

import pytest

from tests.trials.assistant.plans import plan, values, with_effect
from trials.planning.power_page import GuardrailPower, PowerFigures, power_digest
from trials.planning.sealing_rule import monitoring_only, power_ruling, with_power
from trials.planning.trial_plan import Worthwhile


def figures(made, power, **changes):
    known = {
        "digest": power_digest(made),
        "effect": made.worthwhile.effect,
        "values": values(),
        "units": (6, 6),
        "months": 12,
        "power": power,
        "power_at_high_icc": None if power is None else power - 0.1,
        "detectable": 0.08,
        "standard_error": 0.03,
    }
    return PowerFigures(**known | changes)


@pytest.mark.parametrize(("power", "may"), [(0.80, True), (0.95, True), (0.7999, False), (0.05, False)])
def test_four_in_five_is_the_line(power, may):
    assert power_ruling(plan(), figures(plan(), power)).may_seal is may


def test_power_at_the_upper_limit_of_the_icc_is_always_said():
    ruling = power_ruling(plan(), figures(plan(), 0.85))
    assert "85 %" in ruling.text and "0.080" in ruling.text and "75 %" in ruling.text


def test_plan_whose_power_was_never_worked_out_is_not_sealed():
    assert not power_ruling(plan()).may_seal


def test_figures_of_another_plan_do_not_count():
    longer = replace(plan(), periods=30)
    ruling = power_ruling(longer, figures(plan(), 0.99))
    assert not ruling.may_seal and "since it was last changed" in ruling.text


def test_effect_without_a_reason_is_not_sealed():
    bare = with_effect(plan(), 0.1, reason=" ")
    assert not power_ruling(bare, figures(bare, 0.99)).may_seal


def test_recorded_reason_lets_an_underpowered_plan_through_and_says_so():
    made = replace(
        plan(), worthwhile=Worthwhile(effect=0.1, reason="Pays.", override_reason="Nobody else can.")
    )
    ruling = power_ruling(made, figures(made, 0.4))
    assert ruling.may_seal and ruling.underpowered and "Nobody else can." in ruling.text


def test_remedy_speaks_of_units_and_months_never_of_cases():
    found = figures(plan(), 0.5, months_needed=20, units_needed=18)
    text = power_ruling(plan(), found).text
    assert "20 months" in text and "18 units" in text and "cases" not in text


def test_where_nothing_in_reach_helps_a_pilot_is_named():
    assert "pilot" in power_ruling(plan(), figures(plan(), 0.1)).text
    refused = figures(plan(), None, refused="With 6 possible allocations no p-value reaches 0.05.")
    assert "pilot" in power_ruling(plan(), refused).text


def test_pilot_needs_no_power():
    assert power_ruling(replace(plan(), is_pilot=True)).may_seal


def test_guardrail_that_could_not_be_shown_to_hold_half_the_time_is_for_monitoring():
    lines = tuple(
        GuardrailPower(key=key, title=key, margin=0.03, power=power, baseline=0.2)
        for key, power in (("weak", 0.49), ("half", 0.50), ("unknown", None))
    )
    assert monitoring_only(figures(plan(), 0.9, guardrails=lines)) == ("weak", "unknown")


def test_adopted_figures_leave_the_digest_as_it_is():
    found = figures(plan(), 0.85)
    adopted = with_power(plan(), found)
    assert power_digest(adopted) == found.digest and adopted.worthwhile.power == 0.85
    assert (adopted.icc, adopted.cac, adopted.max_information) == (0.05, 0.8, None)
