"""What officers of the ten districts say before the synthetic stepped wedge and in the middle of it: made up as well.

In the later survey the answers lie higher where the nudge is in force, so that the result has a change to find.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils.text import slugify
from django.utils.timezone import get_current_timezone

from cjnudge.accounts.permissions import Role
from cjnudge.cases.operations.at_once import await_stored
from cjnudge.demo.chapters.people import DISTRICTS, add_districts
from cjnudge.demo.chapters.surveys import as_finished, made_up
from cjnudge.jobs.models import Job
from surveys.operations.rehearsing import contents_for, field_made_up
from surveys.queries.releases import release_key
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import SurveyPair

BEFORE, DURING = "Officers before the stepped wedge (synthetic)", "Officers in the middle of it (synthetic)"
AFTER_MONTH = 12  # between two steps: those of the first three steps have begun, and the others have not
OPEN_FOR = timedelta(days=27)  # the first 28 days of a month, February too
NUMBERS = range(240)  # some twenty a district, where ten are the fewest that are shown
PEOPLE = "officers of the stepped wedge"  # the seed of the made-up officers: the same persons in both
HIGHER = 1.0  # points by which answers lie higher with the nudge: chosen, and evidence of nothing


def asked_before(cast, closes_on):
    """The closed survey before the trial, among the ten districts of the practice space; made now where missing."""
    there = in_practice(cast)
    add_districts(there)
    return made_up(there, BEFORE) or field(there, BEFORE, closes_on)


def asked_during(cast, plan, starts):
    """The survey in the middle of the trial. starts: {district: its first month with the nudge}."""
    there = in_practice(cast)
    with_nudge = {slugify(name) for name in DISTRICTS if starts[name] < AFTER_MONTH}
    closes_on = first_day_of(plan, AFTER_MONTH) + OPEN_FOR
    return made_up(there, DURING) or field(there, DURING, closes_on, with_nudge)


def in_practice(cast):
    """The same cast, whose force is the practice space."""
    return replace(cast, force=cast.practice)


def field(cast, title, closes_on, with_nudge=()):
    """A finished survey of that title with its answers; those from the areas `with_nudge` lie higher."""
    wave = as_finished(cast, title, datetime.combine(closes_on, time(12), get_current_timezone()))
    wave.opens_on = closes_on - OPEN_FOR
    usual, higher = (
        contents_for(wave, NUMBERS, seed=title, person_seed=PEOPLE, shift=shift) for shift in (0.0, HIGHER)
    )
    said = [
        high if low.bands.get("area") in with_nudge else low for low, high in zip(usual, higher, strict=True)
    ]
    return field_made_up(wave=wave, contents=said, by=cast.people[Role.LEAD], at=cast.at)


def pair_from(wave):
    """What a plan says of the two surveys: this one before, and the first that opens in that month or later."""
    return SurveyPair(
        before=str(wave.pk),
        before_title=wave.title,
        instrument=wave.instrument_key,
        instrument_version=wave.instrument_version,
        after_month=AFTER_MONTH,
    )


def await_results(*waves):
    """Wait until the results of the surveys are let out: a look reads those and no answer."""
    for wave in waves:
        await_stored(Job.scoped.for_force(wave.force).get(key=release_key(wave)).pk)
