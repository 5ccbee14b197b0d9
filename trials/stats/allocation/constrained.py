"""One scheme drawn from the best balanced ones. Scores are whole numbers, so no rounding decides.

Source: Carter and Hood (2008) BMC Med Res Methodol 8:65 for the l2 score; Moulton (2004) for the constraint.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb, lcm, prod

from trials.stats.allocation._slots import draw_within
from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Drawn, Method, Request
from trials.stats.errors import InputRefused

# STATISTICS section 3: every scheme up to this many, else so many drawn ones.
MOST_SCHEMES = 50_000


def draw(request: Request, stream: Stream) -> Drawn:
    """A scheme drawn from the `best_percent` % of smallest score, ties included."""
    kept = candidates(request, stream.seed)
    return Drawn(kept[stream.below(len(kept))], kept)


def candidates(request: Request, seed: int) -> tuple[tuple[int, ...], ...]:
    """The schemes a draw may give, in the order they are listed."""
    schemes, _ = listed(request, seed)
    scored = scores(request, schemes)
    place = -(-len(schemes) * request.best_percent // 100)  # rounded up, so that one is always kept
    worst = sorted(scored)[place - 1]
    return tuple(scheme for scheme, score in zip(schemes, scored, strict=True) if score <= worst)


def listed(request: Request, seed: int) -> tuple[list[tuple[int, ...]], bool]:
    """(schemes, whether they are all there are): enumerated in order, or distinct seeded draws."""
    counts = counts_of(request)
    if _number(counts) <= MOST_SCHEMES:
        return list(_every(tuple(range(len(request.units))), counts)), True
    stream = Stream(seed, "schemes")
    found = {}
    group = [list(range(len(request.units)))]
    for _ in range(MOST_SCHEMES):
        found[draw_within(request, group, stream)] = None
    return list(found), False


def counts_of(request: Request) -> tuple[int, ...]:
    """Units an arm. InputRefused where the ratio leaves some over: every scheme must hold the same numbers."""
    whole, left = divmod(len(request.units), sum(request.ratio))
    if left:
        raise InputRefused(
            f"{len(request.units)} units cannot be split {':'.join(map(str, request.ratio))}",
            remedy="Change the ratio or the number of units, or allocate by strata.",
        )
    return tuple(whole * times for times in request.ratio)


def _number(counts: tuple[int, ...]) -> int:
    return prod(comb(sum(counts[arm:]), counts[arm]) for arm in range(len(counts)))


def _every(units: tuple[int, ...], counts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All schemes: members of the last arm chosen first, in the order of combinations."""

    def fill(free: tuple[int, ...], arm: int, arms: list[int]) -> Iterator[tuple[int, ...]]:
        if arm == 0:
            yield tuple(arms)
            return
        for chosen in combinations(free, counts[arm]):
            filled = list(arms)
            for unit in chosen:
                filled[unit] = arm
            yield from fill(tuple(unit for unit in free if unit not in chosen), arm - 1, filled)

    yield from fill(units, len(counts) - 1, [0] * len(units))


def scores(request: Request, schemes: list[tuple[int, ...]]) -> list[int]:
    """Whole numbers in proportion to the l2 score: over pairs of arms and covariates, (difference of means)²/s²."""
    columns = [_whole(request, name) for name in request.covariates]
    counts, arms = counts_of(request), range(len(request.arms))
    squares = [len(c) * sum(v * v for v in c) - sum(c) ** 2 for c in columns]  # in proportion to s²
    if not all(squares):
        raise InputRefused("a covariate is the same in every unit", remedy="Leave it out.")
    shared = lcm(*squares)
    weights = [shared // square for square in squares]
    size = lcm(*counts)
    lift = [size // count for count in counts]
    pairs = list(combinations(arms, 2))
    found = []
    for scheme in schemes:
        members = [[unit for unit, own in enumerate(scheme) if own == arm] for arm in arms]
        score = 0
        for column, weight in zip(columns, weights, strict=True):
            means = [
                times * sum([column[unit] for unit in inside])
                for times, inside in zip(lift, members, strict=True)
            ]
            score += weight * sum([(means[a] - means[b]) ** 2 for a, b in pairs])
        found.append(score)
    return found


def score_scale(request: Request) -> Fraction:
    """What a whole-number score is multiplied by to be the sum of (difference of means)²/s²."""
    columns = [_whole(request, name) for name in request.covariates]
    squares = [len(c) * sum(v * v for v in c) - sum(c) ** 2 for c in columns]
    units = len(request.units)
    return Fraction(units * (units - 1), lcm(*squares) * lcm(*counts_of(request)) ** 2)


def _whole(request: Request, name: str) -> list[int]:
    """The covariate's decimal numbers times their common denominator: whole numbers in the same proportion."""
    try:
        values = [Fraction(text) for text in request.attributes[name]]
    except (ValueError, ZeroDivisionError):
        raise InputRefused(
            f"{name} holds something that is not a number", remedy="Write it as 0 and 1."
        ) from None
    shared = lcm(*(value.denominator for value in values))
    return [int(value * shared) for value in values]


def space(request: Request, seed: int) -> tuple[list[tuple[int, ...]], int]:
    """The candidates: the drawn one is among them."""
    return list(candidates(request, seed)), 0


METHOD = Method(
    title="Constrained",
    needs=frozenset({"covariates"}),
    may=frozenset({"best_percent"}),
    draw=draw,
    space=space,
)
