"""Which unit got which sequence, permuted over the allocation space: p-value and interval by inversion."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from math import factorial, prod

import numpy as np

from trials.stats.arithmetic.permutation import DRAWS, MOST_ENUMERATED
from trials.stats.arithmetic.placebo import TIE

MOST_KEPT = 500  # units up to which a space is kept for the next outcome


@dataclass(frozen=True)
class Space:
    """Allocations to compare with: rows of sequences by unit. `added` counts the observed one in."""

    sequences: np.ndarray
    added: int

    @property
    def size(self) -> int:
        """Allocations, the observed one counted."""
        return len(self.sequences) + self.added


@dataclass(frozen=True)
class Standing:
    """Where the observed allocation stands among all: the effects each one does not reject.

    An allocation is at least as extreme as the observed one, once `tested` is taken off as the effect,
    exactly where low <= tested <= high.
    """

    estimate: float
    low: np.ndarray
    high: np.ndarray
    added: int

    def p_value(self, tested: float = 0.0) -> float:
        """Share of allocations at least as extreme, the observed one counted."""
        slack = TIE * max(1.0, abs(self.estimate), abs(tested))
        counted = ((self.low <= tested + slack) & (self.high >= tested - slack)).sum()
        return float((counted + self.added) / (len(self.low) + self.added))

    @property
    def smallest_p(self) -> float:
        """The least p-value there could be: allocations as extreme whatever the effect."""
        always = max(
            (np.isneginf(self.low) & np.isposinf(self.high)).sum(), 1 - self.added
        )  # itself at least
        return float((always + self.added) / (len(self.low) + self.added))

    def interval(self, alpha: float) -> tuple[float, float]:
        """The effects with p > alpha: exact, since p falls in steps on both sides of the estimate."""
        # a hair is taken off so that alpha times a round number of allocations is that number
        beyond = int(np.floor(alpha * (len(self.low) + self.added) * (1 + 1e-12))) - self.added
        return float(np.sort(self.low)[beyond]), float(np.sort(self.high)[::-1][beyond])


def allocation_space(sequence: np.ndarray, stratum: np.ndarray, seed: int) -> Space:
    """Every way to hand out the same sequences within strata up to 50,000, else 9,999 seeded draws."""
    make = _space if len(sequence) <= MOST_KEPT else _space.__wrapped__
    return make(tuple(sequence.tolist()), tuple(stratum.tolist()), seed)


@lru_cache(
    maxsize=4
)  # outcomes, groups and simulations of one trial share it; 40 units of it are 16 MB at most
def _space(sequences: tuple[int, ...], strata: tuple[int, ...], seed: int) -> Space:
    sequence, stratum = np.array(sequences), np.array(strata)
    pools = [np.flatnonzero(stratum == each) for each in np.unique(stratum)]
    labels = [tuple(sorted(sequence[pool].tolist())) for pool in pools]
    if prod(_count(label) for label in labels) <= MOST_ENUMERATED:
        parts = [_arrangements(label) for label in labels]
        chosen = np.array(list(product(*(range(len(part)) for part in parts))))
        rows = [part[chosen[:, place]] for place, part in enumerate(parts)]
        return Space(_placed(rows, pools, len(sequence)), 0)
    rng = np.random.Generator(np.random.PCG64(seed))
    kind = (
        np.intp if len(sequence) <= MOST_KEPT else np.int16
    )  # what is taken by, or two bytes where there are many
    drawn = [rng.permuted(np.tile(np.array(label, dtype=kind), (DRAWS, 1)), axis=1) for label in labels]
    return Space(_placed(drawn, pools, len(sequence)), 1)


def _placed(rows: list[np.ndarray], pools: list[np.ndarray], units: int) -> np.ndarray:
    placed = np.empty(
        (len(rows[0]), units), dtype=rows[0].dtype, order="F"
    )  # units are gone through one by one
    for row, pool in zip(rows, pools, strict=True):
        placed[:, pool] = row
    placed.flags.writeable = False
    return placed


def _count(labels: tuple[int, ...]) -> int:
    return factorial(len(labels)) // prod(factorial(labels.count(each)) for each in set(labels))


@lru_cache(maxsize=64)
def _arrangements(labels: tuple[int, ...]) -> np.ndarray:
    """Every distinct order of the labels, one a row."""
    rows = np.full((1, len(labels)), -1)
    for label in sorted(set(labels)):
        free = np.array([np.flatnonzero(row < 0) for row in rows])
        chosen = np.array(list(combinations(range(free.shape[1]), labels.count(label))))
        rows = np.repeat(rows, len(chosen), axis=0)
        places = free[:, chosen].reshape(len(rows), -1)
        rows[np.arange(len(rows))[:, None], places] = label
    return rows


@dataclass(frozen=True)
class Frame:
    """What does not depend on the outcome: weights, patterns, and each allocation's information.

    `information` is x'Mx of each allocation's treatment x, M the weights with step effects taken out.
    """

    blocks: np.ndarray
    labels: np.ndarray
    space: Space
    step_weight: np.ndarray
    information: np.ndarray


def build_frame(blocks: np.ndarray, labels: np.ndarray, space: Space) -> Frame:
    """The frame of one data set's weights (units, steps, steps), patterns (sequences, steps), allocations."""
    weighted = np.einsum("ujk,sk->usj", blocks, labels)
    own = np.einsum("usj,sj->us", weighted, labels)
    step_weight = np.linalg.pinv(blocks.sum(axis=0))
    sums = _sum_over_units(np.concatenate([own[..., None], weighted], axis=2), space.sequences)
    pattern, steps = sums[:, 0], sums[:, 1:]
    information = pattern - (steps @ step_weight * steps).sum(axis=1)
    return Frame(blocks, labels, space, step_weight, np.maximum(information, 0.0))


