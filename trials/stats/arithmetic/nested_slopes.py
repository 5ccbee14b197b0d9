"""First and second derivatives of a nested-exchangeable model's restricted likelihood in its three variances."""

from dataclasses import dataclass

import numpy as np

from trials.stats.arithmetic.nested_cells import Cells, diagonal, weights_of

PARTS = range(3)  # tau2, gamma2, sigma2
Pairs = list[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Derivatives:
    """Coefficients, covariance and its slopes; gradient and Hessian of -2 log restricted likelihood."""

    beta: np.ndarray
    covariance: np.ndarray
    slopes: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray


@dataclass(frozen=True)
class Inverse:
    """A unit's inverse covariance is diag(w) - c ww', w = 1/(gamma2 + sigma2/n), c = tau2/(1 + tau2 sum w).

    `w`, `c` and the sum over units of the log determinant, with first (`w1` ...) and second derivatives (`w2` ...)
    in the variances. Arrays are (units, steps), those of c (units, 1).
    """

    w: np.ndarray
    w1: list[np.ndarray]
    w2: list[list[np.ndarray]]
    c: np.ndarray
    c1: list[np.ndarray]
    c2: list[list[np.ndarray]]
    log1: np.ndarray
    log2: np.ndarray


def derivatives(cells: Cells, theta: np.ndarray) -> Derivatives:
    """At theta = (tau2, gamma2, sigma2); rows within cells add (N - cells) log sigma2 + SSwithin/sigma2.

    With A = X'V^-1 X, b = X'V^-1 y, s = y'V^-1 y the criterion is log|V| + log|A| + s - b'A^-1 b, and every derivative
    is one of V^-1. Source: Searle, Casella and McCulloch (1992), chapter 6.
    """
    inverse = _inverse(cells, theta)
    plain = _sums(cells, *_plain(inverse))
    first = [_sums(cells, *_first(inverse, k)) for k in PARTS]
    second = {(k, m): _sums(cells, *_second(inverse, k, m)) for k in PARTS for m in PARTS if k <= m}
    covariance = np.linalg.inv(plain[0])
    beta = covariance @ plain[1]
    moved = [b - a @ beta for a, b, _ in first]
    through = [covariance @ a for a, _, _ in first]
    gradient = inverse.log1 + [
        np.trace(through[k]) + s - 2 * beta @ b + beta @ a @ beta for k, (a, b, s) in enumerate(first)
    ]
    hessian = np.empty((3, 3))
    for (k, m), (a, b, s) in second.items():
        traces = np.einsum("ij,ji->", covariance, a) - np.einsum("ij,ji->", through[k], through[m])
        squares = s - 2 * beta @ b + beta @ a @ beta - 2 * moved[k] @ covariance @ moved[m]
        hessian[k, m] = hessian[m, k] = inverse.log2[k, m] + traces + squares
    rows, sigma2 = cells.cases - cells.cells, theta[2]
    gradient[2] += rows / sigma2 - cells.within / sigma2**2
    hessian[2, 2] += -rows / sigma2**2 + 2 * cells.within / sigma2**3
    slopes = -np.array([each @ covariance for each in through])
    beta = beta + cells.centre * (np.arange(len(beta)) < cells.value.shape[1])
    return Derivatives(beta, covariance, slopes, gradient, hessian)


def _inverse(cells: Cells, theta: np.ndarray) -> Inverse:
    w = weights_of(cells, theta[1], theta[2])
    parts = [
        np.zeros_like(w),
        np.ones_like(w),
        cells.per_case,
    ]  # what each variance adds to gamma2 + sigma2/n
    w1 = [-(w**2) * part for part in parts]
    w2 = [[2 * w**3 * one * other for other in parts] for one in parts]
    t = w.sum(axis=1, keepdims=True)
    t1 = [each.sum(axis=1, keepdims=True) for each in w1]
    t2 = [[each.sum(axis=1, keepdims=True) for each in row] for row in w2]
    spread = 1 + theta[0] * t
    c = theta[0] / spread
    c1 = [1 / spread**2, *(-(c**2) * t1[k] for k in (1, 2))]
    c2 = [[2 * c**3 * t1[k] * t1[m] - c**2 * t2[k][m] for m in PARTS] for k in PARTS]
    c2[0] = [-2 * t / spread**3, *(-2 * c * t1[k] / spread**2 for k in (1, 2))]
    log1 = np.array([(t / spread).sum(), *((w * parts[k]).sum() + (c * t1[k]).sum() for k in (1, 2))])
    log2 = np.array(
        [
            [(c * t2[k][m] - c**2 * t1[k] * t1[m]).sum() - (w**2 * parts[k] * parts[m]).sum() for m in PARTS]
            for k in PARTS
        ]
    )
    log2[0] = log2[:, 0] = [-((t / spread) ** 2).sum(), *((t1[k] / spread**2).sum() for k in (1, 2))]
    return Inverse(w, w1, w2, c, c1, c2, log1, log2)


def _plain(of: Inverse) -> tuple[np.ndarray, Pairs]:
    """V^-1 as a diagonal less symmetric products x z' + z x' of these pairs."""
    return of.w, [(of.w, of.c * of.w / 2)]


def _first(of: Inverse, k: int) -> tuple[np.ndarray, Pairs]:
    """Its derivative in one variance."""
    return of.w1[k], [(of.w, of.c1[k] * of.w / 2 + of.c * of.w1[k])]


def _second(of: Inverse, k: int, m: int) -> tuple[np.ndarray, Pairs]:
    """Its derivative in two; `k` is not above `m`, so that tau2, which moves no weight, comes first."""
    c = of.c2[k][m]
    shared = c * of.w / 2 + of.c1[k] * of.w1[m] + of.c1[m] * of.w1[k] + of.c * of.w2[k][m]
    return of.w2[k][m], [(of.w, shared), (of.w1[k], of.c * of.w1[m])]


def _sums(cells: Cells, diagonals: np.ndarray, pairs: Pairs) -> tuple[np.ndarray, np.ndarray, float]:
    """X'MX, X'My and y'My of such a matrix."""
    inner = diagonal(cells.grouped(diagonals))
    turned = diagonals * cells.y
    for x, z in pairs:
        product = cells.outer(x, z)
        inner = inner - product - product.transpose(0, 2, 1)
        turned = (
            turned
            - x * (z * cells.y).sum(axis=1, keepdims=True)
            - z * (x * cells.y).sum(axis=1, keepdims=True)
        )
    return cells.crossed(inner), cells.carried(turned), float((turned * cells.y).sum())
