"""Which arm a band of officers lies in, and what its frozen survey tables say of it. Pure: no answer is read here.

Only figures that a survey has let out are used, as they were let out: hidden groups stay hidden, counts and means are
as rounded there, and intervals as wide.
"""

from dataclasses import dataclass

from cjnudge.behaviour import COMPONENTS
from trials.planning.allocated import arms_by_unit, start_by_unit
from trials.planning.periods import period_of
from trials.planning.scales import OF_SURVEYS
from trials.planning.trial_plan import CONTROL
from trials.stats.canonical import round_number

LEAST = 10  # answers, in either survey: of fewer nothing is told anywhere
ALPHA = 0.05  # of the intervals that surveys print
HIDDEN = "too few answers in one of the surveys, so that it is hidden there"
OUTSIDE = "it has units outside the trial too"
SEVERAL = "its units are in more than one arm"
BETWEEN = "its nudge began while the later survey was open"
NOWHERE = "it stands for no unit"
NOT_ASKED = "one of the surveys does not show it"


@dataclass(frozen=True)
class Place:
    """A unit of the force: its name, its own and its parents' names from the bottom up, and its lowest units' names."""

    name: str
    upwards: tuple[str, ...]
    lowest: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Survey:
    """A closed survey as it was let out: `bands` is {key of an area: (name, answers, {component: cell})}."""

    id: str
    title: str
    opens_on: object
    closes_on: object
    bands: dict


def sides_of(plan, draw, places, later):
    """{key of an area: (arm, whether the nudge was in force) or the reason why it lies in no one arm}.

    places: {key of an area: Place}; later: the later Survey, by whose days it is told who had the nudge.
    """
    arms, starts = arms_by_unit(plan, draw), start_by_unit(plan, draw)
    opened, closed = (_period(plan, day) for day in (later.opens_on, later.closes_on))
    return {key: _side(place, arms, starts, opened, closed) for key, place in places.items()}


def _period(plan, day):
    """The number of the period a day lies in; that after the last for a later one."""
    return period_of(plan, day) or plan.periods + 1


def _side(place, arms, starts, opened, closed):
    units = _units_of(place, arms)
    if None in units:
        return OUTSIDE
    found = {_standing(unit, arms, starts, opened, closed) for unit in units}
    if BETWEEN in found:
        return BETWEEN
    return found.pop() if len(found) == 1 else SEVERAL


def _units_of(place, arms):
    """The trial's units of that area, None among them for what lies in none of them."""
    above = next((name for name in place.upwards if name in arms), None)
    if above is not None:
        return {above}
    return {next((name for name in names if name in arms), None) for names in place.lowest} or {None}


def _standing(unit, arms, starts, opened, closed):
    """(arm, 1) with the nudge in force since before the survey opened, (control, 0) where it is not; else BETWEEN."""
    start = starts.get(unit)
    if start is None or start > closed:
        return CONTROL, 0
    return (arms[unit], 1) if start < opened else BETWEEN


def rows_of(line_key, sides, before, later):
    """(rows, left out) of one outcome: [name, arm, in force, 1 or 2, answers, mean, sd] twice a band, and [name, why].

    A domain's mean is that of its components as they were let out. Its spread is worked back from their intervals, as
    if they rose and fell together, which makes it wide.
    """
    domain, rows, left = line_key.removeprefix(OF_SURVEYS), [], []
    for key in sorted({*before.bands} & {*later.bands}):
        name, side = later.bands[key][0], sides.get(key, NOWHERE)
        scores = [score(survey.bands[key], domain) for survey in (before, later)]
        why = side if isinstance(side, str) else next((one for one in scores if isinstance(one, str)), None)
        if why:
            left.append([name, why])
        else:
            rows += [[name, *side, wave, *found] for wave, found in enumerate(scores, start=1)]
    return rows, left


def score(band, domain):
    """[answers, mean, sd] of a domain in one band of one survey, or why there is none."""
    from trials.stats.arithmetic.student import critical  # numpy: no part of what a process starts with

    _, answers, cells = band
    own = [cell for code, cell in cells.items() if COMPONENTS[code].domain == domain]
    if not own:
        return NOT_ASKED
    if answers is None or answers < LEAST or None in own:
        return HIDDEN
    mean = sum(cell["value"] for cell in own) / len(own)
    half = sum(max(cell["high"] - cell["value"], cell["value"] - cell["low"]) for cell in own) / len(own)
    return [
        answers,
        round_number(mean),
        round_number(half * answers**0.5 / float(critical(ALPHA, answers - 1))),
    ]
