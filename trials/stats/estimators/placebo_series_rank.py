"""The controlled series with each comparison unit in turn taken as treated: the rank of the true one."""

from dataclasses import replace

import numpy as np

from trials.stats.arithmetic.placebo import rank_counts
from trials.stats.arithmetic.series import fit_series, post_effect
from trials.stats.errors import CannotEstimate
from trials.stats.panel import Panel
from trials.stats.pooled import pool_against_controls
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

LEAST_CONTROLS = 5  # STATISTICS section 3
MOST_PLACEBOS = 499  # of more comparison units so many take their turn: a rank among 500 tells p to 0.002


def run(evidence) -> Estimate:
    """Value and interval of the mean effect; p = placebos at least as far out in standard errors, itself counted."""
    panel, plan = evidence.panel, evidence.plan
    controls = np.flatnonzero(~panel.treated)
    if len(controls) < LEAST_CONTROLS:
        raise CannotEstimate(
            "a",
            missing=f"With {len(controls)} comparison units no rank is under {1 / (len(controls) + 1):.2f}.",
            would_do=f"Add comparison units: a rank is given from {LEAST_CONTROLS} on.",
        )
    base = evidence.estimate("mean_post_effect")
    found = [_distance(evidence.series_fit, plan.scale), *_placebos(panel, plan, controls)]
    ranks = rank_counts(np.array(found))
    return replace(
        base,
        p_value=ranks["two_sided"] / len(found),
        df=None,
        method="Mean effect after the start against comparison units; placebo in space by standard errors",
        reference=f"{ranks['two_sided']} of {len(found)} series stand as far out, in either direction",
        details={**base.details, "rank_two_sided": ranks["two_sided"], "series": len(found)},
    )


def placebo_units(panel: Panel, controls: np.ndarray) -> np.ndarray:
    """The comparison units that take their turn: all, or of many an even spread from few cases to many.

    Units with as many cases are told apart by their counts month by month, never by their names.
    """
    if len(controls) <= MOST_PLACEBOS:
        return controls
    size, total = panel.size[controls], panel.total[controls]
    order = np.lexsort((*total.T, *size.T, np.nansum(total, axis=1), np.nansum(size, axis=1)))
    spread = np.linspace(0, len(controls) - 1, MOST_PLACEBOS).round().astype(int)
    return np.sort(controls[order[spread]])


def _placebos(panel: Panel, plan, controls: np.ndarray) -> list[float]:
    """The distance of each comparison unit from the others; a unit whose series is too short is passed over."""
    found = []
    for unit in placebo_units(panel, controls):
        alone = _with_treated(panel, controls, unit)
        try:
            fit = fit_series(pool_against_controls(alone), panel.windows.start, plan, panel.kind)
        except CannotEstimate:
            continue
        found.append(_distance(fit, plan.scale))
    return found


def _with_treated(panel: Panel, kept: np.ndarray, unit: int) -> Panel:
    """The kept units, that one taken as treated."""
    return replace(
        panel,
        units=tuple(panel.units[row] for row in kept),
        total=panel.total[kept],
        size=panel.size[kept],
        spread=panel.spread[kept],
        observed=panel.observed[kept],
        treated=kept == unit,
    )


def _distance(fit, scale: str) -> float:
    """The effect over its standard error, averaged over rho."""
    gap, se = post_effect(fit, scale)
    statistic = np.nan_to_num(gap.to(0.0)) / np.maximum(se, np.finfo(float).tiny)
    return float(fit.fits.weights @ np.clip(statistic, -1e6, 1e6))


ESTIMATOR = Estimator(title="Placebo series", needs=words("long_series", "controlled"), run=run)
