"""Allocates units to arms from a published seed, and says whether an allocation is the one its seed gives."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from numbers import Integral
from typing import Any

from trials.stats.allocation_balance import balance_table
from trials.stats.allocation_draws import ALGORITHM, Stream
from trials.stats.allocation_method import Drawn, Request, all_methods
from trials.stats.allocation_units import read_units
from trials.stats.argument_rules import listed, shown, text, texts, whole
from trials.stats.canonical import canonical_json, parse_json, plain
from trials.stats.errors import InputRefused
from trials.stats.plan import Allocation

# Fields of a Request that only some methods read.
MOST_RATIO = 1_000
AS_PUBLISHED = "Give it as it was published."
LISTS = ("units", "arms", "ratio", "covariates", "factors")
OPTIONS = ("stratum", "pair", "covariates", "factors", "best_percent", "coin_percent")


@dataclass(frozen=True, kw_only=True)
class Allocated:
    """An allocation and all that is needed to draw it again. `assignment` is (unit, arm), units sorted.

    `scheme_hash` is the SHA-256 of the schemes it was drawn from where they were listed (`schemes` of them),
    else of the rule. `balance` are the rows of the balance table.
    """

    algorithm: str
    method: str
    seed: int
    request: Request
    assignment: tuple[tuple[str, str], ...]
    scheme_hash: str
    schemes: int | None
    balance: tuple[Mapping[str, Any], ...]

    def published(self) -> dict[str, Any]:
        """What is published, in JSON's types: seed, units, rule, result."""
        found = {
            name: getattr(self, name) for name in ("algorithm", "method", "seed", "scheme_hash", "schemes")
        }
        request = {name: value for name, value in asdict(self.request).items() if value not in (None, ())}
        return {**found, **request, "assignment": dict(self.assignment)}

    def to_json(self) -> str:
        """Canonical JSON of `published`: the same bytes for the same seed on any machine."""
        return canonical_json(self.published())

    def as_plan(self) -> Allocation:
        """The value a Plan holds: units with their arms, strata, pairs, and what a randomisation test needs."""
        request, units = self.request, self.request.units
        strata = request.attributes[request.stratum] if request.stratum else ()
        pairs: dict[str, list[str]] = {}
        for unit, value in zip(units, request.attributes[request.pair] if request.pair else (), strict=False):
            pairs.setdefault(value, []).append(unit)
        return Allocation(
            self.method,
            arms=self.assignment,
            strata=tuple(zip(units, strata, strict=False)),
            pairs=tuple(tuple(members) for members in pairs.values()),
            sequences=tuple((u, int(arm)) for u, arm in self.assignment) if self.method == "stepped" else (),
            constraint=json.loads(canonical_json(asdict(request)))
            if all_methods()[self.method].space
            else None,
            scheme_hash=self.scheme_hash,
        )


@dataclass(frozen=True)
class Verification:
    """Whether a published allocation is the one its seed gives; `problems` say where it is not."""

    holds: bool
    problems: tuple[str, ...]


def allocate(
    units: Any,
    *,
    seed: int,
    method: str = "simple",
    arms: Iterable[str] = ("control", "treated"),
    ratio: Iterable[int] | None = None,
    **options: Any,
) -> Allocated:
    """Units in arms. `units` are names, or a table with `unit` and one column an attribute.

    `options` are `stratum`, `pair` (a column's name), `covariates`, `factors` (names of columns),
    `best_percent`, `coin_percent`. Raises InputRefused for what the method cannot follow.
    """
    names, attributes = read_units(units)
    arms = tuple(_arm(arm) for arm in listed("arms", arms))
    ratio = tuple(listed("ratio", ratio)) if ratio is not None else (1,) * len(arms)
    _check(names, arms, ratio, seed)
    request = Request(units=names, arms=arms, ratio=ratio, attributes=attributes, **_options(options))
    _check_method(method, request, options)
    drawn = all_methods()[method].draw(request, Stream(int(seed), "arms"))
    assignment = tuple((unit, arms[arm]) for unit, arm in zip(names, drawn.arms, strict=True))
    return Allocated(
        algorithm=ALGORITHM,
        method=method,
        seed=int(seed),
        request=request,
        assignment=assignment,
        scheme_hash=_scheme_hash(method, request, drawn),
        schemes=None if drawn.schemes is None else len(drawn.schemes),
        balance=balance_table(request, drawn.arms),
    )


