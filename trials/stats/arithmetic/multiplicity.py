"""p-values adjusted for how many were looked at."""

from collections.abc import Sequence

import numpy as np


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment, in the order given. Source: Holm (1979) Scand J Stat 6:65."""
    count = len(p_values)
    order = np.argsort(p_values, kind="stable")
    raised = np.asarray(p_values)[order] * (count - np.arange(count))
    return _restored(np.maximum.accumulate(raised), order)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjustment, in the order given. Source: JRSS B 57:289 (1995)."""
    count = len(p_values)
    order = np.argsort(p_values, kind="stable")
    raised = np.asarray(p_values)[order] * count / (np.arange(count) + 1)
    return _restored(np.minimum.accumulate(raised[::-1])[::-1], order)


def _restored(raised: np.ndarray, order: np.ndarray) -> list[float]:
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(raised, 1.0)
    return adjusted.tolist()
