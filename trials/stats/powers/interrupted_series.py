"""Power of an interrupted series: GLS of fitted less counterfactual, averaged over the periods after the start."""

import numpy as np

from trials.stats.arithmetic.series import LEAST_POINTS, segmented_design
from trials.stats.arithmetic.student import check_df, critical
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.layout import Layout
from trials.stats.pooled import Pooled
from trials.stats.precision import PowerMethod, Precision, both_sides


def precision(plan, layout: Layout) -> Precision:
    """As if the autocorrelation were known; the default averages over it and has somewhat less power."""
    if len(layout.units) != 1:
        raise InputRefused(
            "a series has one group of units", remedy="Give the number of treated units alone."
        )
    shares = layout.sizes / layout.sizes.sum()
    return of_series(plan, layout, np.einsum("u,ujk->jk", shares**2, layout.covariances(both_sides(layout))))


def of_series(plan, layout: Layout, covariance: np.ndarray) -> Precision:
    """Of a series with that covariance (periods, periods) as a share of the outcome's variance."""
    if min(layout.periods_before, layout.periods_after) < LEAST_POINTS:
        raise CannotEstimate(
            "c",
            missing=f"{layout.periods_before} periods before and {layout.periods_after} after the start.",
            would_do=f"At least {LEAST_POINTS} on each side are needed.",
        )
    periods = np.arange(1, both_sides(layout) + 1)
    after = periods > layout.periods_before
    pooled = Pooled(periods=periods, total=after * 1.0, size=np.ones(len(periods)), after=after)
    design, _ = segmented_design(pooled, layout.periods_before + 1, plan)
    df = len(periods) - design.shape[1]
    check_df(df)
    spread = np.linalg.inv(design.T @ np.linalg.solve(covariance, design))
    contrast = np.zeros(design.shape[1])
    contrast[2:4] = design[after][:, 2:4].mean(axis=0)
    return Precision(
        se=(float(np.sqrt(contrast @ spread @ contrast)),), df=df, bound=float(critical(plan.alpha, df))
    )


POWER = PowerMethod(
    precision=precision,
    starts=lambda layout: np.full(layout.count, layout.periods_before + 1.0),
    periods=both_sides,
    words="Upper limit: as if the autocorrelation were known; simulate for the default's own power",
)