def verify_allocation(published: Any) -> Verification:
    """Draws the published allocation again: an Allocated, its `published()` or its JSON."""
    values = _published(published)
    if not isinstance(values.get("assignment", {}), Mapping):
        raise InputRefused(
            "the published assignment is no list of units with their arms", remedy=AS_PUBLISHED
        )
    if values.get("algorithm") != ALGORITHM:
        problem = f"It was drawn by {values.get('algorithm')!r}; this is {ALGORITHM!r}."
        return Verification(False, (problem,))
    again = _again(values)
    claimed = {str(unit): arm for unit, arm in values.get("assignment", {}).items()}
    drawn = dict(again.assignment)
    problems = [
        f"{unit}: drawn {drawn.get(unit, 'nowhere')}, published {claimed.get(unit, 'nowhere')}"
        for unit in sorted(drawn.keys() | claimed.keys())
        if drawn.get(unit) != claimed.get(unit)
    ]
    if values.get("scheme_hash") != again.scheme_hash:
        problems.append("The hash of the schemes is another.")
    if values.get("schemes", again.schemes) != again.schemes:
        problems.append(f"{values['schemes']} schemes are published, and there are {again.schemes}.")
    return Verification(not problems, tuple(problems))


def request_of(constraint: Mapping[str, Any]) -> Request:
    """The Request that `Allocated.as_plan` put into an Allocation's constraint."""
    known = {field.name for field in fields(Request)}
    values = {name: value for name, value in constraint.items() if name in known}
    columns = values.get("attributes", {})
    told = {"units", "arms", "ratio"} <= set(values) and isinstance(columns, Mapping)
    lists = [values.get(name, ()) for name in LISTS] + (list(columns.values()) if told else [])
    if not told or not all(isinstance(value, (list, tuple)) for value in lists):
        raise InputRefused(
            "the allocation's constraint does not say what was drawn",
            remedy="Use the value that as_plan of the allocation gives.",
        )
    frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    request = Request(**{**frozen, "attributes": {name: tuple(column) for name, column in columns.items()}})
    _check(request.units, request.arms, request.ratio, 0)
    _check_columns(request)
    return request


def _published(published: Any) -> dict[str, Any]:
    if isinstance(published, Allocated):
        return published.published()
    values = parse_json(published, "allocation") if isinstance(published, str) else published
    if not isinstance(values, Mapping) or not {"units", "seed", "method", "arms"} <= set(values):
        raise InputRefused("this is no published allocation", remedy="Give seed, method, arms and units.")
    try:
        return plain(values)
    except (TypeError, ValueError, OverflowError):
        raise InputRefused("the published allocation holds what JSON cannot", remedy=AS_PUBLISHED) from None


def _again(values: Mapping[str, Any]) -> Allocated:
    attributes = values.get("attributes", {})
    if isinstance(attributes, Mapping) and "unit" in attributes:
        raise InputRefused("an attribute is called unit", remedy="Give the units' names under units alone.")
    columns = [listed("units", values["units"])]
    if isinstance(attributes, Mapping):
        columns += [listed("an attribute", column) for column in attributes.values()]
    if not isinstance(attributes, Mapping) or any(len(column) != len(columns[0]) for column in columns):
        raise InputRefused("the published attributes do not fit the units", remedy=AS_PUBLISHED)
    columns = dict(zip(["unit", *attributes], columns, strict=True))
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    options = {name: values[name] for name in OPTIONS if name in values}
    for name in ("best_percent", "coin_percent"):  # a default is published, and no choice of an option
        if options.get(name) == getattr(Request, name):
            del options[name]
    return allocate(
        rows,
        seed=values["seed"],
        method=values["method"],
        arms=values["arms"],
        ratio=values.get("ratio"),
        **options,
    )


