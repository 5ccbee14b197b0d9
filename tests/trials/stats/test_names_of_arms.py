"""What a contrast is called, which way round it is, and what a plan may say of arms a design does not choose."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import InputRefused, Plan, analyse

NAMES = ("control", "prompt")


def two_arms(*, start: int, rise: float = 0.2) -> pd.DataFrame:
    """Twelve units, six of them with the nudge from `start`, its level higher by `rise`."""
    rng = np.random.default_rng(1)
    rows = [
        (f"u{unit:02d}", period, int(unit % 2 and period >= start), NAMES[unit % 2], unit, period)
        for unit in range(12)
        for period in range(1, 9)
    ]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "arm", "u", "p"])
    events = rng.binomial(60, 0.4 + rise * frame["treated"])
    return frame.drop(columns=["u", "p"]).assign(events=events, cases=60)


@pytest.mark.parametrize("design", ["cluster_randomised", "individually_randomised"])
def test_contrast_named_the_other_way_round_turns_the_primary_alone(design):
    frame = two_arms(start=1)
    plain, turned = (
        analyse(Plan(design, arms=NAMES, control="control", primary_contrast=names), frame)
        for names in (("prompt", "control"), ("control", "prompt"))
    )
    assert turned.primary.value == pytest.approx(-plain.primary.value)
    assert turned.contrasts["prompt"].value == pytest.approx(plain.contrasts["prompt"].value)


def test_difference_in_differences_is_named_after_the_treated_arm():
    found = analyse(Plan("difference_in_differences"), two_arms(start=5))
    assert list(found.contrasts) == ["prompt"] and found.contrasts["prompt"] == found.primary


@pytest.mark.parametrize("contrast", [("control", "prompt"), ("x", "y")])
def test_contrast_a_design_cannot_choose_is_refused(contrast):
    plan = Plan("difference_in_differences", arms=NAMES, control="control", primary_contrast=contrast)
    with pytest.raises(InputRefused, match="primary_contrast"):
        analyse(plan, two_arms(start=5))
    named = Plan(
        "difference_in_differences", arms=NAMES, control="control", primary_contrast=("prompt", "control")
    )
    assert analyse(named, two_arms(start=5)).primary.value > 0.1


def test_control_arm_with_treated_units_is_refused():
    with pytest.raises(InputRefused, match="control"):
        analyse(Plan("difference_in_differences", arms=NAMES, control="prompt"), two_arms(start=5))


def test_arm_of_treated_and_untreated_units_is_refused():
    frame = two_arms(start=5)
    mixed = frame.assign(arm=np.where(frame["unit"] == "u01", "control", frame["arm"]))
    with pytest.raises(InputRefused, match="arm and treated"):
        analyse(Plan("difference_in_differences"), mixed)
