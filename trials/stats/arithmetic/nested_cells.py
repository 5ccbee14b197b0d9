"""Cells of a nested-exchangeable mixed model, and the sums over units of what its covariance does to them.

Fixed effects are one for each step and further columns that are alike in all units of a group (an arm, a sequence).
So whatever the fit needs is a sum over the units of a group of steps by steps, and its work and memory grow with units
times steps, not with the columns of a design.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

AT_ONCE = 1_000_000  # products of all units held at once up to here, 8 MB; group by group above


@dataclass(frozen=True)
class Cells:
    """Values and sizes (units, steps); `group` (units,) and its `patterns` (groups, steps, columns) beside the steps.

    `within` is the sum of squares within cells.
    """

    value: np.ndarray
    size: np.ndarray
    group: np.ndarray
    patterns: np.ndarray
    within: float

    @cached_property
    def seen(self) -> np.ndarray:
        """Whether there is a case."""
        return self.size > 0

    @cached_property
    def cases(self) -> float:
        """Cases, N."""
        return float(self.size.sum())

    @cached_property
    def cells(self) -> int:
        """Cells with a case."""
        return int(self.seen.sum())

    @cached_property
    def per_case(self) -> np.ndarray:
        """1/n of each cell; 0 where there is no case."""
        return np.where(self.seen, 1 / np.where(self.seen, self.size, 1), 0.0)

    @cached_property
    def centre(self) -> float:
        """The mean of all cells, taken off so that squares are not differences of large numbers."""
        return float(self.value[self.seen].mean())

    @cached_property
    def y(self) -> np.ndarray:
        """Values less the centre, nought where there is no case."""
        return np.where(self.seen, np.nan_to_num(self.value) - self.centre, 0.0)

    @cached_property
    def design(self) -> np.ndarray:
        """(groups, steps, coefficients): step indicators and the group's columns."""
        groups, steps, _ = self.patterns.shape
        return np.concatenate([np.broadcast_to(np.eye(steps), (groups, steps, steps)), self.patterns], axis=2)

    @cached_property
    def across(self) -> np.ndarray:
        """The design transposed."""
        return np.ascontiguousarray(self.design.transpose(0, 2, 1))

    @cached_property
    def indicator(self) -> np.ndarray:
        """(groups, units): 1 for the units of the group."""
        return (np.arange(len(self.patterns))[:, None] == self.group).astype(float)

    @cached_property
    def members(self) -> list[np.ndarray]:
        """The units of each group."""
        return [np.flatnonzero(self.group == number) for number in range(len(self.patterns))]

    @property
    def told_apart(self) -> bool:
        """Whether every coefficient has a value: the rank of the design over the cells that are seen."""
        shown = np.array([self.seen[units].any(axis=0) for units in self.members])
        rows = self.design[shown]
        return len(rows) > 0 and int(np.linalg.matrix_rank(rows)) == rows.shape[1]

    def outer(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Sum over each group's units of left right', (groups, steps, steps)."""
        units, steps = left.shape
        if units * steps**2 > AT_ONCE:
            return np.array([left[own].T @ right[own] for own in self.members])
        each = (left[:, :, None] * right[:, None, :]).reshape(units, -1)
        return (self.indicator @ each).reshape(-1, steps, steps)

    def grouped(self, values: np.ndarray) -> np.ndarray:
        """Sum over each group's units, (groups, steps)."""
        return self.indicator @ values

    def crossed(self, inner: np.ndarray) -> np.ndarray:
        """X'MX for a symmetric matrix summed over each group's units."""
        steps, beside = inner.shape[1], inner @ self.patterns
        found = np.empty((self.design.shape[2],) * 2)
        found[:steps, :steps] = inner.sum(axis=0)
        found[:steps, steps:] = beside.sum(axis=0)
        found[steps:, :steps] = found[:steps, steps:].T
        found[steps:, steps:] = (self.patterns.transpose(0, 2, 1) @ beside).sum(axis=0)
        return found

    def carried(self, values: np.ndarray) -> np.ndarray:
        """X'v for values (units, steps)."""
        return (self.across @ self.grouped(values)[..., None]).sum(axis=0)[:, 0]

    def fitted(self, beta: np.ndarray) -> np.ndarray:
        """X beta, (units, steps)."""
        return (self.design @ beta)[self.group]


def weights_of(cells: Cells, stepwise: float, within: float = 1.0) -> np.ndarray:
    """1/(gamma2 + sigma2/n) of each cell; 0 where there is no case."""
    own = stepwise + within * cells.per_case
    return np.where(cells.seen, 1 / np.where(cells.seen, own, 1.0), 0.0)


def diagonal(values: np.ndarray) -> np.ndarray:
    """Matrices with these rows on the diagonal."""
    found = np.zeros((*values.shape, values.shape[1]))
    place = np.arange(values.shape[1])
    found[:, place, place] = values
    return found
