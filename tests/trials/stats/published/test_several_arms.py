"""Several arms against one control: heating blankets, as R's multcomp compares them."""

import pandas as pd
import pytest

from trials.stats import Plan, analyse

# Westfall et al. (1999), p. 66; R: multcomp::recovery, minutes to recovery by blanket
BLANKETS = {
    "b0": (15, 13, 12, 16, 16, 17, 13, 13, 16, 17, 17, 19, 17, 15, 13, 12, 16, 10, 17, 12),
    "b1": (13, 16, 9),
    "b2": (5, 8, 9),
    "b3": (14, 16, 16, 12, 7, 12, 13, 13, 9, 16, 13, 18, 13, 12, 13),
}
# summary(glht(aov(minutes ~ blanket), mcp(blanket = "Dunnett")), test = adjusted(abseps = 1e-7)); confint
DUNNETT = {
    "b1": (-2.13333333333, 1.60378681006, 0.455916505, -6.12473, 1.85806),
    "b2": (-7.46666666667, 1.60378681006, 0.000121547, -11.45806, -3.47527),
    "b3": (-1.66666666667, 0.88477275208, 0.181979577, -3.86863, 0.53530),
}


def patients() -> pd.DataFrame:
    """One row a patient, who is a unit."""
    rows = [
        (f"{arm} {number}", 1, int(arm != "b0"), arm, 1, minutes, 0.0)
        for arm, all_minutes in BLANKETS.items()
        for number, minutes in enumerate(all_minutes)
    ]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "arm", "n", "mean", "sd"])


@pytest.mark.parametrize("arm", DUNNETT)
def test_each_blanket_against_the_standard_one(arm):
    value, se, p_value, low, high = DUNNETT[arm]
    plan = Plan("cluster_randomised", arms=tuple(BLANKETS), control="b0")
    found = analyse(plan, patients()).contrasts[arm]
    assert [found.value, found.details["standard_error"]] == pytest.approx([value, se], rel=1e-10)
    assert found.p_value == pytest.approx(p_value, abs=2e-6)  # multcomp integrates at random
    assert [found.low, found.high] == pytest.approx([low, high], abs=2e-3)


def test_named_contrast_is_tested_alone():
    """R: 2 * pt(-1.66666666667 / 0.88477275208, 37)."""
    plan = Plan("cluster_randomised", arms=tuple(BLANKETS), control="b0", primary_contrast=("b3", "b0"))
    found = analyse(plan, patients()).primary
    assert found.value == pytest.approx(-1.66666666667) and found.df == 37
    assert found.p_value == pytest.approx(0.0674797484296, rel=1e-9)
