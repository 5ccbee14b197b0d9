"""Surveys as trials read them, through their force: what was let out of them, and where their areas lie."""

from dataclasses import dataclass

from django.db.models import Q

from cjnudge.accounts.models import Unit
from surveys.lifecycle import State
from surveys.queries.releases import release_of
from surveys.queries.waves import wave_of, waves_of
from surveys.release.tables import table_of
from trials.planning.periods import first_day_of
from trials.survey_bands import Place, Survey

ANSWERS = "answers"


def usable(force):
    """The force's surveys that are no try-outs; made-up ones in a practice space alone."""
    found = waves_of(force).filter(rehearses__isnull=True)
    return found if force.is_practice else found.filter(synthetic=False)


@dataclass(frozen=True)
class Earlier:
    """A survey that a later one can be held against; `key` is its id, `label` what is chosen from."""

    key: str
    label: str
    title: str
    instrument: str
    instrument_version: int


def earlier_surveys(force):
    """Earlier of the closed surveys of which results were let out, the newest first."""
    closed = usable(force).filter(state=State.CLOSED).order_by("-closes_on", "-made_at")
    return [_earlier(wave) for wave in closed if final_release(wave)]


def _earlier(wave):
    label = f"{wave.title}, closed {wave.closes_on:%-d %B %Y}"
    return Earlier(str(wave.pk), label, wave.title, wave.instrument_key, wave.instrument_version)


def final_release(wave):
    """What was let out at the close of a survey, or None before that."""
    found = release_of(wave)
    return found if wave.state == State.CLOSED and found and found.payload["batch"] is None else None


def survey_before(force, pair):
    """The wave that the plan names, or None where it is gone."""
    return wave_of(force, pair.before)


def later_survey(force, plan):
    """The first wave with the same questionnaire that opens in the plan's month or later, or None while there is none.

    A draft is none: it may still be changed, or never launched.
    """
    pair = plan.survey
    found = usable(force).filter(instrument_key=pair.instrument, state__in=(State.OPEN, State.CLOSED))
    found = found.filter(opens_on__gte=first_day_of(plan, pair.after_month)).exclude(pk=pair.before)
    return found.order_by("opens_on", "launched_at", "pk").first()


def as_let_out(wave):
    """The Survey of a closed wave, or None before its results were let out."""
    release = final_release(wave)
    if release is None:
        return None
    return Survey(str(wave.pk), wave.title, wave.opens_on, wave.closes_on, bands_in(release.payload))


def bands_in(payload):
    """{key of an area: (name, answers, {component: cell})} as the table of areas shows them; {} without one."""
    table = table_of(payload, "profile", "by_area")
    if table is None:
        return {}
    names = [column["key"] for column in table["columns"]]
    found = {}
    for row in table["rows"]:
        cells = dict(zip(names, row["cells"], strict=True))
        found[row["key"]] = (row["label"], cells.pop(ANSWERS), cells)
    return found


def places_of(force, keys, on):
    """{key: Place} of the units with those keys that existed on a day."""
    live = Unit.scoped.for_force(force).filter(starts_on__lte=on)
    units = {one.pk: one for one in live.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))}
    below = {}
    for one in units.values():
        below.setdefault(one.parent_id, []).append(one)
    return {
        one.key: Place(one.name, _upwards(one, units), tuple(_lowest(one, below)))
        for one in units.values()
        if one.key in keys
    }


def _upwards(unit, units):
    """Its own name and those of the units it lies in."""
    names = []
    while unit is not None:
        names.append(unit.name)
        unit = units.get(unit.parent_id)
    return tuple(names)


def _lowest(unit, below):
    """For every lowest unit under this one the names from it up to just under this one."""
    for child in below.get(unit.pk, ()):
        deeper = list(_lowest(child, below))
        yield from ((*names, child.name) for names in deeper or [()])
