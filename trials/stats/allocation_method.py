"""The shape a new allocation method fills in, and what it is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cjnudge.registry import discover
from trials.stats.allocation_draws import Stream


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is to be allocated: units in sorted order, arms with their ratio, each unit's attributes as text.

    `attributes` are {name: one text a unit}. `stratum`, `pair`, `covariates`, `factors` name those a method
    reads. `best_percent` is the share of schemes that constrained allocation keeps, `coin_percent` the chance
    of minimisation's preferred arm.
    """

    units: tuple[str, ...]
    arms: tuple[str, ...]
    ratio: tuple[int, ...]
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stratum: str | None = None
    pair: str | None = None
    covariates: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    best_percent: int = 10
    coin_percent: int = 85


@dataclass(frozen=True)
class Drawn:
    """The number of each unit's arm; the schemes it was drawn from, where they were listed."""

    arms: tuple[int, ...]
    schemes: tuple[tuple[int, ...], ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Method:
    """One way to allocate. `needs` are the fields of a Request it reads beyond arms and ratio, `may` those
    it reads where they are given.

    `space(request, seed)` lists the schemes for a randomisation test and says whether the observed one is
    to be counted in beside them (1) or is among them (0); None where arms are exchanged within blocks.
    """

    title: str
    needs: frozenset[str]
    draw: Callable[[Request, Stream], Drawn]
    may: frozenset[str] = frozenset()
    space: Callable[[Request, int], tuple[Any, int]] | None = None


def all_methods() -> Mapping[str, Method]:
    """Every allocation method, by key."""
    return discover("trials.stats.allocation", "METHOD", Method)
