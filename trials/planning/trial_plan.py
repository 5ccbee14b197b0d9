"""The plan of a trial that is written before its data: everything that decides what will be done and reported.

Its canonical JSON is what a seal is taken over. Units, arms and periods are listed by name, never by a rule that later
data could answer differently. The engine's own plan follows from it and from the allocation (engine_plan).
"""

import json
from dataclasses import asdict, dataclass

from trials.frozen_values import built, frozen
from trials.stats.canonical import canonical_json

FORMAT = "trial-1"
# What a plan without it does not write down, so that a plan written earlier keeps its text.
ADDED_LATER = ("harm", "survey")
CONTROL = "control"  # key of the arm with usual practice


@dataclass(frozen=True, kw_only=True)
class Arm:
    """Usual practice (no nudge), one nudge version, or a bundle. `nudges` are (id of the nudge, version)."""

    key: str
    title: str
    nudges: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit that can be allocated, with what allocation and adjustment may read of it.

    Where nothing is drawn (`allocation` of the plan is None) `arm` is what people decided for it, "" for usual
    practice, and `start` its announced first period with the nudge, 0 for the plan's own.
    """

    name: str
    stratum: str = ""
    pair: str = ""
    covariates: tuple[tuple[str, float], ...] = ()
    arm: str = ""
    start: int = 0


@dataclass(frozen=True, kw_only=True)
class AllocationRule:
    """One of the engine's methods and its options; `ratio` one whole number an arm, () for equal."""

    method: str
    ratio: tuple[int, ...] = ()
    best_percent: int | None = None
    coin_percent: int | None = None
    factors: tuple[str, ...] = ()
    sequential: bool = False


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """A secondary, exploratory or guardrail outcome. `margin`: largest harm still acceptable, as a share (0.03)."""

    key: str
    title: str
    role: str
    better: str = "higher"
    follow_up_days: int = 120
    margin: float | None = None


@dataclass(frozen=True, kw_only=True)
class LookLine:
    """An interim analysis after that many periods since the start, at that share of the information."""

    after_period: int
    planned_information: float


@dataclass(frozen=True, kw_only=True)
class StopRule:
    """When the safety monitor is told: a guardrail's share passes `threshold` in the cases followed so far."""

    key: str
    guardrail: str
    threshold: float
    text: str


@dataclass(frozen=True, kw_only=True)
class HarmWeights:
    """How heavy an offence counts. by: "gravity", the extract's own score, or "offence", by code or group.

    `named` says where the figures come from and which edition they are; `weights` are (offence code or group, weight).
    """

    by: str
    named: str = ""
    weights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class SurveyPair:
    """Two surveys of officers: `before` is the id of one that is closed, with the title it has.

    The later one is the first with the same questionnaire that opens in the month `after_month` or later.
    """

    before: str
    before_title: str
    instrument: str
    instrument_version: int
    after_month: int


@dataclass(frozen=True, kw_only=True)
class Worthwhile:
    """The smallest effect worth having, as a share (0.05 = five points), its reason, and the power for it."""

    effect: float
    reason: str
    power: float | None = None
    power_at_high_icc: float | None = None
    override_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TrialPlan:
    """Everything a plan says. Periods are months: `first_period` (ISO, first of a month) is period 1.

    `start` is the period in which the first unit begins, after `start - 1` periods of baseline; `periods` counts all.
    In a stepped wedge `step_periods` periods lie between two steps. `is_pilot`: fidelity, burden and description, no
    verdict. `synthetic`: its data are made up. `safety_monitor` is the name that is printed; whom it means is said by
    `safety_monitor_id`, and in plans older than that field by the name or address alone.
    """

    question: str
    behaviour: str
    population: str
    arms: tuple[Arm, ...]
    units: tuple[Unit, ...]
    design: str
    measure: str
    measure_version: str
    follow_up_days: int
    first_period: str
    start: int
    periods: int
    allocation: AllocationRule | None
    primary_contrast: tuple[str, str]
    worthwhile: Worthwhile
    analysis_seed: int
    basis: str = "entry"
    step_periods: int = 0
    washout: int = 0
    summary: str = "unit_average"
    intercurrent: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[OutcomeLine, ...] = ()
    subgroups: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    looks: tuple[LookLine, ...] = ()
    max_information: float | None = None
    alpha: float = 0.05
    scale: str = "risk_difference"
    weights: str = "equal"
    icc: float | None = None
    cac: float | None = None
    stop_rules: tuple[StopRule, ...] = ()
    safety_monitor: str = ""
    safety_monitor_id: str = ""
    exclusions: str = ""
    blinding: str = ""
    overlaps: tuple[str, ...] = ()
    seed_digest: str = ""
    is_pilot: bool = False
    synthetic: bool = False
    amendment_reason: str = ""
    after_data_seen: bool = False
    harm: HarmWeights | None = None
    survey: SurveyPair | None = None

    def to_json(self):
        """Canonical JSON: the text that is stored and sealed."""
        values = {"format": FORMAT, **asdict(self)}
        return canonical_json({k: v for k, v in values.items() if k not in ADDED_LATER or v is not None})

    @classmethod
    def from_json(cls, text):
        """The plan that `to_json` wrote; ValueError for another format."""
        values = json.loads(text)
        if values.pop("format", None) != FORMAT:
            raise ValueError("This plan was written by another version of the software: write a new version.")
        return cls(**{name: _value(name, held) for name, held in values.items()})

    @property
    def unit_names(self):
        return tuple(unit.name for unit in self.units)

    @property
    def guardrails(self):
        return tuple(line for line in self.outcomes if line.role == "guardrail")


INNER = {
    "arms": Arm,
    "units": Unit,
    "outcomes": OutcomeLine,
    "looks": LookLine,
    "stop_rules": StopRule,
}
SINGLE = {
    "allocation": AllocationRule,
    "worthwhile": Worthwhile,
    "harm": HarmWeights,
    "survey": SurveyPair,
}


def is_trial_plan(text):
    """Whether a stored plan's text is a TrialPlan, and not the plan of a comparison."""
    return json.loads(text).get("format") == FORMAT


def _value(name, held):
    if name in INNER:
        return tuple(built(INNER[name], one) for one in held)
    if name in SINGLE:
        return None if held is None else built(SINGLE[name], held)
    return frozen(held)
