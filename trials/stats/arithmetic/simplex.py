"""Weights that are not below nought and add up to one, for a mixture of series closest to another."""

import numpy as np
from scipy.optimize import nnls

SUM = 1e4  # how much heavier the sum of one weighs than the series: it then holds to about 1e-8
RIDGE = 1e-6  # of a series' own size: where several mixtures fit alike, the one that spreads its weights


def simplex_weights(target: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Weights (series) of `others` (times, series) nearest to `target` (times) by least squares.

    Abadie, Diamond and Hainmueller (2010) JASA 105:493, on outcomes alone.
    """
    scale = max(float(np.abs(others).max()), float(np.abs(target).max()), 1e-300)
    series = others.shape[1]
    system = np.vstack([others / scale, RIDGE * np.eye(series), SUM * np.ones((1, series))])
    wanted = np.concatenate([target / scale, np.zeros(series), [SUM]])
    found = nnls(system, wanted, maxiter=50 * series)[0]
    return found / found.sum()
