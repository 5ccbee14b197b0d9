"""What a cell measures: a proportion, a rate or a mean. The columns of the frame decide.

Every kind is held as a `total` over a `size` (events/cases, events/exposure, n·mean/n), so that pooling
cells is adding both. Arrays of any one shape; empty or unobserved cells are NaN on both.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import logit


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Columns, working variance and link of one kind of measurement.

    `variance(total, size, spread)` is the sampling variance of total/size within one cell;
    `link(total, size)` the transformed value a series is modelled on, `inverse` and `slope` its
    inverse and that inverse's derivative; `mean_link(value)` the same link of a value without counts,
    infinite at and beyond the edges of its range.
    """

    name: str
    columns: tuple[str, ...]
    scales: frozenset[str]
    variance: Callable
    link: Callable
    mean_link: Callable
    inverse: Callable
    slope: Callable


def _expit(value):
    return 0.5 * (1 + np.tanh(value / 2))


def _log(value):
    with np.errstate(divide="ignore"):
        return np.log(np.maximum(value, 0))


def _proportion_variance(total, size, spread):
    smooth = (total + 0.5) / (size + 1)  # half an event each way keeps 0/n and n/n from weighing infinitely
    return smooth * (1 - smooth) / size


PROPORTION = Kind(
    name="proportion",
    columns=("events", "cases"),
    scales=frozenset({"risk_difference", "log_risk_ratio", "log_odds_ratio"}),
    variance=_proportion_variance,
    link=lambda total, size: np.log((total + 0.5) / (size - total + 0.5)),  # empirical logit, Cox (1970)
    mean_link=lambda value: logit(np.clip(value, 0, 1)),
    inverse=_expit,
    slope=lambda value: _expit(value) * _expit(-value),
)
RATE = Kind(
    name="rate",
    columns=("events", "exposure"),
    scales=frozenset({"risk_difference", "log_risk_ratio"}),
    variance=lambda total, size, spread: (total + 0.5) / size**2,
    link=lambda total, size: np.log((total + 0.5) / size),
    mean_link=_log,
    inverse=np.exp,
    slope=np.exp,
)
CONTINUOUS = Kind(
    name="continuous",
    columns=("n", "mean", "sd"),
    scales=frozenset({"risk_difference"}),  # read as a difference of means
    variance=lambda total, size, spread: spread**2 / size,
    link=lambda total, size: total / size,
    mean_link=lambda value: value,
    inverse=lambda value: value,
    slope=np.ones_like,
)
KINDS = (PROPORTION, RATE, CONTINUOUS)
