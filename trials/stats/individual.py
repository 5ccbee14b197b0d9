"""Cases allocated one by one: totals of each arm, and their differences."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from trials.stats.arithmetic.multiplicity import holm
from trials.stats.arithmetic.newcombe import newcombe
from trials.stats.cluster_arms import arms_of, numbers_of
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.panel import Panel
from trials.stats.report import Estimate


@dataclass(frozen=True, kw_only=True)
class ArmTotals:
    """Totals over all units and periods from the start, one entry an arm, the control first.

    `squares` are sums of squares of single cases about their arm's mean (means only); `contrast` is
    (arm, base) the verdict rests on.
    """

    arms: tuple[str, ...]
    total: np.ndarray
    size: np.ndarray
    squares: np.ndarray
    contrast: tuple[int, int]


def read_totals(panel: Panel, plan: Any) -> ArmTotals:
    """The arms' totals. CannotEstimate "d" without a control case, InputRefused without one in another arm."""
    names, arm = arms_of(panel, plan)
    after = panel.windows.after
    total, size = panel.total[:, after], panel.size[:, after]
    squares = np.maximum(size - 1, 0) * panel.spread[:, after] ** 2 + total**2 / size

    def summed(matrix: np.ndarray) -> np.ndarray:
        return np.array([float(np.nansum(matrix[arm == number])) for number in range(len(names))])

    totals, sizes = summed(total), summed(size)
    if not sizes[0] > 0:
        raise CannotEstimate(
            "d",
            missing="The control arm has no case: there is nothing to compare with.",
            would_do="Give the control arm's cases over the same periods.",
        )
    if not (sizes > 0).all():
        raise InputRefused(
            f"the arm {names[int(np.argmin(sizes))]} has no case", remedy="Give its cases from the start on."
        )
    spread = np.maximum(summed(squares) - totals**2 / sizes, 0.0)
    return ArmTotals(arms=names, total=totals, size=sizes, squares=spread, contrast=numbers_of(plan, names))


def lead(evidence: Any, difference: Any) -> Estimate:
    """The plan's named contrast at full alpha; without one, the first arm against control, adjusted."""
    totals, plan = evidence.derive(read_totals), evidence.plan
    if plan.primary_contrast is None and len(totals.arms) > 2:
        difference(evidence, 1, 0, plan.alpha)  # where it has no figure, this says why
        return each_against_control(evidence, difference)[totals.arms[1]]
    return _named(totals, difference(evidence, *totals.contrast, plan.alpha), *totals.contrast)


def each_against_control(evidence: Any, difference: Any) -> dict[str, Estimate]:
    """{arm: its difference from control}; several arms by Holm, their intervals by Bonferroni."""
    totals, alpha = evidence.derive(read_totals), evidence.plan.alpha
    count = len(totals.arms) - 1
    found = {}
    for arm in range(1, count + 1):
        try:
            found[totals.arms[arm]] = _named(totals, difference(evidence, arm, 0, alpha / count), arm, 0)
        except CannotEstimate:  # this arm has no figure; the others keep theirs
            continue
    if count == 1:
        return found
    untested = [1.0] * (count - len(found))  # the planned family stays as large as it was
    adjusted = holm([item.p_value for item in found.values()] + untested)[: len(found)]
    return {
        name: replace(
            item,
            p_value=p,
            method=f"{item.method}, adjusted for several arms by Holm",
            details={**item.details, "unadjusted_p": item.p_value},
        )
        for (name, item), p in zip(found.items(), adjusted, strict=True)
    }


def _named(totals: ArmTotals, estimate: Estimate, arm: int, base: int) -> Estimate:
    mean = totals.total / totals.size
    beside = {
        "arm": totals.arms[arm],
        "base": totals.arms[base],
        "arm_mean": float(mean[arm]),
        "base_mean": float(mean[base]),
        "ratio": float(mean[arm] / mean[base]) if mean[base] > 0 else None,
        "arm_cases": float(totals.size[arm]),
        "base_cases": float(totals.size[base]),
    }
    return replace(estimate, details={**beside, **estimate.details})


def newcombe_difference(evidence: Any, arm: int, base: int, alpha: float) -> Estimate:
    """Difference of proportions; the p-value is the level at which Newcombe's interval just reaches 0."""
    totals = evidence.derive(read_totals)
    counts = (totals.total[arm], totals.size[arm], totals.total[base], totals.size[base])
    low, high = newcombe(*counts, alpha)
    return Estimate(
        scale="risk_difference",
        value=float(counts[0] / counts[1] - counts[2] / counts[3]),
        low=float(low),
        high=float(high),
        p_value=newcombe_p(*counts),
        df=None,
        method="Difference of proportions of allocated cases, Newcombe's interval",
        reference="the interval inverted",
    )


