"""Arms for cases that are enrolled one after the other, each drawn from the seed, its place and those before it.

Every place has a stream of its own, "enrolment <place>", so that no draw waits for another and a list of arms to
come exists nowhere. No place is ever certain beforehand, even for someone who knows all arms before it: there are no
blocks whose last place follows from the others.

Sources: Efron (1971) Biometrika 58:403, the biased coin; Pocock and Simon (1975) Biometrics 31:103, minimisation.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from math import prod

from trials.stats.allocation_draws import Stream
from trials.stats.argument_rules import listed, texts, whole
from trials.stats.errors import InputRefused

ALGORITHM = "cjnudge enrolment 1"
STRATUM = "stratum"
# Efron's own coin within a stratum; minimisation's as the engine draws units all at once.
COINS = {"simple": 100, "stratified": 67, "minimisation": 85}
MOST_COIN = 95  # a coin of 100 would tell the next arm to whoever knows the ones before


@dataclass(frozen=True, kw_only=True)
class InTurn:
    """How cases are allocated in turn.

    simple: each by the ratio alone. stratified: to the arm that is behind in its stratum with chance `coin_percent` %.
    minimisation: to the arm that keeps its factors most even, with that chance.
    """

    method: str
    arms: tuple[str, ...]
    ratio: tuple[int, ...]
    factors: tuple[str, ...] = ()
    coin_percent: int = 100

    def published(self) -> dict:
        """What may be known before the first case: the rule, and nothing of the seed."""
        return {"algorithm": ALGORITHM, **{name: _list(value) for name, value in asdict(self).items()}}


def in_turn(
    method: str,
    arms: Iterable[str],
    ratio: Iterable[int] = (),
    factors: Iterable[str] = (),
    coin_percent: int | None = None,
) -> InTurn:
    """The rule, checked. InputRefused for a method that needs all units at once, and for a coin that tells."""
    if method not in COINS:
        raise InputRefused(f"{method} needs all units at once", remedy=f"Choose one of: {', '.join(COINS)}.")
    arms, factors = tuple(listed("arms", arms)), tuple(listed("factors", factors))
    texts("arms", arms)
    ratio = tuple(listed("ratio", ratio)) or (1,) * len(arms)
    _check(method, arms, ratio, factors)
    coin = COINS[method]
    if method != "simple" and coin_percent is not None:
        whole("coin_percent", coin_percent, least=1, most=MOST_COIN)
        coin = coin_percent
    read = {"simple": (), "stratified": (STRATUM,), "minimisation": factors}[method]
    return InTurn(method=method, arms=arms, ratio=ratio, factors=read, coin_percent=coin)


def _check(method: str, arms: tuple, ratio: tuple, factors: tuple) -> None:
    if not len(set(arms)) == len(arms) > 1:
        raise InputRefused("the arms are not two or more different names", remedy="Name each arm once.")
    if len(ratio) != len(arms):
        raise InputRefused("the ratio has not one number an arm", remedy="Give one whole number an arm.")
    for part in ratio:
        whole("ratio", part, least=1, most=1000)
    if method == "minimisation" and not factors:
        raise InputRefused("minimisation needs factors", remedy="Name what is to be kept even.")


def rule_of(published: Mapping) -> InTurn:
    """The rule that `published` wrote down."""
    return in_turn(*(published[name] for name in ("method", "arms", "ratio", "factors", "coin_percent")))


def arms_in_turn(rule: InTurn, seed: int, cases: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The arm of each case in the order of enrolment; `cases` are their attributes, places counted from 1."""
    counts = defaultdict(lambda: [0] * len(rule.arms))  # {(factor, its value): cases an arm}
    for place, case in enumerate(cases, 1):
        levels = [(name, case[name]) for name in rule.factors]
        arm = _drawn(rule, Stream(seed, f"enrolment {place}"), [counts[level] for level in levels])
        for level in levels:
            counts[level][arm] += 1
        yield rule.arms[arm]


def _drawn(rule: InTurn, stream: Stream, counts: list[list[int]]) -> int:
    """The number of the arm, from the counts an arm in each of the case's levels."""
    totals = [_unevenness(rule, counts, arm) for arm in range(len(rule.arms))]
    best = [arm for arm, total in enumerate(totals) if total == min(totals)]
    rest = [arm for arm in range(len(totals)) if arm not in best]
    preferred = not rest or stream.below(100) < rule.coin_percent
    pool = best if preferred else rest
    slots = [arm for arm in pool for _ in range(rule.ratio[arm])]
    return slots[stream.below(len(slots))]


def _unevenness(rule: InTurn, counts: list[list[int]], arm: int) -> int:
    """Were the case put in that arm: over its levels, the range of counts over the ratio (times their product)."""
    shared, total = prod(rule.ratio), 0
    for count in counts:
        even = [
            (own + (number == arm)) * shared // times
            for number, (own, times) in enumerate(zip(count, rule.ratio, strict=True))
        ]
        total += max(even) - min(even)
    return total


def _list(value):
    return list(value) if isinstance(value, tuple) else value
