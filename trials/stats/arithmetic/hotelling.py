"""Whether several contrasts of the same units are nought together, and by permutation where units are few."""

from dataclasses import dataclass
from itertools import combinations, product
from math import comb

import numpy as np
from scipy.special import fdtrc

from trials.stats.arithmetic.permutation import DRAWS, MOST_ENUMERATED
from trials.stats.arithmetic.placebo import TIE


@dataclass(frozen=True)
class Together:
    """p-value of all contrasts being nought, and how it was found; `each` are p-values one by one."""

    p_value: float
    reference: str
    each: np.ndarray | None


def hotelling(values: np.ndarray, arm: np.ndarray | None) -> Together | None:
    """Hotelling's T² of independent contrasts (units, contrasts): arm 1 against 0, or against nought without arms.

    None where the contrasts do not vary enough to be told apart. Source: Anderson (2003) section 5.2-5.3.
    """
    units, count = values.shape
    if arm is None:
        mean, weight, df = values.mean(axis=0), units, units - 1
        rest = values - mean
    else:
        own, others = values[arm == 1], values[arm == 0]
        mean, df = own.mean(axis=0) - others.mean(axis=0), units - 2
        weight = len(own) * len(others) / units
        rest = values - np.where(arm[:, None] == 1, own.mean(axis=0), others.mean(axis=0))
    covariance = rest.T @ rest / df
    if (
        df <= count
        or np.linalg.matrix_rank(covariance, tol=TIE * max(np.abs(values).max() ** 2, TIE)) < count
    ):
        return None
    square = float(weight * mean @ np.linalg.solve(covariance, mean))
    second = df - count + 1
    statistic = square * second / (count * df)
    return Together(
        float(fdtrc(count, second, statistic)), f"Hotelling's T², F on {count} and {second}", None
    )


def permuted_largest(values: np.ndarray, arm: np.ndarray | None, seed: int) -> Together | None:
    """The largest |t| of the contrasts against that of every allocation of as many units (without arms: every sign).

    Up to 50,000 schemes all, else 9,999 seeded draws and the observed one. None where a contrast is constant.
    """
    if arm is None:
        schemes, added = _signs(len(values), seed)
        found = np.abs(_one_sample(values, schemes))
        observed = np.abs(_one_sample(values, np.ones((1, len(values)))))[0]
    else:
        schemes, added = _exchanges(arm, seed)
        found = np.abs(_two_sample(values, schemes))
        observed = np.abs(_two_sample(values, arm[None, :].astype(float)))[0]
    if not np.isfinite(observed).all():
        return None
    largest, whole = found.max(axis=1), len(found) + added
    as_large = int((largest >= observed.max() * (1 - TIE)).sum()) + added
    each = ((found >= observed * (1 - TIE)).sum(axis=0) + added) / whole
    kind = "drawn" if added else "all"
    return Together(as_large / whole, f"largest |t| over {kind} {len(found)} schemes", each)


def _two_sample(values: np.ndarray, schemes: np.ndarray) -> np.ndarray:
    """Equal-variance t of each contrast under each scheme of 0 and 1, (schemes, contrasts)."""
    count = schemes.sum(axis=1)[:, None]
    rest = len(values) - count
    whole, squares = values.sum(axis=0), (values**2).sum(axis=0)
    total = schemes @ values
    difference = total / count - (whole - total) / rest
    within = squares - total**2 / count - (whole - total) ** 2 / rest
    return _ratio(difference, within / (len(values) - 2) * (1 / count + 1 / rest), squares)


def _one_sample(values: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """t of each contrast's mean under each choice of signs."""
    units, squares = len(values), (values**2).sum(axis=0)
    mean = signs @ values / units
    return _ratio(mean, (squares - units * mean**2) / (units - 1) / units, squares)


def _ratio(difference: np.ndarray, variance: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """difference / sqrt(variance); infinite where nothing is left to vary."""
    floor = TIE * squares / 1e3
    return np.where(variance > floor, difference / np.sqrt(np.where(variance > floor, variance, 1)), np.inf)


def _exchanges(arm: np.ndarray, seed: int) -> tuple[np.ndarray, int]:
    units, own = len(arm), int(arm.sum())
    if comb(units, own) <= MOST_ENUMERATED:
        members = np.array(list(combinations(range(units), own)))
        schemes = np.zeros((len(members), units))
        np.put_along_axis(schemes, members, 1.0, axis=1)
        return schemes, 0
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(arm.astype(float), (DRAWS, 1)), axis=1), 1


def _signs(units: int, seed: int) -> tuple[np.ndarray, int]:
    if 2**units <= MOST_ENUMERATED:
        return np.array(list(product((1.0, -1.0), repeat=units))), 0
    rng = np.random.default_rng(seed)
    return rng.choice((1.0, -1.0), size=(DRAWS, units)), 1