def _arm(arm: Any) -> str:
    """An arm's name as text; in a stepped allocation it is a period's number."""
    name = str(arm) if isinstance(arm, Integral) and not isinstance(arm, bool) else arm
    text("an arm", name)
    return name


def _check(names: tuple[str, ...], arms: tuple[str, ...], ratio: tuple[int, ...], seed: Any) -> None:
    rules = (
        (
            len(names) >= len(arms),
            f"{len(names)} units for {len(arms)} arms",
            "Give a unit for each arm at least.",
        ),
        (
            len(set(arms)) == len(arms) > 1,
            "the arms are not two or more different names",
            "Name each arm once.",
        ),
        (len(ratio) == len(arms), "the ratio has not one number an arm", "Give one whole number an arm."),
        (
            all(isinstance(n, int) and not isinstance(n, bool) and 0 < n <= MOST_RATIO for n in ratio),
            "the ratio holds something that is not a whole number above 0",
            f"Give one whole number an arm, {MOST_RATIO:,} at most.",
        ),
        (
            not isinstance(seed, (bool, float)) and shown(seed).strip("'\"").isdecimal(),
            f"the seed is {shown(seed)}",
            "Give a whole number of at least 0, drawn in public.",
        ),
    )
    for holds, rule, remedy in rules:
        if not holds:
            raise InputRefused(rule, remedy=remedy)


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown:
        raise InputRefused(
            f"unknown option {', '.join(unknown)}", remedy=f"Choose from: {', '.join(OPTIONS)}."
        )
    for name in ("stratum", "pair"):
        if options.get(name) is not None:
            text(name, options[name])
    for name in ("covariates", "factors"):
        if name in options:
            texts(name, tuple(listed(name, options[name])))
    for name in ("best_percent", "coin_percent"):
        if name in options:
            whole(name, options[name], least=1, most=100)
    return {
        name: tuple(value) if name in ("covariates", "factors") else value for name, value in options.items()
    }


def _check_method(method: str, request: Request, options: Mapping[str, Any]) -> None:
    methods = all_methods()
    if not isinstance(method, str) or method not in methods:
        raise InputRefused(
            f"there is no method {shown(method)}", remedy=f"Choose one of: {', '.join(methods)}."
        )
    reads = methods[method].needs | methods[method].may
    unread = sorted(name for name in options if name not in reads)
    if unread:
        raise InputRefused(
            f"{method} does not read {', '.join(unread)}", remedy="Leave it out, or change the method."
        )
    absent = [name for name in sorted(methods[method].needs) if not getattr(request, name)]
    if absent:
        raise InputRefused(f"{method} needs {', '.join(absent)}", remedy="Name the columns it is to read.")
    _check_columns(request)


def _check_columns(request: Request) -> None:
    """Every column the request names is there, one value a unit; percentages are such."""
    named = [request.stratum, request.pair, *request.covariates, *request.factors]
    missing = [str(name) for name in named if name and name not in request.attributes]
    if missing:
        raise InputRefused(f"the units have no column {', '.join(missing)}", remedy="Add the column.")
    if any(len(column) != len(request.units) for column in request.attributes.values()):
        raise InputRefused("a column has not one value for each unit", remedy=AS_PUBLISHED)
    for name in ("best_percent", "coin_percent"):
        whole(name, getattr(request, name), least=1, most=100)


def _scheme_hash(method: str, request: Request, drawn: Drawn) -> str:
    """Over one line a scheme, arm numbers parted by commas; without a list, over the rule's canonical JSON."""
    if drawn.schemes is not None:
        text = "".join(",".join(map(str, scheme)) + "\n" for scheme in drawn.schemes)
    else:
        text = canonical_json({"algorithm": ALGORITHM, "method": method, **asdict(request)})
    return sha256(text.encode()).hexdigest()
