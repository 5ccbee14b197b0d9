"""Unit values of allocated arms after the start: what every estimator of a cluster-randomised trial reads."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from trials.stats.arithmetic.arm_regression import ArmFit, fit_arms, fit_weighted_arms
from trials.stats.arithmetic.random_effects import known_variances
from trials.stats.changes import TRANSFORMS
from trials.stats.cluster_arms import arms_of, blocks_of
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.frame import BASELINE
from trials.stats.panel import Panel, row_means, variance_of_mean

# STATISTICS section 3: a unit's own past is a covariate from so many periods and units on.
LEAST_BASELINE_PERIODS, LEAST_UNITS = 6, 10
# STATISTICS section 4, refusal (e).
LEAST_FOR_ONE_TREATED = 20


@dataclass(frozen=True, kw_only=True)
class Clusters:
    """Units with a case after the start. `arm` counts from 0, the control; `arms` are their names.

    Sorted by block, value and size, so that neither the order of rows nor the names of units move a draw.
    `block` numbers strata or pairs (all 0 without); `covariates` are columns, the baseline first if used.
    """

    units: tuple[str, ...]
    arms: tuple[str, ...]
    arm: np.ndarray
    y: np.ndarray
    natural: np.ndarray
    variance: np.ndarray
    total: np.ndarray
    size: np.ndarray
    within: np.ndarray
    block: np.ndarray
    block_kind: str
    covariates: np.ndarray
    covariate_names: tuple[str, ...]
    dropped: tuple[str, ...]

    @cached_property
    def indicators(self) -> np.ndarray:
        """One column an arm other than the control."""
        return (self.arm[:, None] == np.arange(1, len(self.arms))).astype(float)

    @cached_property
    def nuisance(self) -> np.ndarray:
        """Block indicators (one column of ones without blocks) and covariates."""
        blocks = (self.block[:, None] == np.unique(self.block)).astype(float)
        return np.column_stack([blocks, self.covariates])

    @cached_property
    def fit(self) -> ArmFit:
        """The equal-weights regression every contrast is taken from; may raise CannotEstimate."""
        return fit_arms(self.y, self.indicators, self.nuisance)

    @cached_property
    def precise_fit(self) -> ArmFit:
        """The same with units weighted by how precisely their value is known."""
        variance = known_variances(self.variance)
        return fit_weighted_arms(self.y, self.indicators, self.nuisance, variance)


def read_clusters(panel: Panel, plan: Any) -> Clusters:
    """The trial's clusters on the plan's scale; on a logarithmic scale from smoothed cell values.

    Raises CannotEstimate "d" without a control unit, "e" for one treated unit among under twenty,
    InputRefused where arms and `treated` contradict each other or no treated unit has a case.
    """
    names, arm = arms_of(panel, plan)
    after = panel.windows.after
    cells = panel.values if plan.scale == "risk_difference" else panel.smoothed
    transform, derivative = TRANSFORMS[plan.scale]
    level = row_means(cells, after)
    seen = ~np.isnan(level)
    _check_groups(arm[seen], names)
    block_kind, block = blocks_of(panel, plan)
    used, covariates = _covariates(panel, plan, seen)
    y, block = transform(level[seen]), np.unique(block[seen], return_inverse=True)[1]
    size = np.nansum(panel.size[seen][:, after], axis=1)
    unit = np.array(panel.units)[seen]
    order = np.lexsort((unit, size, y, block))
    return Clusters(
        units=tuple(unit[order].tolist()),
        arms=names,
        arm=arm[seen][order],
        y=y[order],
        natural=row_means(panel.values, after)[seen][order],
        variance=(variance_of_mean(panel.variances[seen], after) * derivative(level[seen]) ** 2)[order],
        total=np.nansum(panel.total[seen][:, after], axis=1)[order],
        size=size[order],
        within=_within(panel, after)[seen][order],
        block=block[order],
        block_kind=block_kind,
        covariates=covariates[order],
        covariate_names=used,
        dropped=tuple(np.array(panel.units)[~seen].tolist()),
    )


def _check_groups(arm: np.ndarray, names: tuple[str, ...]) -> None:
    counts = np.bincount(arm, minlength=len(names))
    if not counts[0]:
        raise CannotEstimate(
            "d",
            missing="No control unit has a case after the start: there is nothing to compare with.",
            would_do="Give the control units' counts over the same periods.",
        )
    for name, count in zip(names[1:], counts[1:], strict=True):
        if not count:
            raise InputRefused(
                f"no unit of the arm {name} has a case after the start",
                remedy="Give its units' counts from the start on, or take the arm out of the plan.",
            )
        if count == 1 and len(arm) < LEAST_FOR_ONE_TREATED:
            raise CannotEstimate(
                "e",
                missing=f"The arm {name} has one unit, among {len(arm)} in all.",
                would_do=f"Allocate two units to each arm, or compare one among {LEAST_FOR_ONE_TREATED}.",
            )


def _covariates(panel: Panel, plan: Any, seen: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """Unit values of the plan's covariates, and the baseline where planned or long enough to be the default.

    A unit without a value takes the mean of the others: allocation at random makes that sound
    (White and Thompson 2005 Stat Med 24:993).
    """
    periods = int((~np.isnan(panel.values[:, panel.windows.before])).any(axis=0).sum())
    by_default = periods >= LEAST_BASELINE_PERIODS and int(seen.sum()) >= LEAST_UNITS
    names = [name for name in plan.covariates if name != BASELINE or name in panel.flow]
    columns = [row_means(panel.flow[name], panel.windows.after)[seen] for name in names]
    if BASELINE not in names and periods and (by_default or BASELINE in plan.covariates):
        names.insert(0, BASELINE)
        columns.insert(0, row_means(panel.values, panel.windows.before)[seen])
    filled = [np.where(np.isnan(column), np.nanmean(column), column) for column in columns]
    varying = [(n, c - c.mean()) for n, c in zip(names, filled, strict=True) if np.ptp(c) > 0]
    matrix = np.column_stack([column for _, column in varying]) if varying else np.empty((int(seen.sum()), 0))
    return tuple(name for name, _ in varying), matrix


def _within(panel: Panel, after: np.ndarray) -> np.ndarray:
    """Sum of squares of single cases about their unit's mean; NaN for rates, which have no single cases."""
    size, total = panel.size[:, after], panel.total[:, after]
    whole = np.nansum(size, axis=1)
    mean = np.nansum(total, axis=1) / np.maximum(whole, 1)
    if panel.kind.name == "proportion":
        return whole * mean * (1 - mean)
    if panel.kind.name == "rate":
        return np.full(len(size), np.nan)
    squares = np.maximum(size - 1, 0) * panel.spread[:, after] ** 2 + total**2 / size
    return np.maximum(np.nansum(squares, axis=1) - whole * mean**2, 0)
