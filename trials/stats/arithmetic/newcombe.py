"""Wilson's interval for a proportion and Newcombe's for a difference of two."""

import math

from scipy.special import ndtri


def wilson(events: float, cases: float, alpha: float) -> tuple[float, float]:
    """Score interval of events/cases. Source: Wilson (1927); Newcombe (1998) Stat Med 17:857, method 3."""
    z = -ndtri(alpha / 2)
    p = events / cases
    middle = p + z**2 / (2 * cases)
    half = z * math.sqrt(p * (1 - p) / cases + z**2 / (4 * cases**2))
    low = (middle - half) / (1 + z**2 / cases)
    high = (middle + half) / (1 + z**2 / cases)
    return (0.0 if events == 0 else low, 1.0 if events == cases else high)  # exact there, free of rounding


def newcombe(
    events1: float, cases1: float, events0: float, cases0: float, alpha: float
) -> tuple[float, float]:
    """Interval of p1 - p0 from two Wilson intervals. Source: Newcombe (1998) Stat Med 17:873, method 10."""
    p1, p0 = events1 / cases1, events0 / cases0
    low1, high1 = wilson(events1, cases1, alpha)
    low0, high0 = wilson(events0, cases0, alpha)
    difference = p1 - p0
    low = difference - math.hypot(p1 - low1, high0 - p0)
    high = difference + math.hypot(high1 - p1, p0 - low0)
    return low, high
