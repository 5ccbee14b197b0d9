"""The analysis plan: everything that is decided before the outcomes are read, as one frozen value."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from trials.stats.argument_rules import listed
from trials.stats.canonical import canonical_json, parse_json
from trials.stats.errors import InputRefused
from trials.stats.plan_rules import check_allocation, check_look, check_outcome, check_plan

# A field added after the first release stays out of the canonical form while it is at its default,
# so that no plan sealed earlier changes its seal.
ADDED_LATER = ("harmonics", "sceptical_sd")


@dataclass(frozen=True)
class Allocation:
    """How units were allocated: method, arms, strata, pairs, sequences, constraint, hash of the schemes."""

    method: str
    arms: tuple | None = None
    strata: tuple = ()
    pairs: tuple = ()
    sequences: tuple = ()
    constraint: Any = None
    scheme_hash: str | None = None

    def __post_init__(self):
        _freeze(self)
        check_allocation(self)


@dataclass(frozen=True)
class Look:
    """A planned interim analysis: after which period, with what share of the information."""

    after_period: int
    planned_information: float

    def __post_init__(self):
        check_look(self)


@dataclass(frozen=True)
class Outcome:
    """One outcome: its key, its role, which way is good, and for a guardrail the margin of harm.

    `margin` is the largest harm that is still acceptable, as a positive amount on `margin_scale`
    (the plan's scale unless named).
    """

    key: str
    role: str = "primary"
    better: str = "higher"
    margin: float | None = None
    margin_scale: str | None = None
    follow_up_days: int = 120

    def __post_init__(self):
        check_outcome(self)


@dataclass(frozen=True)
class Plan:
    """A pre-specified analysis. Raises InputRefused for a value outside the engine's rules."""

    design: str
    alpha: float = 0.05
    seed: int = 0
    scale: str = "risk_difference"
    weights: str = "equal"
    start: int | None = None
    washout: int = 0
    exclude_periods: tuple[int, ...] = ()
    periods_per_year: int = 12
    arms: tuple[str, ...] | None = None
    control: str | None = None
    primary_contrast: tuple[str, str] | None = None
    allocation: Allocation | None = None
    outcomes: tuple[Outcome, ...] = (Outcome("primary"),)
    covariates: tuple[str, ...] = ()
    cluster: str | None = None
    groups: tuple[str, ...] = ()
    min_cell: int = 10
    icc: float | None = None
    cac: float | None = None
    looks: tuple[Look, ...] = ()
    max_information: float | None = None
    harmonics: int = 1  # seasonal pairs of an interrupted series: one, or two if planned
    sceptical_sd: float | None = None  # on the plan's scale, of a prior about no effect

    def __post_init__(self):
        _freeze(self)
        check_plan(self)

    @property
    def primary(self) -> Outcome:
        """The one outcome the verdict rests on."""
        return next(outcome for outcome in self.outcomes if outcome.role == "primary")

    def as_dict(self) -> dict[str, Any]:
        """The plan in JSON's types; `from_dict` gives it back."""
        values = _as_dict(self)
        unset = {name for name in ADDED_LATER if getattr(self, name) == _defaults(Plan)[name]}
        return {name: value for name, value in values.items() if name not in unset}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Plan":
        """A plan from `as_dict` output. Unknown fields raise InputRefused."""
        if not isinstance(values, Mapping):
            raise InputRefused("a plan is not a set of named fields", remedy="Give a JSON object.")
        values = dict(values)
        outcomes = listed("outcomes", values.get("outcomes", ({"key": "primary"},)))
        values["outcomes"] = tuple(_build(Outcome, item) for item in outcomes)
        values["looks"] = tuple(_build(Look, item) for item in listed("looks", values.get("looks", ())))
        if values.get("allocation") is not None:
            values["allocation"] = _build(Allocation, values["allocation"])
        return _build(cls, values)

    def to_json(self) -> str:
        """Canonical JSON: the text the seal is taken over."""
        return canonical_json(self.as_dict())

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """A plan from its canonical JSON."""
        return cls.from_dict(parse_json(text, "plan"))

    def seal(self) -> str:
        """SHA-256 (64 hexadecimal digits) over the canonical JSON in UTF-8."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def _freeze(value: Any) -> None:
    """Turn the lists that JSON gives back into tuples, so that equal plans compare equal."""
    for field in fields(value):
        held = getattr(value, field.name)
        if isinstance(held, list):
            object.__setattr__(value, field.name, _tuple(held))


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, (list, tuple)) else value


def _build(kind: type, values: Any) -> Any:
    if isinstance(values, kind):
        return values
    if not isinstance(values, Mapping):
        raise InputRefused(f"a {kind.__name__} is not a set of named fields", remedy="Give a JSON object.")
    known = {field.name for field in fields(kind)}
    unknown = sorted(map(str, set(values) - known))
    if unknown:
        raise InputRefused(
            f"a {kind.__name__} has no field {', '.join(map(repr, unknown))}",
            remedy=f"Use only: {', '.join(sorted(known))}.",
        )
    try:
        return kind(**values)
    except TypeError as error:
        raise InputRefused(f"a {kind.__name__} is incomplete: {error}", remedy="Fill in the field.") from None


def _as_dict(value: Any) -> Any:
    if isinstance(value, (Plan, Outcome, Look, Allocation)):
        return {field.name: _as_dict(getattr(value, field.name)) for field in fields(value)}
    return [_as_dict(item) for item in value] if isinstance(value, tuple) else value


def _defaults(kind: type) -> dict[str, Any]:
    return {field.name: field.default for field in fields(kind)}
