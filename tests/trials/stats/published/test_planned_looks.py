"""Bounds of looks at unequal information, as R's rpact gives them, read off the reports themselves."""

import pandas as pd
import pytest
from scipy.special import ndtr

from trials.stats import Look, Plan, analyse

# getDesignGroupSequential(alpha = alpha / 2, informationRates = ..., typeOfDesign = "asOF", tolerance = 1e-10)
RPACT = {
    (0.05, (0.2, 0.45, 0.8, 1)): (4.87688494879, 3.14384838281, 2.25919452548, 2.02663960186),
    (0.10, (0.2, 0.45, 0.8, 1)): (4.22919505930, 2.69908438082, 1.92170632113, 1.73290005623),
    (0.01, (0.2, 0.45, 0.8, 1)): (6.16800091769, 4.02422220010, 2.93109898531, 2.61377002666),
    (0.05, (0.15, 0.5, 0.55, 0.9, 1)): (
        5.66966960169,
        2.96258860658,
        2.86717897194,
        2.11291676440,
        2.06009454519,
    ),
}
EVENTS = 1000  # of each arm when all information is in: 1/SE² of the log ratio of rates is half of them


def arms(shares, *, more=0) -> pd.DataFrame:
    """Rates whose events rise by period as the shares do; `more` of them in the treated arm throughout."""
    rows, before = [], 0
    for period, share in enumerate(shares, start=1):
        events, before = round(EVENTS * share) - before, round(EVENTS * share)
        rows += [("all", period, 1, events + more, 100.0), ("all", period, 0, events, 100.0)]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "exposure"])


def trial(shares, alpha=0.05, planned=None) -> Plan:
    """A trial of single cases with a look after every period."""
    looks = tuple(Look(period, share) for period, share in enumerate(planned or shares, start=1))
    return Plan("individually_randomised", alpha=alpha, scale="log_risk_ratio", looks=looks,
                max_information=EVENTS / 2)  # fmt: skip


@pytest.mark.parametrize(("alpha", "shares"), RPACT)
def test_bounds_at_unequal_information_are_rpacts(alpha, shares):
    for number, bound in enumerate(RPACT[alpha, shares], start=1):
        found = analyse(trial(shares, alpha), arms(shares), look=number).primary.details
        assert found["information"] == pytest.approx(shares[number - 1], rel=1e-12)
        # rpact's own integration stops at 1e-10 of the error spent, which moves a far bound in its sixth digit
        assert found["bound"] == pytest.approx(bound, rel=2e-6)


def test_repeated_interval_is_that_of_the_looks_level():
    found = analyse(trial((0.5, 1)), arms((0.5, 1)), look=1).primary
    half = 2.96258804 * (2 / 500) ** 0.5
    assert [found.low, found.high] == pytest.approx([-half, half], rel=1e-6)
    assert found.details["level"] == pytest.approx(2 * ndtr(-2.96258804), rel=1e-6)


def test_final_look_short_of_information_spends_the_rest():
    """R: the bound with P(|Z1| < 2.963, |Z2| < c) = 0.95 where the correlation is sqrt(0.5 / 0.9)."""
    shares = (0.5, 0.9)
    found = analyse(trial(shares, planned=(0.5, 1)), arms(shares)).primary.details
    assert found["information"] == pytest.approx(0.9)
    assert found["bound"] == pytest.approx(1.96673069388, rel=1e-7)


def test_look_with_all_information_is_the_last():
    shares = (0.5, 1, 1.2)
    plan = trial(shares, planned=(0.4, 0.8, 1))
    assert "this look is the last" in analyse(plan, arms(shares), look=2).verdict
