"""From a few choices to a whole plan: all that a choice implies is written out, and so under the seal."""

from dataclasses import asdict, dataclass

from trials.cells import Period, Place
from trials.plan_body import Contrast, DataPart, PlanBody
from trials.stats import Outcome, Plan
from trials.stats.strategy import all_designs

PERIODS_PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
TERRITORIAL, ALL, NONE = "territorial", "all", "none"


class PlanRefused(ValueError):
    """The choices make no plan; `field` names the choice at fault, the text what to do."""

    def __init__(self, field, text):
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class Contents:
    """What a snapshot holds of one measure on one basis."""

    feed: str
    snapshot_hash: str
    measure: str
    measure_version: str
    basis: str
    grain: str
    places: tuple[Place, ...]
    periods: tuple[Period, ...]
    better: str = "neither"
    follow_up_days: int = 0

    @property
    def days(self):
        """First days of the periods, in time order."""
        return [period.on for period in self.periods]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a person decides. Periods by first day; `sensitivity_span` 0 adds no second definition."""

    kind: str
    design: str
    treated: tuple[str, ...]
    comparison_rule: str
    before: tuple[str, str]
    after: tuple[str, str]
    washout: int = 0
    sensitivity_span: int = 0
    seed: int
    reason_for_dates: str
    known_when_written: str


def build_plan(contents, choices):
    """The PlanBody; raises PlanRefused where the choices do not fit together or the snapshot."""
    comparison = listed(contents, choices)
    primary = primary_contrast(contents, choices)
    data = DataPart(
        feed=contents.feed,
        snapshot_hash=contents.snapshot_hash,
        measure=contents.measure,
        measure_version=contents.measure_version,
        basis=contents.basis,
        grain=contents.grain,
        grouping="place",
        treated=choices.treated,
        comparison=comparison,
        comparison_rule=choices.comparison_rule if comparison else NONE,
        primary=primary,
        sensitivity=sensitivity(contents, choices),
    )
    return PlanBody(
        kind=choices.kind,
        written_after_data_seen=choices.kind == "retrospective",
        analysis=engine_fields(contents, choices, primary),
        data=data,
        reason_for_dates=choices.reason_for_dates,
        known_when_written=choices.known_when_written,
    )


def uses_comparison(design):
    """Whether a design compares with places where nothing changed."""
    return "uncontrolled" not in all_designs()[design].offers


def listed(contents, choices):
    """The comparison places by name; none for a design that has none."""
    names = [place.name for place in contents.places]
    missing = [name for name in choices.treated if name not in names]
    if missing or not choices.treated:
        raise PlanRefused("treated", "Choose a place that the snapshot holds.")
    if not uses_comparison(choices.design):
        return ()
    places = [place for place in contents.places if place.name not in choices.treated]
    if choices.comparison_rule == TERRITORIAL:
        places = [place for place in places if place.territorial]
    if not places:
        raise PlanRefused(
            "comparison_rule", "The snapshot holds no other place: choose a design without a comparison."
        )
    return tuple(place.name for place in places)


def primary_contrast(contents, choices):
    """Before and after as chosen; every other period up to the last one compared counts for neither."""
    days = contents.days
    before = between(days, *choices.before, "before")
    after = between(days, *choices.after, "after")
    if before[-1] >= after[0]:
        raise PlanRefused("after", "The first period after must come later than the last period before.")
    if choices.washout >= len(after):
        raise PlanRefused(
            "washout", "The washout takes every period after: choose fewer, and leave at least one."
        )
    excluded = tuple(day for day in days if day <= after[-1] and day not in before and day not in after)
    washout, after = after[: choices.washout], after[choices.washout :]
    return Contrast("primary", "as planned", before, after, excluded, washout)


def between(days, first, last, field):
    """The periods from one to another, both included."""
    found = tuple(day for day in days if first <= day <= last)
    if first not in days or last not in days or not found:
        raise PlanRefused(field, "Choose a first and a last period that the snapshot holds, in this order.")
    return found


def sensitivity(contents, choices):
    """The mean of the last periods against the mean of as many first ones, where asked for."""
    span, days = choices.sensitivity_span, contents.days
    if not span:
        return ()
    if 2 * span > len(days):
        raise PlanRefused(
            "sensitivity_span", f"The snapshot has {len(days)} periods: choose at most {len(days) // 2}."
        )
    several = "" if span == 1 else f"{span} "
    plural = contents.grain if span == 1 else f"{contents.grain}s"
    label = f"mean of the last {several}{plural} − mean of the first {several}{plural}"
    middle = tuple(days[span : len(days) - span])
    return (Contrast("ends", label, tuple(days[:span]), tuple(days[-span:]), middle),)


def engine_fields(contents, choices, primary):
    """Every field of the engine's Plan, defaults written out."""
    numbers = {on: number for number, on in enumerate(primary.span, start=1)}
    return Plan(
        design=choices.design,
        seed=choices.seed,
        start=numbers[primary.start],
        washout=choices.washout,
        exclude_periods=tuple(numbers[on] for on in primary.excluded),
        periods_per_year=PERIODS_PER_YEAR[contents.grain],
    ).as_dict() | {"outcomes": [outcome_fields(contents)]}


def outcome_fields(contents):
    """The measure as the engine's outcome, without a direction where it has none: the default would be false."""
    fields = asdict(Outcome(key=contents.measure, follow_up_days=contents.follow_up_days))
    directed = {"better": contents.better} if contents.better != "neither" else {}
    return {name: value for name, value in fields.items() if name != "better"} | directed
