"""The mean of some answers with its interval, and the words that go with few of them."""

import math
from dataclasses import dataclass

import numpy as np

from surveys.scales.results import Refusal, Result
from trials.stats.arithmetic.student import critical

FEW = 30  # SURVEYS section 3: under 30 answers a mean is indicative, and no reliability is computed
ALPHA = 0.05


@dataclass(frozen=True)
class Mean(Result):
    """A mean of n answers; no interval for one answer. `standing` is "indicative" under 30 answers."""

    n: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None
    standing: str


def standing(n):
    """ "" or, of few answers, "indicative"."""
    return "indicative" if n < FEW else ""


def mean_interval(values, *, bounds=None, workforce=None, design_effect=1.0, df=None, alpha=ALPHA):
    """The Mean of the values that are there, or a Refusal where none is; t(n - 1) interval within `bounds`.

    With `workforce` the variance is multiplied by 1 - n/N (Cochran 1977, section 2.6), with a design effect by
    that. Every answer alike: the interval is the mean itself.
    """
    values = np.asarray(values, dtype=float)
    values = values[~np.isnan(values)]
    n = len(values)
    if not n:
        return Refusal("Nobody gave an answer that can be scored.", "Wait for answers, or leave this out.")
    mean = float(values.mean())
    if n == 1:
        return Mean(1, mean, None, None, None, standing(1))
    sd = float(values.std(ddof=1))
    share = 1.0 if workforce is None else max(0.0, 1 - n / workforce)
    half = float(critical(alpha, df or n - 1)) * sd * math.sqrt(share * design_effect / n)
    low, high = within(mean - half, mean + half, bounds)
    return Mean(n, mean, sd, low, high, standing(n))


def within(low, high, bounds):
    """The interval cut to where a mean can lie: nothing that can be true is cut off."""
    return (low, high) if bounds is None else (max(low, bounds[0]), min(high, bounds[1]))
