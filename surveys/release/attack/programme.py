"""The linear programme: what people may have answered, given every figure and who belongs where.

People whom no group tells apart are one kind, and what they answered is a number of answers of each sort. The
unknowns are `n[kind, sort]`, how many of a kind gave that sort of answer. A sort is a value of one quantity, or a
whole row of answers where the attacker holds an extract.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, identity, kron, vstack


@dataclass(frozen=True)
class Rules:
    """Figures over sorts, a row each: the sum of `weights` over the answers of the `inside` kinds, from low to high.

    inside: rules × kinds, 1.0 for those in the group or what each counts; weights: rules × sorts.
    """

    inside: np.ndarray
    weights: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def of(self, truth):
        """The sums that a table kinds × sorts gives."""
        return ((self.inside @ truth) * self.weights).sum(axis=1)

    def among(self, kinds, sorts, shift):
        """The Rules that say anything of some of the kinds and sorts, among these, with each bound moved."""
        inside = self.inside[:, kinds]
        tell = inside.any(axis=1)
        weights = self.weights[np.ix_(tell, sorts)]
        return Rules(inside[tell], weights, (self.low - shift)[tell], (self.high - shift)[tell])

    def matrix(self):
        return csr_matrix((self.inside[:, :, None] * self.weights[:, None, :]).reshape(len(self.low), -1))


@dataclass(frozen=True)
class Programme:
    """sizes: of each kind; sorts: how many there are; limits: what every table of numbers must obey."""

    sizes: np.ndarray
    sorts: int
    limits: LinearConstraint

    def best(self, wish, *, whole, seconds):
        """(table kinds × sorts with the greatest sum of wish × number, that sum); None where none was found in time.

        whole: in whole numbers, as people come, or in fractions, which is quicker and never gives less.
        """
        found = milp(
            -wish.ravel(),
            integrality=np.full(wish.size, int(whole)),
            bounds=Bounds(0, np.repeat(self.sizes, self.sorts)),
            constraints=self.limits,
            # Any table that grants half of what can be had shows something new: the best one is not needed.
            options={"time_limit": seconds, "mip_rel_gap": 0.5} if whole else {"time_limit": seconds},
        )
        if found.x is None or (not whole and found.status != 0):
            return None
        bound = -found.fun if not whole else -found.mip_dual_bound
        return found.x.reshape(wish.shape), bound


def make_programme(sizes, rules, totals):
    """The Programme of kinds of these sizes. totals: [(1.0 for each kind inside, number of each sort)] of extracts."""
    sorts = rules.weights.shape[1]
    blocks = [_everyone(sizes, sorts)]
    blocks += [(rules.matrix(), rules.low, rules.high)] if len(rules.low) else []
    blocks += [_totals(inside, numbers) for inside, numbers in totals]
    matrices, low, high = zip(*blocks, strict=True)
    limits = LinearConstraint(vstack(matrices, format="csr"), np.concatenate(low), np.concatenate(high))
    return Programme(np.asarray(sizes, dtype=float), sorts, limits)


def _everyone(sizes, sorts):
    """Each kind gave as many answers as it has people."""
    sizes = np.asarray(sizes, dtype=float)
    return kron(identity(len(sizes)), np.ones((1, sorts)), format="csr"), sizes, sizes


def _totals(inside, numbers):
    """Everybody inside together gave as many answers of each sort as the extract has rows."""
    return kron(inside[None, :], identity(len(numbers)), format="csr"), numbers, numbers
