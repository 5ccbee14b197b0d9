"""Limits of the control charts: Laney's against R, and the false-alarm rate of the rule for volumes."""

import numpy as np
import pytest

from cjnudge.cases.quality.limits import LEAST_MONTHS, laney, volume

# Out-of-court resolutions and positive outcomes of Hertfordshire, closed, 2020/21 Q1 to 2025/26 Q4 (Home Office).
OOCR = [
    826,
    749,
    799,
    967,
    755,
    636,
    703,
    713,
    710,
    711,
    698,
    723,
    706,
    680,
    737,
    717,
    706,
    693,
    930,
    980,
    856,
    953,
]
OOCR += [1206, 1801]
POSITIVE = [
    1768,
    2546,
    2475,
    2773,
    2241,
    1871,
    2051,
    2064,
    2022,
    2195,
    2201,
    2434,
    2308,
    2299,
    2368,
    2452,
    2295,
    2070,
]
POSITIVE += [2730, 2699, 2511, 2535, 3089, 4096]
# From function qic.pp of the R package qicharts2 on these counts.
R_CENTRE, R_SIGMA_Z = 0.343500938150896, 2.26926198306188
R_LOWER = {0: 0.266615201366, 5: 0.268761467586, 12: 0.276208074735, 23: 0.292987499130}
R_UPPER = {0: 0.420386674936, 5: 0.418240408715, 12: 0.410793801567, 23: 0.394014377172}
R_OUTSIDE = [0, 23]

DAYS = np.tile([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 4)


def test_laney_limits_are_those_of_qicharts2():
    found = laney(OOCR, POSITIVE)
    assert found.centre[0] == pytest.approx(R_CENTRE, abs=1e-12)
    assert found.spread == pytest.approx(R_SIGMA_Z, abs=1e-12)
    for place in R_LOWER:  # R printed twelve digits
        assert found.lower[place] == pytest.approx(R_LOWER[place], abs=1e-11)
        assert found.upper[place] == pytest.approx(R_UPPER[place], abs=1e-11)
    assert np.flatnonzero(found.outside).tolist() == R_OUTSIDE


def test_laney_limits_stay_between_nothing_and_everything():
    found = laney([0, 9, 1, 10, 0, 9], [10] * 6)
    assert found.lower.min() >= 0 and found.upper.max() <= 1


@pytest.mark.parametrize("numerators", [[0, 0, 0], [5, 5, 5], [3]])
def test_shares_that_cannot_vary_have_no_limits(numerators):
    assert laney(numerators, [5] * len(numerators)) is None


def series(source, months, spread):
    """Counts of months that differ by chance alone, or `spread` times as much, about 10 a day."""
    rate = 10 * DAYS[:months]
    extra = np.sqrt(np.maximum(spread**2 - 1, 0) * rate) * source.standard_normal(months)
    return source.poisson(np.maximum(rate + extra, 0))


def false_alarms(judge, months, spread, runs, seed=5):
    source = np.random.default_rng(seed)
    return np.mean([judge(series(source, months, spread), DAYS[:months]) for _ in range(runs)])


def has_any(counts, days):
    return volume(counts, days).number_outside > 0


def naive(counts, days):
    """The variant without over-dispersion: Poisson limits at the same level."""
    from scipy.stats import norm

    centre = counts.sum() / days.sum() * days
    return bool((np.abs(counts - centre) > norm.ppf(1 - 0.05 / len(counts) / 2) * np.sqrt(centre)).any())


# 2,000 series have a standard error of 0.5 points at 5 %: 6.2 % would be 2.5 of them.
@pytest.mark.parametrize("months, spread", [(12, 1), (12, 3), (24, 1), (24, 3), (48, 3)])
def test_at_most_one_snapshot_in_twenty_without_a_shift_has_a_month_out_of_line(months, spread):
    assert false_alarms(has_any, months, spread, runs=2_000) <= 0.062


def test_rule_without_over_dispersion_raises_false_alarms_nearly_always():
    assert false_alarms(naive, 24, 3, runs=500) > 0.9


@pytest.mark.on_demand
@pytest.mark.parametrize("months", [12, 15, 18, 24, 36, 48])
@pytest.mark.parametrize("spread", [1, 1.5, 2, 3, 5])
def test_false_alarm_rate_over_the_whole_range(months, spread):
    assert false_alarms(has_any, months, spread, runs=20_000, seed=6) <= 0.054


def test_months_that_were_left_out_or_cleared_up_are_found():
    source = np.random.default_rng(7)
    counts = series(source, 24, 1.5)
    counts[9], counts[15] = 0, 3 * counts[15]
    assert np.flatnonzero(volume(counts, DAYS[:24]).outside).tolist() == [9, 15]


def test_shift_of_a_quarter_of_the_months_does_not_hide_itself():
    counts = series(np.random.default_rng(8), 24, 1)
    counts[18:] *= 3
    assert set(range(18, 24)) <= set(np.flatnonzero(volume(counts, DAYS[:24]).outside))


def test_short_months_are_not_out_of_line_for_being_short():
    counts = 100 * DAYS[:24]
    assert volume(counts, DAYS[:24]).number_outside == 0


def test_too_few_months_are_not_judged():
    assert volume([10] * (LEAST_MONTHS - 1), [30] * (LEAST_MONTHS - 1)) is None
    assert volume([], []) is None
    assert volume([0] * 20, [30] * 20) is None
