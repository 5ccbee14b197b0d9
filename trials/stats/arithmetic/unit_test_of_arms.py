"""Student's t between arms on one value a unit, for checks of what arms should have in common."""

import numpy as np
from scipy.special import fdtrc

from trials.stats.arithmetic.student import NO_VARIATION


def arms_differ(values: np.ndarray, arm: np.ndarray) -> tuple[float, list[float]] | None:
    """(p-value of the equal-variance F over arms; with two arms Student's t, mean of each arm).

    None where fewer than two degrees of freedom are left. A p-value of 1 where nothing varies.
    """
    seen = ~np.isnan(values)
    values, arm = values[seen], arm[seen]
    arms = np.unique(arm)
    df = len(values) - len(arms)
    if len(arms) < 2 or df < 2:
        return None
    means = [float(values[arm == number].mean()) for number in arms]
    within = sum(
        float(((values[arm == number] - mean) ** 2).sum()) for number, mean in zip(arms, means, strict=True)
    )
    between = sum(
        float((arm == number).sum()) * (mean - float(values.mean())) ** 2
        for number, mean in zip(arms, means, strict=True)
    )
    tiny = (NO_VARIATION * max(float(np.abs(values).max()), 1.0)) ** 2 * len(values)
    if between <= tiny:
        return 1.0, means
    ratio = between / (len(arms) - 1) / max(within / df, tiny)
    return float(fdtrc(len(arms) - 1, df, ratio)), means