def newcombe_p(events1: float, cases1: float, events0: float, cases0: float) -> float:
    """The alpha at which one end of Newcombe's interval is 0; 1 where the proportions are equal."""
    difference = events1 / cases1 - events0 / cases0
    if abs(difference) < 1e-15:
        return 1.0

    def nearer(z: float) -> float:
        low, high = newcombe(events1, cases1, events0, cases0, 2 * float(ndtr(-z)))
        return low if difference > 0 else -high

    if nearer(36) > 0:  # beyond the smallest double a tail can be
        return 2 * float(ndtr(-36))
    return float(2 * ndtr(-brentq(nearer, 1e-9, 36, xtol=1e-13)))


def ratio_difference(evidence: Any, arm: int, base: int, alpha: float) -> Estimate:
    """Log ratio of proportions, odds or rates with a normal interval; half an event added where one is nought."""
    totals, scale, kind = evidence.derive(read_totals), evidence.plan.scale, evidence.panel.kind.name
    events, size = totals.total[[arm, base]], totals.size[[arm, base]]
    rest = size - events
    if events.min() <= 0 or (kind == "proportion" and rest.min() <= 0):
        events, size, rest = events + 0.5, size + (1 if kind == "proportion" else 0), rest + 0.5
    if scale == "log_odds_ratio":
        level, variance = np.log(events / rest), 1 / events + 1 / rest
    else:
        level, variance = np.log(events / size), 1 / events - (1 / size if kind == "proportion" else 0)
    return _normal(scale, level[0] - level[1], variance.sum(), alpha, "Log ratio of the arms' pooled counts")


def rate_difference(evidence: Any, arm: int, base: int, alpha: float) -> Estimate:
    """Difference of rates, events taken as Poisson; half an event added to the variance where an arm has none."""
    totals = evidence.derive(read_totals)
    events, size = totals.total[[arm, base]], totals.size[[arm, base]]
    variance = (np.where(events > 0, events, 0.5) / size**2).sum()
    value = events[0] / size[0] - events[1] / size[1]
    return _normal(
        "risk_difference", value, variance, alpha, "Difference of the arms' rates, Poisson variance"
    )


def _normal(scale: str, value: float, variance: float, alpha: float, method: str) -> Estimate:
    se = float(np.sqrt(variance))
    half = float(-ndtri(alpha / 2)) * se
    return Estimate(
        scale=scale,
        value=float(value),
        low=float(value - half),
        high=float(value + half),
        p_value=float(2 * ndtr(-abs(value) / se)),
        df=None,
        method=method,
        reference="normal",
        details={"standard_error": se},
    )


def welch_difference(evidence: Any, arm: int, base: int, alpha: float) -> Estimate:
    """Difference of means of single cases, Welch's t from each arm's pooled mean and sd."""
    totals = evidence.derive(read_totals)
    size, mean = totals.size[[arm, base]], (totals.total / totals.size)[[arm, base]]
    if size.min() < 2:
        raise CannotEstimate(
            "b", missing="An arm has one case, so its spread is not known.", would_do="Add cases to that arm."
        )
    parts = totals.squares[[arm, base]] / (size - 1) / size
    se = float(np.sqrt(parts.sum()))
    if not se > 1e-13 * max(float(np.abs(mean).max()), 1e-300):
        raise CannotEstimate(
            "a",
            missing="The values do not vary, so no p-value and no interval can be computed from them.",
            would_do="Check that n, mean and sd are the real ones.",
        )
    df = float(parts.sum() ** 2 / (parts**2 / (size - 1)).sum())
    value = float(mean[0] - mean[1])
    half = float(-stdtrit(df, alpha / 2)) * se
    return Estimate(
        scale="risk_difference",
        value=value,
        low=value - half,
        high=value + half,
        p_value=float(2 * stdtr(df, -abs(value) / se)),
        df=df,
        method="Difference of means of allocated cases, Welch's t",
        reference=f"Student's t on {df:.4g} degrees of freedom",
        details={"standard_error": se},
    )


def information(evidence: Any, estimate: Estimate) -> float:
    """1/SE² of the named contrast; of Newcombe's difference from the proportions with half an event each way."""
    if "standard_error" in estimate.details:
        return float(estimate.details["standard_error"]) ** -2
    totals = evidence.derive(read_totals)
    chosen = list(totals.contrast)
    level = (totals.total[chosen] + 0.5) / (totals.size[chosen] + 1)
    return float(1 / (level * (1 - level) / totals.size[chosen]).sum())
