"""From three answers to the strongest design that is feasible, with the reason and why not the stronger ones.

The limits are the engine's closed list of refusals; what is advised beyond them is said as advice and decided by the
power page, never by a threshold here.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import factorial, prod

from trials.planning.splitting import split


class Who(StrEnum):
    """Who can get the nudge without the others getting it too."""

    CASES = "cases"
    UNITS = "units"
    EVERYBODY = "everybody"


class Start(StrEnum):
    """What decides who starts when."""

    CHANCE = "chance"
    STAGGERED = "staggered"
    FIXED = "fixed"


# STATISTICS section 4, refusals: alpha 0.05 is reached with 20 allocations; 2 residual degrees of freedom; a series
# has 8 points before its start.
FEWEST_SCHEMES, FEWEST_DF, FEWEST_POINTS = 20, 2, 8
ADVISED_AN_ARM, ADVISED_POINTS = 12, 12  # DOMAIN 3.5: advice, not a limit
MOST_STEPS = 6  # more steps make more months of training and reporting than a force sustains
PILOT = "pilot"
TITLES = {
    "individually_randomised": "Single cases drawn at random",
    "cluster_randomised": "Units drawn at random",
    "stepped_wedge": "All units in turn, the order drawn at random",
    "staggered_adoption": "Units in turn, in an order that people choose",
    "difference_in_differences": "Chosen units before and after, against the others",
    "controlled_series": "Series of chosen units against the series of the others",
    "interrupted_series": "One series before and after the start",
    PILOT: "Pilot: delivery, burden and description, no verdict",
}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the three questions were answered, and what the history holds: units and months before the start."""

    who: Who
    start: Start
    units: int
    months_before: int


@dataclass(frozen=True)
class Rung:
    """One design of the ladder, whether it is feasible, and the sentence why or why not."""

    design: str
    feasible: bool
    why: str

    @property
    def title(self):
        return TITLES[self.design]


@dataclass(frozen=True)
class Advice:
    """The strongest feasible rung, those above it that are not, and those below that would be possible too."""

    chosen: Rung
    stronger: tuple[Rung, ...]
    weaker: tuple[Rung, ...]


def advise(answers):
    """The Advice on the Answers; a pilot where no design can answer the question."""
    rungs = [rung(answers) for rung in LADDER]
    at = next(place for place, rung in enumerate(rungs) if rung.feasible)
    weaker = tuple(rung for rung in rungs[at + 1 :] if rung.feasible)
    return Advice(rungs[at], tuple(rungs[:at]), weaker)


def single_cases(answers):
    found = {"design": "individually_randomised"}
    if answers.who != Who.CASES:
        return Rung(
            **found, feasible=False, why="Single cases cannot get the nudge without their neighbours."
        )
    if answers.start != Start.CHANCE:
        return Rung(**found, feasible=False, why="Chance may not decide which case gets the nudge.")
    why = "Chance decides case by case: nothing makes two groups more alike, and many cases answer soonest."
    return Rung(**found, feasible=True, why=why)


def units_at_random(answers):
    found = {"design": "cluster_randomised"}
    if answers.start != Start.CHANCE:
        return Rung(**found, feasible=False, why="Chance may not decide which units get the nudge.")
    if answers.who == Who.EVERYBODY:
        why = "Every unit is to get it, so none stays as it is to be compared with."
        return Rung(**found, feasible=False, why=why)
    if answers.units - 2 < FEWEST_DF:
        why = f"{answers.units} units leave nothing to judge chance by: at least {FEWEST_DF + 2} are needed."
        return Rung(**found, feasible=False, why=why)
    why = "Chance decides which units get the nudge and the others are compared in the same months."
    return Rung(**found, feasible=True, why=f"{why} {_advised_units(answers.units)}".strip())


def _advised_units(units):
    if units >= 2 * ADVISED_AN_ARM:
        return ""
    return f"{ADVISED_AN_ARM} units an arm are advised, and there are {units} in all: see the power page."


def wedge(answers):
    found = {"design": "stepped_wedge"}
    if answers.start != Start.CHANCE:
        return Rung(**found, feasible=False, why="Chance may not decide in which order units start.")
    if answers.who == Who.CASES:
        return Rung(**found, feasible=False, why="Single cases do not start in turn.")
    schemes = orders(answers.units)
    if schemes < FEWEST_SCHEMES:
        why = (
            f"{answers.units} units can start in {schemes} orders, and {FEWEST_SCHEMES} are needed before chance "
            "can be told from an effect."
        )
        return Rung(**found, feasible=False, why=why)
    why = "Everybody gets the nudge, chance decides who first, and those still waiting are the comparison."
    return Rung(**found, feasible=True, why=why)


def orders(units):
    """Ways to hand out the steps to that many units."""
    steps = min(units, MOST_STEPS)
    if steps < 2:
        return 1
    return factorial(units) // prod(factorial(count) for count in split(units, (1 / steps,) * steps))


def in_turn(answers):
    found = {"design": "staggered_adoption"}
    if answers.start != Start.STAGGERED:
        why = "The start is not staggered." if answers.start == Start.FIXED else "A drawn order is stronger."
        return Rung(**found, feasible=False, why=why)
    if answers.who == Who.CASES or orders(answers.units) < FEWEST_SCHEMES or not answers.months_before:
        why = "It takes at least four units and months before the first of them starts."
        return Rung(**found, feasible=False, why=why)
    why = "Units that still wait are compared with those that have begun; people chose the order, so less is sure."
    return Rung(**found, feasible=True, why=why)


def before_and_after_twice(answers):
    found = {"design": "difference_in_differences"}
    if answers.who != Who.UNITS:
        return Rung(**found, feasible=False, why="No unit stays as it is, so there is no comparison.")
    if answers.units - 2 < FEWEST_DF or not answers.months_before:
        why = f"It takes at least {FEWEST_DF + 2} units, two of them with the nudge, and months before the start."
        return Rung(**found, feasible=False, why=why)
    why = "The change of chosen units is held against the change of the others in the same months."
    return Rung(**found, feasible=True, why=why)


def series_against_series(answers):
    found = {"design": "controlled_series"}
    if answers.who != Who.UNITS or answers.units < 2:
        return Rung(**found, feasible=False, why="No unit stays as it is, so there is no comparison.")
    if answers.months_before < FEWEST_POINTS:
        return Rung(**found, feasible=False, why=_too_short(answers.months_before))
    why = "The series of the chosen units is held against that of the others, month by month."
    return Rung(**found, feasible=True, why=why)


def one_series(answers):
    found = {"design": "interrupted_series"}
    if answers.months_before < FEWEST_POINTS:
        return Rung(**found, feasible=False, why=_too_short(answers.months_before))
    advised = f" {ADVISED_POINTS} months before are advised." * (answers.months_before < ADVISED_POINTS)
    why = "Nobody stays as they are, so the months before say what would have come; another event looks the same."
    return Rung(**found, feasible=True, why=why + advised)


def _too_short(months):
    return f"There are {months} months before the start, and a series needs {FEWEST_POINTS}."


def pilot(answers):
    why = (
        "No design can answer the question here. A pilot says whether the nudge is delivered and what it costs people, "
        "and describes what happened: no verdict."
    )
    return Rung(PILOT, feasible=True, why=why)


# From the strongest down. A pilot is always possible, so that the ladder has a last rung.
LADDER = (
    single_cases,
    units_at_random,
    wedge,
    in_turn,
    before_and_after_twice,
    series_against_series,
    one_series,
    pilot,
)
