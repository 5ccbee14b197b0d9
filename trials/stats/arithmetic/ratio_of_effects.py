"""The effect on outcomes per unit of difference in delivery, with the interval that never claims too much."""

from dataclasses import dataclass

import numpy as np

from trials.stats.arithmetic.arm_regression import orthonormal


@dataclass(frozen=True)
class Ratio:
    """`value` = outcome's difference / delivery's; bounds None where delivery differs too little to bound it.

    `statistic` is t of the outcome's own difference, which is also the test that the ratio is nought.
    """

    value: float
    low: float | None
    high: float | None
    delivery: float
    statistic: float
    df: int


def ratio_of_effects(
    y: np.ndarray, delivered: np.ndarray, arm: np.ndarray, nuisance: np.ndarray, reach: float, df: int
) -> Ratio | None:
    """Least squares of both on the arm (0 or 1) and `nuisance`; values b not rejected by t of y - b·delivered.

    `reach` is t's bound on `df`. None where delivery does not differ. Source: Anderson and Rubin (1949) Ann Math
    Stat 20:46; for two arms Fieller's interval. Valid however weakly delivery differs.
    """
    basis = orthonormal(nuisance)

    def outside(column: np.ndarray) -> np.ndarray:
        return column - basis @ (basis.T @ column)

    own = outside(arm.astype(float))
    length = float(own @ own)
    both = np.column_stack([outside(y), outside(delivered)])
    effect = own @ both / length
    rest = both - own[:, None] * effect
    spread = rest.T @ rest / df / length
    if abs(effect[1]) < 1e-12:
        return None
    low, high = _bounds(effect, spread, reach**2)
    statistic = float(effect[0] / np.sqrt(spread[0, 0])) if spread[0, 0] > 0 else 0.0
    return Ratio(float(effect[0] / effect[1]), low, high, float(effect[1]), statistic, df)


def _bounds(effect: np.ndarray, spread: np.ndarray, square: float) -> tuple[float | None, float | None]:
    """Roots of (e_y - b e_d)² = square (v_yy - 2 b v_yd + b² v_dd); None unless they enclose one stretch."""
    a = effect[1] ** 2 - square * spread[1, 1]
    b = effect[0] * effect[1] - square * spread[0, 1]
    c = effect[0] ** 2 - square * spread[0, 0]
    if a <= 1e-12 * effect[1] ** 2:
        return None, None
    root = float(np.sqrt(max(b**2 - a * c, 0.0)))
    return float((b - root) / a), float((b + root) / a)
