"""Power of a stepped wedge: GLS of step values with planned weights, and the permutation test simulated."""

from math import factorial, floor, prod

import numpy as np

from trials.stats.arithmetic.nested_gls import inverse_blocks
from trials.stats.arithmetic.permutation import MOST_ENUMERATED
from trials.stats.arithmetic.placebo import TIE
from trials.stats.arithmetic.power_of_t import wedge_variance
from trials.stats.arithmetic.sequence_permutation import Space, allocation_space, build_frame, scores
from trials.stats.arithmetic.student import check_df, critical
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.estimators.sequence_permutation import planned
from trials.stats.layout import Layout
from trials.stats.planned_arms import blocks_planned
from trials.stats.precision import PowerMethod, Precision
from trials.stats.simulated import draw_values

# Orders in which units of unlike size are taken to be allocated: their mean variance moves by under 1 %
# from 50 to 500.
ORDERS = 50
AT_ONCE = 100  # data sets whose statistics are held at once: 9,999 by 100 doubles are 8 MB


def precision(plan, layout: Layout) -> Precision:
    """Of the effect, averaged over the orders units could be allocated in.

    df = (units - 1)(steps - 1) - 1, those within units and steps: with them the power is that of the
    permutation test to 1 point (2,000 simulations) from eight units on; alpha is the largest attainable.
    """
    treated, size, into_steps = steps_of(layout)
    true = into_steps @ layout.covariances(periods(layout)) @ into_steps.T
    df = (layout.count - 1) * (treated.shape[1] - 1) - 1
    check_df(df)
    orders = [np.arange(layout.count)]
    if np.ptp(layout.sizes) > 0:
        rng = np.random.Generator(np.random.PCG64(plan.seed))
        orders = [rng.permutation(layout.count) for _ in range(ORDERS)]
    found = [wedge_variance(treated, size[order], planned(plan), true[order]) for order in orders]
    bound = critical(_attainable(plan, layout), df)
    return Precision(se=(float(np.sqrt(np.mean(found))),), df=df, bound=float(bound))


def _orders(counts: list[int]) -> int:
    """Ways to hand out sequences of which there are so many each."""
    return factorial(sum(counts)) // prod(factorial(count) for count in counts)


def _attainable(plan, layout: Layout) -> float:
    """The largest p-value up to alpha that the permutation test can give, within the strata of the allocation."""
    alpha = plan.alpha
    blocks, place = blocks_planned(plan, layout), np.repeat(np.arange(len(layout.units)), layout.units)
    schemes = prod(_orders(np.bincount(place[blocks == block]).tolist()) for block in np.unique(blocks))
    if schemes > MOST_ENUMERATED:
        return alpha
    if 1 / schemes > alpha:
        raise CannotEstimate(
            "a",
            missing=f"With {schemes} possible allocations no p-value reaches {alpha:g}.",
            would_do="Plan more units, or more sequences.",
        )
    return floor(alpha * schemes * (1 + 1e-12)) / schemes


def starts(layout: Layout) -> np.ndarray:
    """Each unit's first treated period."""
    if len(layout.units) < 2:
        raise InputRefused(
            "a stepped wedge has two sequences or more", remedy="Give the units of each sequence."
        )
    first = layout.periods_before + layout.periods_per_step * np.arange(len(layout.units)) + 1.0
    return np.repeat(first, layout.units)


def periods(layout: Layout) -> int:
    """Periods in all: those before, then one step after each start."""
    return layout.periods_before + layout.periods_per_step * len(layout.units)


def steps_of(layout: Layout) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Treatment and cases (units, steps), and the matrix (steps, periods) that averages periods to steps."""
    first, time = starts(layout), np.arange(1, periods(layout) + 1)
    step = np.searchsorted(np.unique(first), time, side="right")
    members = (np.unique(step)[:, None] == step).astype(float)
    treated = (np.unique(step)[None, :] > np.searchsorted(np.unique(first), first)[:, None]).astype(float)
    size = layout.sizes[:, None] * members.sum(axis=1)
    return treated, size, members / members.sum(axis=1, keepdims=True)


def p_values(plan, layout: Layout, effect: float, runs: int) -> np.ndarray:
    """p-values of the default on simulated wedges; weights and allocations are shared by all of them."""
    treated, size, into_steps = steps_of(layout)
    rng = np.random.Generator(np.random.PCG64(plan.seed))
    sequence = np.searchsorted(np.unique(starts(layout)), starts(layout))
    space = allocation_space(sequence, blocks_planned(plan, layout), plan.seed)
    labels = np.array([np.arange(treated.shape[1]) > place - (layout.periods_before == 0)
                       for place in range(len(layout.units))]).astype(float)  # fmt: skip
    blocks = inverse_blocks(size, planned(plan))
    every, own = build_frame(blocks, labels, space), build_frame(blocks, labels, Space(sequence[None, :], 0))
    found = []
    for begun in range(0, runs, AT_ONCE):
        drawn = draw_values(layout, starts(layout), periods(layout), effect, min(AT_ONCE, runs - begun), rng)
        values = np.einsum("sp,upd->usd", into_steps, drawn)
        root = np.sqrt(np.maximum(every.information, TIE))
        z = np.abs(scores(every, values)) / root[:, None]
        observed = np.abs(scores(own, values)[0]) / np.sqrt(own.information[0])
        found.append(((z >= observed * (1 - TIE)).sum(axis=0) + space.added) / space.size)
    return np.concatenate(found)


POWER = PowerMethod(precision=precision, starts=starts, periods=periods, p_values=p_values)
