"""The average effect on the treated cells, each against what untreated cells let expect of it."""

from dataclasses import dataclass

import numpy as np

from trials.stats.arithmetic.sequence_permutation import Standing, crossings
from trials.stats.errors import CannotEstimate

AT_ONCE = 500  # allocations whose equations are held at once: 60 periods make 14 MB
NO_SHIFT = (
    1e-6  # a whole effect moves the ATT by 1; by so little only where the hair below stands for all data
)
RIDGE = 1e-9  # of one cell's weight: it moves an effect by less than that share of it


@dataclass(frozen=True)
class Parts:
    """What each unit would add under each cohort's start: time-effect equations and treated sums.

    `left` (units, cohorts, T, T), `right` (units, cohorts, T), `gain` (units, cohorts), `pull` (units,
    cohorts, T), `cells` (units, cohorts).
    """

    left: np.ndarray
    right: np.ndarray
    gain: np.ndarray
    pull: np.ndarray
    cells: np.ndarray


def impute(value: np.ndarray, patterns: np.ndarray, allocations: np.ndarray) -> np.ndarray:
    """ATT of each allocation (rows of cohorts by unit): mean over treated cells of value - unit - period.

    Unit and period effects come from the untreated cells by least squares. Equal to the extended two-way
    fixed-effects regression with an effect for every cohort and period, averaged over treated cells
    (Wooldridge 2021; Borusyak, Jaravel and Spiess 2024 REStud 91:3253). NaN cells do not count.
    """
    parts = _parts(value, patterns)
    rows = np.arange(len(value))
    if np.isnan(value).any():
        chunks = np.array_split(allocations, 1 + len(allocations) // AT_ONCE)
        return np.concatenate([_solve(parts, chunk) for chunk in chunks])
    # with every cell seen, the equations are the same for all allocations of the same cohorts
    first = allocations[0]
    inverse = np.linalg.pinv(parts.left[rows, first].sum(axis=0))
    pull = parts.pull[rows, first].sum(axis=0)
    share = (parts.gain - parts.right @ (inverse @ pull)) / parts.cells[rows, first].sum()
    return share[rows, allocations].sum(axis=1)


def _solve(parts: Parts, allocations: np.ndarray) -> np.ndarray:
    """The same with missing cells, which move with the allocation: one system each, summed by one product."""
    units, cohorts, periods = parts.right.shape
    chosen = np.zeros((len(allocations), units, cohorts))
    chosen[np.arange(len(allocations))[:, None], np.arange(units), allocations] = 1.0
    chosen = chosen.reshape(len(allocations), -1)

    def summed(part: np.ndarray) -> np.ndarray:
        return (chosen @ part.reshape(units * cohorts, -1)).reshape(len(allocations), *part.shape[2:])

    # period effects are known up to a constant, which cancels: any value of it will do; the hair on the
    # diagonal stands in for periods that no untreated cell joins to the others
    left = summed(parts.left) + 1 / periods + RIDGE * np.eye(periods)
    period = np.linalg.solve(left, summed(parts.right)[..., None])[..., 0]
    gain = summed(parts.gain) - (summed(parts.pull) * period).sum(axis=1)
    return gain / np.maximum(summed(parts.cells), 1.0)


def att_weights(seen: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """What each cell adds to the ATT, (units, periods): `impute` is its sum with the values.

    `seen` marks the cells with a value, the others weigh nothing; `treated` those in force. For many outcomes of one
    table: nothing larger than the table is held.
    """
    off, periods = seen * (1.0 - treated), seen.shape[1]
    count = off.sum(axis=1, keepdims=True)
    on = seen * treated * (count > 0)
    share = off / np.maximum(count, 1)
    cells = on.sum(axis=1, keepdims=True)
    own = on - cells * share
    # period effects are known up to a constant, as where allocations are solved together above
    left = np.diag(off.sum(axis=0)) - off.T @ share + 1 / periods + RIDGE * np.eye(periods)
    period = np.linalg.solve(left, own.sum(axis=0))
    return (own - off * (period - (share @ period)[:, None])) / max(float(cells.sum()), 1.0)


def _parts(value: np.ndarray, patterns: np.ndarray) -> Parts:
    """Unit effects taken out within each unit's untreated cells.

    A unit without an untreated cell under a start has nothing to be compared with and adds no cell.
    """
    seen, y = ~np.isnan(value), np.nan_to_num(value)
    off = seen[:, None, :] * (1 - patterns[None])
    count = off.sum(axis=2)
    on = seen[:, None, :] * patterns[None] * (count > 0)[..., None]
    share = off / np.maximum(count, 1)[..., None]
    mean = np.einsum("uct,ut->uc", share, y)
    left = off[..., None] * np.eye(value.shape[1]) - off[..., :, None] * share[..., None, :]
    cells = on.sum(axis=2)
    return Parts(
        left=left,
        right=off * (y[:, None, :] - mean[..., None]),
        gain=np.einsum("uct,ut->uc", on, y) - cells * mean,
        pull=on - cells[..., None] * share,
        cells=cells,
    )


def stand_by_labels(value: np.ndarray, patterns: np.ndarray, cohort: np.ndarray, space) -> Standing:
    """Where the ATT stands among those of other hand-outs of the same starts, for every tested effect."""
    treated = np.where(np.isnan(value), np.nan, patterns[cohort])
    both = [
        impute(part, patterns, np.vstack([cohort[None, :], space.sequences])) for part in (value, treated)
    ]
    own, others = (part[0] for part in both), (part[1:] for part in both)
    own_value, own_shift = own
    if not own_shift > NO_SHIFT:
        raise CannotEstimate(
            "d",
            missing="No treated cell can be set against untreated ones of its own unit and period.",
            would_do="Give more periods before the starts, or units where nothing changed.",
        )
    low, high = crossings(*others, own_value, own_shift)
    return Standing(float(own_value / own_shift), low, high, space.added)
