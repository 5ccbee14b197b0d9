"""What an analysis hands back: one frozen shape for every design, and its JSON."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from trials.stats.canonical import canonical_json, parse_json
from trials.stats.errors import CannotEstimate, InputRefused

STATUSES = ("passes", "fails", "cannot tell", "not supplied")


@dataclass(frozen=True)
class Estimate:
    """A number with its interval. None where the method gives no such figure; never NaN or infinity.

    `method` says how in words, `reference` the distribution the p-value refers to; `details` holds
    the figures a page prints beside it (own change, ranks), by name.
    """

    scale: str
    value: float
    low: float | None
    high: float | None
    p_value: float | None
    df: float | None
    method: str
    reference: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        for name in ("value", "low", "high", "p_value", "df"):
            number = getattr(self, name)
            if number is not None and not math.isfinite(number):
                raise ValueError(f"an estimate's {name} is not a finite number")


@dataclass(frozen=True)
class Finding:
    """A check's outcome: passes, fails, cannot tell or not supplied; in words, with its figures."""

    key: str
    status: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        if self.status not in STATUSES:
            raise ValueError(f"{self.status!r} is not one of {STATUSES}")


@dataclass(frozen=True)
class Refusal:
    """Why there is no estimate: code of the closed list, what is missing, what would do."""

    code: str
    missing: str
    would_do: str

    @classmethod
    def of(cls, error: CannotEstimate) -> "Refusal":
        """The refusal an exception stands for."""
        return cls(error.code, error.missing, error.would_do)


@dataclass(frozen=True)
class OutcomeResult:
    """A secondary, exploratory or guardrail outcome under the plan's own design.

    `status` of a guardrail is "holds", "watch" or "breached" (or "cannot tell"); otherwise None.
    `adjusted_p` is Holm's over the secondaries, Benjamini-Hochberg's over the exploratory outcomes. `beside` are
    the estimates reported with every outcome: correlations within units, the effect on the other scale.
    `contrasts` are, with several arms, every arm against control; a guardrail's `estimate` is its worst arm's.
    """

    key: str
    role: str
    estimate: Estimate | None
    refusal: Refusal | None
    adjusted_p: float | None
    status: str | None
    text: str
    beside: Mapping[str, Estimate] = field(default_factory=dict)
    contrasts: Mapping[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Report:
    """The result of one analysis. `primary` is None exactly where `refusal` says why."""

    design: str
    estimand: str
    plan_seal: str
    primary: Estimate | None
    primary_key: str | None
    estimates: Mapping[str, Estimate]
    refusals: Mapping[str, Refusal]
    contrasts: Mapping[str, Estimate]
    outcomes: Mapping[str, OutcomeResult]
    findings: tuple[Finding, ...]
    grade: int
    verdict: str
    refusal: Refusal | None
    naive: Mapping[str, Any] | None
    series: Mapping[str, Any]
    seed: int
    engine_version: str
    versions: Mapping[str, str]

    def finding(self, key: str) -> Finding:
        """The finding of that check; KeyError where the check did not apply."""
        return next((found for found in self.findings if found.key == key), None) or _no_such(key)

    def as_dict(self) -> dict[str, Any]:
        """The report in JSON's types, at full precision."""
        return asdict(self)

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, ten significant digits, the same bytes for the same report."""
        return canonical_json(self.as_dict())

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """The report `to_json` wrote, with its rounded numbers. InputRefused for any other JSON."""
        values = parse_json(text, "report")
        try:
            return _checked(cls(**{**values, **_parts(values)}))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise InputRefused(
                f"this is no report: {error}", remedy="Give the text Report.to_json wrote."
            ) from None


# What each part of a report is; the others are checked where they are built.
KINDS = {
    "design": str,
    "plan_seal": str,
    "grade": int,
    "verdict": str,
    "series": Mapping,
    "seed": int,
    "engine_version": str,
    "versions": Mapping,
}


def _checked(report: Report) -> Report:
    """The report; TypeError where a part is of another kind, or an estimate has no number."""
    wrong = [name for name, kind in KINDS.items() if not isinstance(getattr(report, name), kind)]
    estimates = [report.primary, *report.estimates.values(), *report.contrasts.values()]
    empty = [found for found in estimates if found is not None and found.value is None]
    if wrong or empty or (report.primary is None) != (report.refusal is not None):
        raise TypeError(f"{', '.join(wrong) or 'an estimate'} is not what a report holds")
    return report


def _no_such(key: str):
    raise KeyError(key)


def _parts(values: dict) -> dict[str, Any]:
    return {
        "primary": _optional(Estimate, values["primary"]),
        "estimates": {key: Estimate(**item) for key, item in values["estimates"].items()},
        "refusals": {key: Refusal(**item) for key, item in values["refusals"].items()},
        "contrasts": {key: Estimate(**item) for key, item in values["contrasts"].items()},
        "outcomes": {key: _outcome(item) for key, item in values["outcomes"].items()},
        "findings": tuple(Finding(**item) for item in values["findings"]),
        "refusal": _optional(Refusal, values["refusal"]),
    }


def _outcome(item: dict) -> OutcomeResult:
    parts = {
        "estimate": _optional(Estimate, item["estimate"]),
        "refusal": _optional(Refusal, item["refusal"]),
        **{
            name: {key: Estimate(**found) for key, found in item.get(name, {}).items()}
            for name in ("beside", "contrasts")
        },
    }
    return OutcomeResult(**{**item, **parts})


def _optional(kind: type, item: dict | None) -> Any:
    return None if item is None else kind(**item)
