"""Intervals by profile likelihood for the correlations of a nested-exchangeable model."""

from collections.abc import Callable

from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri

from trials.stats.arithmetic.nested_cells import Cells
from trials.stats.arithmetic.nested_profile import profile_at

# Correlations are sought inside these; nearer to one, sizes and variances leave the range of numbers.
LEAST, MOST = 1e-7, 0.98
FINE = 1e-5  # how closely bounds are found: a correlation is printed to three decimals
INNER = (
    1e-3  # how closely the other parameter is: the deviance is flat at its lowest, so this costs 1e-5 of it
)


def icc_interval(cells: Cells, icc: float, alpha: float) -> tuple[float, float]:
    """Intraclass correlations whose best deviance over the autocorrelation is within chi-square(1)."""

    def profile(tested: float) -> float:
        total = tested / (1 - tested)
        return _lowest(lambda cac: profile_at(cells, cac * total, (1 - cac) * total).deviance, 0.0, 1.0)

    return _bounds(profile, icc, alpha, 0.0, MOST)


def cac_interval(cells: Cells, cac: float, alpha: float) -> tuple[float, float]:
    """Autocorrelations of units whose best deviance over the intraclass correlation is within chi-square(1)."""

    def profile(tested: float) -> float:
        def at(icc: float) -> float:
            total = icc / (1 - icc)
            return profile_at(cells, tested * total, (1 - tested) * total).deviance

        return _lowest(at, LEAST, MOST)

    return _bounds(profile, cac, alpha, 0.0, 1.0)


def _lowest(loss: Callable, low: float, high: float) -> float:
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": INNER})
    return min(float(found.fun), loss(low), loss(high))


def _bounds(profile: Callable, value: float, alpha: float, low: float, high: float):
    """Where the profile crosses the limit on either side; the end of the range where it does not."""
    limit = profile(value) + float(chdtri(1, alpha))
    ends = []
    for end in (low, high):
        if profile(end) <= limit or end == value:
            ends.append(end)
        else:
            ends.append(float(brentq(lambda tested: profile(tested) - limit, end, value, xtol=FINE)))
    return ends[0], ends[1]
