"""Several trials of one nudge together agree with published and with other software's figures."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.meta_analysis import combine_effects

from tests.trials.trial_result import simulated
from trials.planning.pooling import error_of, mean_at, pool_trials, question_of
from trials.planning.trial_plan import Unit

# Colditz et al. (1994), thirteen trials of BCG: (cases, others) vaccinated and not, as in metafor's dat.bcg.
BCG = (
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
)  # fmt: skip


def log_risk_ratios():
    a, b, c, d = np.array(BCG, dtype=float).T
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def test_mean_and_spread_are_those_that_metafor_publishes():
    values, variances = log_risk_ratios()
    found = pool_trials(values, np.sqrt(variances))
    # Viechtbauer (2010) J Stat Softw 36(3), section 3.1: -0.7145, tau^2 0.3132, four digits printed.
    assert found.value == pytest.approx(-0.7145, abs=5e-5)
    assert found.between**2 == pytest.approx(0.3132, abs=5e-5)


def test_standard_error_is_that_of_statsmodels_at_its_own_spread():
    values, variances = log_risk_ratios()
    theirs = combine_effects(values, variances, method_re="iterated", use_t=True)
    mean, error = mean_at(values, variances, theirs.tau2)
    assert mean == pytest.approx(theirs.mean_effect_re, rel=1e-8)
    assert error == pytest.approx(theirs.sd_eff_w_re_hksj, rel=1e-8)


def test_two_trials_are_not_pooled():
    assert pool_trials([0.1, 0.2], [0.05, 0.05]) is None


def test_trials_that_agree_leave_no_spread():
    found = pool_trials([0.10, 0.11, 0.09, 0.10], [0.05] * 4)
    assert found.between == 0
    assert found.low < found.value < found.high


def test_trials_ask_the_same_only_of_the_same_measure_window_and_nudges():
    plan = simulated.a_plan(arms=simulated.three_arms())
    same = replace(plan, periods=30, units=plan.units[:8], design="stepped_wedge")
    assert question_of(same) == question_of(plan)
    for change in (
        {"measure": "charge_within_w"},
        {"follow_up_days": 60},
        {"primary_contrast": ("feedback", "control")},
        {"primary_contrast": ("prompt", "feedback")},
    ):
        assert question_of(replace(plan, **change)) != question_of(plan)


def test_trial_that_compares_with_nothing_is_not_put_beside_those_that_do():
    units = tuple(Unit(name=f"District {number}", arm="prompt") for number in range(4))
    assert question_of(simulated.a_plan(design="before_after", allocation=None, units=4)) is None
    assert question_of(replace(simulated.a_plan(), design="before_after", units=units)) is None


def test_error_behind_the_interval_of_a_look_is_read_at_the_level_of_the_look():
    level, error = 0.003, 0.02
    half = float(norm.ppf(1 - level / 2)) * error
    found = {"low": 0.1 - half, "high": 0.1 + half, "df": None, "details": {"level": level}}
    assert error_of(found) == pytest.approx(error, rel=1e-12)
