"""Power of a two-sided t (or normal) test, and the treatment's variance under planned step weights."""

import numpy as np
from scipy.special import nctdtr, ndtr

from trials.stats.arithmetic.nested_gls import Variances, inverse_blocks


def power_of_t(noncentrality: float, bound: float, df: float) -> float:
    """P(|T| > bound), T noncentral t; normal where df is infinite."""
    shift = abs(noncentrality)
    if np.isinf(df):
        return float(ndtr(shift - bound) + ndtr(-shift - bound))
    inside = nctdtr(df, shift, bound) - nctdtr(df, shift, -bound)
    return float(np.clip(1 - np.nan_to_num(inside), 0.0, 1.0))  # no number so far out that inside is nought


def wedge_variance(treated: np.ndarray, size: np.ndarray, planned: Variances, true: np.ndarray) -> float:
    """Variance of the GLS effect with planned weights where the step values truly covary by `true`.

    `treated` and `size` (units, steps), `true` (units, steps, steps). Where the weights are right it is
    1/(x'Mx) of Hussey and Hughes (2007); else the sandwich around it.
    """
    blocks = inverse_blocks(size, planned)
    weighted = np.einsum("ujk,uk->uj", blocks, treated)
    level = np.linalg.pinv(blocks.sum(axis=0)) @ weighted.sum(axis=0)
    influence = weighted - np.einsum("ujk,k->uj", blocks, level)
    information = float((influence * treated).sum())
    spread = float(np.einsum("uj,ujk,uk->", influence, true, influence))
    return spread / information**2 if information > 0 else np.inf


def marginal_variance(
    treated: np.ndarray, cases: float, mean: np.ndarray, icc: float, between: float, logit: bool
) -> float:
    """Variance of the effect in a marginal model whose cells vary by their own mean(1 - mean).

    `icc` within a step, `between` between steps. Li, Turner and Preisser (2018) Biometrics 74:1450.
    """
    units, steps = treated.shape
    root = np.sqrt(mean * (1 - mean))
    alike = np.full((steps, steps), between) + np.eye(steps) * (icc - between + (1 - icc) / cases)
    total = np.zeros((steps + 1, steps + 1))
    for unit in range(units):
        slope = np.column_stack([np.eye(steps), treated[unit]])
        slope = slope * (root[unit] ** 2 if logit else np.ones(steps))[:, None]
        covariance = root[unit][:, None] * alike * root[unit]
        total += slope.T @ np.linalg.solve(covariance, slope)
    return float(np.linalg.inv(total)[-1, -1])
