"""Units one after the other, each with high chance to the arm that keeps its factors most even.

Source: Pocock and Simon (1975) Biometrics 31:103, marginal totals, sum of ranges.
"""

import numpy as np

from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Drawn, Method, Request
from trials.stats.arithmetic.permutation import DRAWS


def draw(request: Request, stream: Stream) -> Drawn:
    """Units in a drawn order. The arms tied for least imbalance share `coin_percent` %, the others the rest."""
    arms: list[int | None] = [None] * len(request.units)
    for unit in stream.shuffled(range(len(request.units))):
        totals = [imbalance(request, arms, unit, arm) for arm in range(len(request.arms))]
        best = [arm for arm, total in enumerate(totals) if total == min(totals)]
        rest = [arm for arm in range(len(totals)) if arm not in best]
        preferred = not rest or stream.below(100) < request.coin_percent
        chosen = best if preferred else rest
        arms[unit] = chosen[stream.below(len(chosen))]
    return Drawn(tuple(arms))


def imbalance(request: Request, arms: list, unit: int, arm: int) -> int:
    """Were the unit put in that arm: over its factors, the range of counts over the ratio (times their product)."""
    shared = int(np.prod(request.ratio))
    total = 0
    for name in request.factors:
        values = request.attributes[name]
        counts = [0] * len(request.arms)
        counts[arm] = 1
        for other, own in enumerate(arms):
            if own is not None and values[other] == values[unit]:
                counts[own] += 1
        even = [count * shared // times for count, times in zip(counts, request.ratio, strict=True)]
        total += max(even) - min(even)
    return total


def space(request: Request, seed: int) -> tuple[np.ndarray, int]:
    """Seeded runs of the same procedure, side by side; the observed one is counted in beside them."""
    rng = np.random.default_rng(seed)
    units, arms = len(request.units), len(request.arms)
    levels = [np.unique(request.attributes[name], return_inverse=True)[1] for name in request.factors]
    counts = [np.zeros((DRAWS, level.max() + 1, arms)) for level in levels]
    order = np.argsort(rng.random((DRAWS, units)), axis=1)
    found, runs = np.zeros((DRAWS, units), dtype=np.int8), np.arange(DRAWS)
    for place in range(units):
        unit = order[:, place]
        chosen = _choose(
            request, [c[runs, level[unit]] for c, level in zip(counts, levels, strict=True)], rng
        )
        found[runs, unit] = chosen
        for count, level in zip(counts, levels, strict=True):
            count[runs, level[unit], chosen] += 1
    return found, 1


def _choose(request: Request, counts: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """The arm of one unit in every run, from its factors' counts (runs, arms)."""
    ratio, arms = np.array(request.ratio), len(request.arms)
    totals = np.zeros(counts[0].shape)
    for arm in range(arms):
        for count in counts:
            even = (count + (np.arange(arms) == arm)) / ratio
            totals[:, arm] += even.max(axis=1) - even.min(axis=1)
    best = totals <= totals.min(axis=1, keepdims=True) + 1e-9  # ratios are small whole numbers
    preferred = best.all(axis=1) | (rng.random(len(best)) * 100 < request.coin_percent)
    allowed = np.where(preferred[:, None], best, ~best)
    return np.argmax(allowed * rng.random(allowed.shape), axis=1)


METHOD = Method(
    title="Minimisation",
    needs=frozenset({"factors"}),
    may=frozenset({"coin_percent"}),
    draw=draw,
    space=space,
)
