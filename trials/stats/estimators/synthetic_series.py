"""The treated units' series against a mixture of comparison units chosen to follow it before the start."""

from dataclasses import dataclass, replace

import numpy as np

from trials.stats.arithmetic.placebo import rank_counts
from trials.stats.arithmetic.series import SeriesFit, check_points, fit_series, post_effect
from trials.stats.arithmetic.simplex import simplex_weights
from trials.stats.errors import CannotEstimate
from trials.stats.estimators.placebo_series_rank import LEAST_CONTROLS, placebo_units
from trials.stats.panel import Panel
from trials.stats.pooled import pool_treated
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

# A mixture is made from the units nearest before the start where there are more: a unit far off gets no weight, and
# work and memory grow with the square of their number.
MOST_DONORS = 200


@dataclass(frozen=True)
class Mixture:
    """A segmented fit against a mixture; `error` is the root mean square about it before the start."""

    fit: SeriesFit
    weights: dict[str, float]
    error: float


def run(evidence) -> Estimate:
    """The mean effect after the start; p by the same done to each comparison unit in turn. Never the primary.

    Levels are taken out, since the fit has a constant. Choosing the mixture by its fit makes its error look small,
    so there is no interval, and a unit's distance is its effect over its own error before the start.
    """
    panel, plan = evidence.panel, evidence.plan
    controls = np.flatnonzero(~panel.treated)
    if len(controls) < LEAST_CONTROLS:
        raise CannotEstimate(
            "a",
            missing=f"With {len(controls)} comparison units no rank is under {1 / (len(controls) + 1):.2f}.",
            would_do=f"Add comparison units: a mixture is made from {LEAST_CONTROLS} on.",
        )
    own = _mixture(panel, plan, panel.treated, controls)
    others = [_placebo(panel, plan, controls, unit) for unit in placebo_units(panel, controls)]
    distances = [
        _distance(own, plan.scale),
        *(_distance(each, plan.scale) for each in others if each is not None),
    ]
    ranks = rank_counts(np.array(distances))
    return Estimate(
        scale=plan.scale,
        value=_effect(own.fit, plan.scale),
        low=None,
        high=None,
        p_value=ranks["two_sided"] / len(distances),
        df=None,
        method="Mean effect after the start against a mixture of comparison units; placebo in space",
        reference=f"{ranks['two_sided']} of {len(distances)} series stand as far out, in either direction",
        details={"weights": own.weights, "error_before": own.error, "series": len(distances)},
    )


def _placebo(panel: Panel, plan, controls: np.ndarray, unit: int) -> Mixture | None:
    """That comparison unit against a mixture of the others; None where its series is too short."""
    alone = np.arange(len(panel.units)) == unit
    try:
        return _mixture(panel, plan, alone, controls[controls != unit])
    except CannotEstimate:
        return None


def _mixture(panel: Panel, plan, chosen: np.ndarray, controls: np.ndarray) -> Mixture:
    """The chosen units' series less the best mixture of the comparison units that have all its periods."""
    own = pool_treated(replace(panel, treated=chosen))
    check_points(own)
    columns = np.isin(panel.periods, own.periods)
    total, size = (matrix[controls][:, columns] for matrix in (panel.total, panel.size))
    whole = (size > 0).all(axis=1) & ~np.isnan(size).any(axis=1)
    if whole.sum() < 2:
        raise CannotEstimate(
            "a",
            missing="Fewer than two comparison units have cases in every period compared.",
            would_do="Give longer periods, or more comparison units.",
        )
    levels = panel.kind.link(total[whole], size[whole]).T
    before = ~own.after
    level = panel.kind.link(own.total, own.size)
    centred = level[before] - level[before].mean()
    around = levels[before] - levels[before].mean(axis=0)
    near = _nearest(centred, around)
    levels, around = levels[:, near], around[:, near]
    weights = simplex_weights(centred, around)
    fit = fit_series(replace(own, offset=levels @ weights), panel.windows.start, plan, panel.kind)
    gap = centred - around @ weights
    names = np.array(panel.units)[controls][whole][near]
    kept = {str(name): float(weight) for name, weight in zip(names, weights, strict=True) if weight > 1e-6}
    return Mixture(fit, dict(sorted(kept.items())), float(np.sqrt((gap**2).mean())))


def _nearest(centred: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Columns of the series nearest to the target, in their order: all, or `MOST_DONORS` of more."""
    if around.shape[1] <= MOST_DONORS:
        return np.arange(around.shape[1])
    distance = ((around - centred[:, None]) ** 2).sum(axis=0)
    return np.sort(np.argsort(distance, kind="stable")[:MOST_DONORS])


def _effect(fit: SeriesFit, scale: str) -> float:
    gap, _ = post_effect(fit, scale)
    value = float(fit.fits.weights @ gap.value)
    if not np.isfinite(value):
        raise CannotEstimate(
            "a",
            missing="The series continued past the start leaves the range of numbers.",
            would_do="Check the counts near the start.",
        )
    return value


def _distance(found: Mixture, scale: str) -> float:
    """The effect over the error before the start (Abadie, Diamond and Hainmueller 2010, their ratio)."""
    effect = float(np.clip(_effect(found.fit, scale), -1e6, 1e6))
    return effect / max(found.error, 1e-9)


ESTIMATOR = Estimator(title="Synthetic control series", needs=words("long_series", "controlled"), run=run)