def _sum_over_units(values: np.ndarray, sequences: np.ndarray) -> np.ndarray:
    """Sum over units of values[unit, sequence of the unit], for each allocation: (allocations, ...)."""
    found, own = (np.zeros((len(sequences), values.shape[2])) for _ in range(2))
    for unit, value in enumerate(values):  # one by one, so that no more than twice the answer is held
        np.take(value, sequences[:, unit], axis=0, out=own, mode="clip")
        found += own
    return found


def scores(frame: Frame, value: np.ndarray) -> np.ndarray:
    """x'My of each allocation for values (units, steps) or (units, steps, data sets)."""
    y = value if value.ndim == 3 else value[..., None]
    weighted = np.einsum("ujk,ukd->ujd", frame.blocks, y)
    level = np.einsum("jk,kd->jd", frame.step_weight, weighted.sum(axis=0))
    residual = weighted - np.einsum("ujk,kd->ujd", frame.blocks, level)
    by_pattern = np.einsum("ujd,sj->usd", residual, frame.labels)
    found = _sum_over_units(by_pattern, frame.space.sequences)
    return found if value.ndim == 3 else found[:, 0]


def stand(frame: Frame, value: np.ndarray, observed: np.ndarray) -> Standing:
    """The observed allocation's place, by the GLS estimate over its model standard error, |z|.

    z of an allocation with treatment x: x'My / sqrt(x'Mx), M fixed before the outcomes are read. With
    `tested` taken off, z is linear in it, so each allocation is as extreme over one stretch of effects.
    """
    own = build_frame(frame.blocks, frame.labels, Space(observed[None, :], 0))
    root, own_root = np.sqrt(frame.information), float(np.sqrt(own.information[0]))
    usable = root > 1e-9 * own_root
    divisor = np.where(usable, root, 1.0)
    both = np.stack([value, frame.labels[observed]], axis=2)
    z, shift = np.where(usable, scores(frame, both).T / divisor, 0.0)
    own_z = float(scores(own, value)[0]) / own_root
    low, high = crossings(z, shift, own_z, own_root)
    return Standing(own_z / own_root, low, high, frame.space.added)


def crossings(z: np.ndarray, shift: np.ndarray, own_z, own_shift) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of the effects at which |z - effect * shift| >= |own_z - effect * own_shift|.

    |shift| <= own_shift by Cauchy and Schwarz; where they are equal the allocation is the observed one or
    its mirror image and always counts.
    """
    slack = 1e-9 * own_shift
    always = own_shift - np.abs(shift) <= slack
    below, above = np.where(always, 1.0, own_shift - shift), np.where(always, 1.0, own_shift + shift)
    first, second = (own_z - z) / below, (own_z + z) / above
    low = np.where(always, -np.inf, np.minimum(first, second))
    return low, np.where(always, np.inf, np.maximum(first, second))
