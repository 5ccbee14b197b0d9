"""What was worked out of a plan's power, and for which text of it: light enough for a page that only reads it."""

import hashlib
from dataclasses import asdict, dataclass

from trials.planning.history_of import PlanningValues, planning_values
from trials.stats.canonical import canonical_json

WANTED = 0.80  # STATISTICS section 3: sealing needs this much
# What the figures depend on: a plan that differs in any of these needs its power worked out again.
READ = (
    "arms", "units", "design", "measure", "measure_version", "follow_up_days", "start", "periods", "step_periods",
    "allocation", "primary_contrast", "washout", "covariates", "alpha", "scale", "weights", "outcomes", "looks",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GuardrailPower:
    """The chance to show that a guardrail holds when nothing got worse; None where its past is not known.

    `holdable` is the smallest margin that would be held in 80 % of such trials. `cases` are (unit, cases a month that
    count for it) in the past and `icc` how alike they are, () and None where not known, as in figures made before.
    """

    key: str
    title: str
    margin: float
    power: float | None
    baseline: float | None
    text: str = ""
    holdable: float | None = None
    cases: tuple[tuple[str, float], ...] = ()
    icc: float | None = None


@dataclass(frozen=True, kw_only=True)
class PowerFigures:
    """All that the power page shows. `refused` says why there is no figure: then the others are None or empty.

    `grid` rows are (units, months from the first start on, smallest effect found or None, power for `effect`).
    `months_needed` and `units_needed` bring the power to 80 % by themselves; None where no such number is in reach.
    """

    digest: str
    effect: float
    values: PlanningValues
    units: tuple[int, ...] = ()
    months_before: int = 0
    months: int = 0
    power: float | None = None
    power_at_high_icc: float | None = None
    detectable: float | None = None
    standard_error: float | None = None
    simulated: float | None = None
    runs: int = 0
    method: str = ""
    grid: tuple[tuple, ...] = ()
    guardrails: tuple[GuardrailPower, ...] = ()
    months_needed: int | None = None
    units_needed: int | None = None
    refused: str = ""

    def to_json(self):
        """Canonical JSON, as it is stored."""
        return canonical_json(asdict(self))


def power_digest(plan):
    """SHA-256 of what the figures depend on: figures of another digest are those of another plan."""
    held = asdict(plan)
    asked = {name: held[name] for name in READ} | {"effect": plan.worthwhile.effect}
    asked |= (
        {"harm": held["harm"]} if plan.harm else {}
    )  # plans without weights keep the digest that they had
    return hashlib.sha256(canonical_json(asked).encode()).hexdigest()


def figures_from(held):
    """The PowerFigures that `to_json` wrote, from its parsed JSON."""
    made = {
        "values": planning_values(held["values"]),
        "units": tuple(held["units"]),
        "grid": tuple(map(tuple, held["grid"])),
        "guardrails": tuple(
            GuardrailPower(**{**one, "cases": tuple(map(tuple, one.get("cases", ())))})
            for one in held["guardrails"]
        ),
    }
    return PowerFigures(**{**held, **made})
