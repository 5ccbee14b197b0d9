"""The band that may be looked at whenever one likes."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from trials.stats import Look, Plan, analyse
from trials.stats.arithmetic.anytime import anytime_p, half_width, mixture_scale

PLAN = Plan("individually_randomised")


def two_arms(events, cases):
    columns = {"unit": "force", "period": 1, "treated": [1, 0], "events": events, "cases": cases}
    return pd.DataFrame(columns)


@pytest.mark.parametrize(("information", "scale"), [(400.0, 100.0), (50.0, 700.0)])
def test_at_the_edge_of_the_band_the_mixture_of_likelihoods_is_one_over_alpha(information, scale):
    total = half_width(information, scale, 0.05) * information

    def mixed(slope):  # likelihood ratio at that slope, weighted by a normal of precision `scale`
        return np.exp(slope * total - slope**2 * information / 2) * norm.pdf(slope, scale=scale**-0.5)

    edge = total / (information + scale)
    width = (information + scale) ** -0.5
    area = quad(mixed, edge - 12 * width, edge + 12 * width)[0]
    assert area == pytest.approx(1 / 0.05, rel=1e-6)
    assert anytime_p(total / information, information, scale) == pytest.approx(0.05, rel=1e-8)


def test_band_is_tightest_where_it_was_asked_to_be():
    wanted = half_width(1000.0, mixture_scale(1000.0, 0.05), 0.05)
    for other in (100.0, 5000.0):
        assert half_width(1000.0, mixture_scale(other, 0.05), 0.05) > wanted


def test_band_holds_at_every_case_where_the_fixed_test_does_not():
    rng = np.random.default_rng(5)
    walks = np.cumsum(rng.standard_normal((2000, 1000)), axis=1)
    count = np.arange(1, 1001)
    scale = mixture_scale(300.0, 0.05)
    band = np.array([half_width(float(each), scale, 0.05) for each in count])
    wrong = (np.abs(walks / count) > band).any(axis=1).mean()
    fixed = (np.abs(walks / np.sqrt(count)) > 1.96).any(axis=1).mean()
    assert wrong < 0.05 and fixed > 0.3


def test_band_is_wider_than_the_interval_of_one_look_and_stands_beside_it():
    report = analyse(PLAN, two_arms([330, 280], [800, 800]))
    band = report.estimates["anytime_band"]
    assert band.value == report.primary.value and report.primary_key == "newcombe_arms"
    assert band.low < report.primary.low < report.primary.high < band.high
    assert band.p_value > report.primary.p_value


def test_planned_information_decides_where_it_is_tightest():
    planned = Plan("individually_randomised", looks=(Look(1, 1.0),), max_information=4000.0)
    band = analyse(planned, two_arms([330, 280], [800, 800])).estimates["anytime_band"]
    assert band.details["tightest_at"] == 4000.0
