"""Randomisation test and interval of an arm's coefficient over a list of schemes, exactly inverted."""

from dataclasses import dataclass

import numpy as np

AT_ONCE = 4_000_000  # numbers of schemes held as doubles at once: 32 MB
# Two squared statistics this close, relative to the observed one, are a tie.
TIE = 1e-10


@dataclass(frozen=True)
class Randomised:
    """p-value, the least it could be, and the shifts not rejected (None where a side is unbounded)."""

    p_value: float
    smallest_p: float
    low: float | None
    high: float | None


def randomisation_test(
    y: np.ndarray, own: np.ndarray, schemes: np.ndarray, basis: np.ndarray, *, added: int, alpha: float
) -> Randomised:
    """`own` and each row of `schemes` mark the units of the arm; `basis` spans blocks and covariates.

    The statistic is the squared partial correlation of arm and value given the basis, which orders schemes
    as |t| does. Schemes at least as extreme count; `added` is 1 where the observed one joins draws. The
    interval holds the constant shifts d for which y - d·arm is not rejected: a scheme is as extreme at d
    between the two roots of a quadratic, so the bounds are order statistics of the roots.
    Source: Fisher (1935); Rosenbaum (2002) section 2 for the inversion.
    """
    free, y = _outside(own[None, :], basis)[0], _outside(y[None, :], basis)[0]
    a, b, n = _products(schemes, basis, y, free)
    usable = n > TIE
    a, b, n = (np.where(usable, values, fallback) for values, fallback in ((a, 0.0), (b, 0.0), (n, 1.0)))
    observed, length = float(free @ y), float(free @ free)
    extreme = a**2 / n >= observed**2 / length * (1 - TIE) - TIE * float(y @ y) * TIE
    whole = len(schemes) + added
    itself = int((b**2 >= n * length * (1 - TIE)).sum()) + added
    low, high = _roots(a, b, n, observed, length)
    return Randomised(
        p_value=(int(extreme.sum()) + added) / whole,
        smallest_p=max(itself, 1) / whole,
        low=_bound(low, alpha * whole - added),
        high=_negative(_bound(-high, alpha * whole - added)),
    )


def _products(schemes: np.ndarray, basis: np.ndarray, y: np.ndarray, free: np.ndarray) -> list[np.ndarray]:
    """Each scheme's part outside the basis times y, times `free`, and its square; some schemes at a time."""
    rows = max(1, AT_ONCE // schemes.shape[1])
    found = []
    for begun in range(0, len(schemes), rows):
        drawn = _outside(schemes[begun : begun + rows].astype(float), basis)
        found.append((drawn @ y, drawn @ free, (drawn**2).sum(axis=1)))
    return [np.concatenate(parts) for parts in zip(*found, strict=True)]


def _outside(rows: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """Each row's part that the basis does not span."""
    return rows - (rows @ basis) @ basis.T


def _roots(a, b, n, observed: float, length: float) -> tuple[np.ndarray, np.ndarray]:
    """For each scheme the shifts between which it is at least as extreme as the observed one.

    (a - d b)²/n >= (observed - d length)²/length, in u = d - observed/length: a quadratic open downwards.
    """
    centre = observed / length
    c = a - centre * b
    square = length - b**2 / n
    same = square <= TIE * length
    square = np.where(same, 1.0, square)
    half = np.sqrt(np.maximum((b * c / n) ** 2 + square * c**2 / n, 0.0))
    middle = -b * c / n
    low, high = (centre + (middle + side * half) / square for side in (-1, 1))
    return np.where(same, -np.inf, low), np.where(same, np.inf, high)


def _bound(roots: np.ndarray, allowed: float) -> float | None:
    """The smallest shift at which more than `allowed` schemes are as extreme; None where unbounded."""
    rank = int(np.floor(allowed + 1e-9))
    if rank < 0:
        return None
    if rank >= len(roots):
        return None
    value = float(np.partition(roots, rank)[rank])
    return value if np.isfinite(value) else None


def _negative(value: float | None) -> float | None:
    return None if value is None else -value
