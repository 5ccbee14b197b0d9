"""Values of a plan at which an analysis would leave the range of numbers are refused before it starts."""

import pytest

from tests.trials.stats.frames import panel_frame
from trials.stats import InputRefused, Plan, analyse
from trials.stats.plan_rules import LARGEST_ALPHA, SMALLEST_ALPHA


@pytest.mark.parametrize("alpha", [1e-300, 1e-10, 0.51, 0.999])
def test_alpha_at_which_no_interval_exists_is_refused(alpha):
    with pytest.raises(InputRefused, match="alpha is"):
        Plan("interrupted_series", alpha=alpha)


@pytest.mark.parametrize("alpha", [SMALLEST_ALPHA, LARGEST_ALPHA])
@pytest.mark.parametrize("design", ["interrupted_series", "difference_in_differences"])
def test_farthest_alphas_give_an_interval_around_the_estimate(alpha, design):
    units, treated = (1, 1) if design == "interrupted_series" else (4, 2)
    frame = panel_frame(units=units, treated=treated, periods=20, start=11, seed=3)
    found = analyse(Plan(design, alpha=alpha), frame).primary
    assert found.low < found.value < found.high
