"""Whether the nudge did as much in one group of cases as in the others."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq

from trials.stats.arithmetic.hotelling import Together, hotelling, permuted_largest
from trials.stats.arithmetic.multiplicity import holm
from trials.stats.arithmetic.power_of_t import power_of_t
from trials.stats.arithmetic.student import critical, two_sided
from trials.stats.groups import group_values

# STATISTICS section 3: with this many units more than groups Hotelling's F is used, else a permutation.
MORE_UNITS = 4
POWER = 0.80


TOO_FEW = "Too few units hold cases of every group to compare how they fared."


@dataclass(frozen=True)
class Disparity:
    """The test of all groups together, and each group's effect less the mean of the others'.

    Arrays have one entry a group; `adjusted` is by Holm, `detectable` the contrast found with 80 % power.
    `left_out` are groups with too few cases, `incomplete` units without some group, left out.
    """

    groups: tuple[str, ...]
    together: Together
    effect: np.ndarray
    contrast: np.ndarray
    low: np.ndarray
    high: np.ndarray
    adjusted: np.ndarray
    detectable: np.ndarray
    units: tuple[str, ...]
    left_out: tuple[str, ...]
    incomplete: tuple[str, ...]


def compare_groups(evidence: Any) -> Disparity | str:
    """The comparison, or in words why there is none."""
    found = group_values(evidence)
    if len(found.groups) < 2:
        return two_are_needed(len(found.groups), evidence.plan)
    arm, values = found.arm, found.values
    sizes = [len(values)] if arm is None else [int((arm == side).sum()) for side in (0, 1)]
    if min(sizes) < 2 or len(values) - len(sizes) < 2:
        return TOO_FEW
    count = len(found.groups)
    each = (values - values.mean(axis=1, keepdims=True)) * count / (count - 1)
    independent = values[:, 1:] - values[:, :1]
    if len(values) >= count + MORE_UNITS:
        together = hotelling(independent, arm)
    else:
        together = permuted_largest(each, arm, evidence.plan.seed)
    if together is None:
        return "The groups' figures do not vary enough to be compared."
    contrast, error, df = _difference(each, found.arm)
    return each_group(
        groups=found.groups,
        effect=_difference(found.values, found.arm)[0],
        contrast=contrast,
        error=error,
        df=df,
        together=together,
        alpha=evidence.plan.alpha,
        units=found.units,
        left_out=found.left_out,
        incomplete=found.incomplete,
    )


def two_are_needed(groups: int, plan: Any) -> str:
    """Why so few groups give no comparison."""
    return f"{groups} group has {plan.min_cell} cases or more in each arm; two are needed."


def each_group(
    *, contrast: np.ndarray, error: np.ndarray, df: int, together: Together, alpha: float, **told: Any
) -> Disparity:
    """Each group against the mean of the others: t on units unless `together` has p-values, Holm; two make one."""
    p_value = two_sided(np.divide(contrast, error, out=np.zeros_like(contrast), where=error > 0), df)
    one_by_one = p_value if together.each is None else together.each
    tests = len(contrast) if len(contrast) > 2 else 1
    half, bound = critical(alpha, df) * error, float(critical(alpha / tests, df))
    ratio = brentq(lambda size: power_of_t(size, bound, df) - POWER, 0.0, 20 + 20 * bound)
    return Disparity(
        together=together,
        contrast=contrast,
        low=contrast - half,
        high=contrast + half,
        adjusted=np.array(holm(one_by_one.tolist())) if tests > 1 else one_by_one,
        detectable=ratio * error,
        **told,
    )


def _difference(values: np.ndarray, arm: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, int]:
    """(difference of arms, its standard error, degrees of freedom) of each column."""
    if arm is None:
        units = len(values)
        return values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(units), units - 1
    own, others = values[arm == 1], values[arm == 0]
    df = len(values) - 2
    squares = sum(((side - side.mean(axis=0)) ** 2).sum(axis=0) for side in (own, others))
    error = np.sqrt(squares / df * (1 / len(own) + 1 / len(others)))
    return own.mean(axis=0) - others.mean(axis=0), error, df
