"""Score statistic of a difference of two proportions against any margin, and the interval that inverts it.

Source: Farrington and Manning (1990) Stat Med 9:1447; Miettinen and Nurminen (1985) Stat Med 4:213, who
enlarge the variance by N/(N - 1).
"""

import math

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri


def score_statistic(
    events1: float, cases1: float, events0: float, cases0: float, margin: float, *, enlarged: bool
) -> float:
    """(p1 - p0 - margin) over its standard error where the difference is the margin; 0 where both are nought."""
    p1, p0 = restricted(events1, cases1, events0, cases0, margin)
    variance = p1 * (1 - p1) / cases1 + p0 * (1 - p0) / cases0
    if enlarged:
        variance *= (cases1 + cases0) / (cases1 + cases0 - 1)
    distance = events1 / cases1 - events0 / cases0 - margin
    if variance <= 0:
        return 0.0 if abs(distance) < 1e-12 else math.copysign(math.inf, distance)
    return distance / math.sqrt(variance)


def restricted(
    events1: float, cases1: float, events0: float, cases0: float, margin: float
) -> tuple[float, float]:
    """Maximum-likelihood proportions whose difference is `margin`, by Farrington and Manning's cubic."""
    theta = cases0 / cases1
    share1, share0 = events1 / cases1, events0 / cases0
    a = 1 + theta
    b = -(1 + theta + share1 + theta * share0 + margin * (theta + 2))
    c = margin**2 + margin * (2 * share1 + theta + 1) + share1 + theta * share0
    d = -share1 * margin * (1 + margin)
    v = b**3 / (3 * a) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    u = math.copysign(math.sqrt(max(b**2 / (3 * a) ** 2 - c / (3 * a), 0.0)), v)
    cosine = min(1.0, max(-1.0, v / u**3)) if u else 1.0
    p1 = 2 * u * math.cos((math.pi + math.acos(cosine)) / 3) - b / (3 * a)
    p1 = min(max(p1, 0.0, margin), 1.0, 1.0 + margin)
    return p1, min(max(p1 - margin, 0.0), 1.0)


def score_interval(
    events1: float, cases1: float, events0: float, cases0: float, alpha: float, *, enlarged: bool
) -> tuple[float, float]:
    """The margins not rejected: Miettinen and Nurminen's interval where `enlarged`."""
    z = float(-ndtri(alpha / 2))

    def beyond(margin: float, side: float) -> float:
        found = score_statistic(events1, cases1, events0, cases0, margin, enlarged=enlarged)
        return max(min(found, 1e9), -1e9) - side * z

    difference = events1 / cases1 - events0 / cases0
    edge = 1 - 1e-12
    low = -1.0 if difference <= -edge else brentq(beyond, -edge, difference, args=(1.0,), xtol=1e-14)
    high = 1.0 if difference >= edge else brentq(beyond, difference, edge, args=(-1.0,), xtol=1e-14)
    return float(low), float(high)


def non_inferiority_p(events1: float, cases1: float, events0: float, cases0: float, margin: float) -> float:
    """One-sided p-value against p1 - p0 <= -margin."""
    return float(1 - ndtr(score_statistic(events1, cases1, events0, cases0, -abs(margin), enlarged=False)))
