"""Surveys of the ten districts: two with made-up answers, the later compared with the earlier, and one to try out.

The two finished ones are synthetic. The open one holds no answer but those of whoever tries it, so it is a real
survey, of a force that exists in the demonstration alone.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localdate

from cjnudge.accounts.permissions import Role
from cjnudge.demo.cast import Chapter
from cjnudge.demo.chapters.people import DISTRICTS
from cjnudge.jobs.models import Job
from cjnudge.safeguards.operations import start_record
from surveys.bands import ROLE_BANDS
from surveys.lifecycle import Mode, State
from surveys.models import Wave
from surveys.operations.fielding import launch_wave, make_wave, set_up
from surveys.operations.looking_after import count_uptake
from surveys.operations.rehearsing import as_made_up, contents_for, field_made_up
from surveys.operations.stations import make_code
from surveys.operations.training import record_rules
from surveys.presenters.headline import headline
from surveys.queries.options import rules_of
from surveys.queries.releases import release_key, release_of
from surveys.scales import load_instrument, load_module

EARLIER, LATER = (
    "First survey of the ten districts (synthetic)",
    "Second survey, half a year later (synthetic)",
)
OPEN = "Out-of-court resolutions: try it out (demonstration)"
HALF_A_YEAR = timedelta(days=182)
OPEN_FOR = timedelta(days=28)
# Most of those who answered the first time answer again, so that linked answers can be shown.
FIRST_PEOPLE, SECOND_PEOPLE = range(240), range(50, 310)
HIGHER = 0.4  # points by which the second answers lie higher: chosen, and evidence of nothing
PEOPLE = "ten districts"  # the seed of the made-up officers: the same persons in both
HEADCOUNT = 60
EXAMPLE = {
    "c1": "could be dealt with out of court",
    "c2": "could be, after a further check",
    "c3": "could not be dealt with out of court",
}
NONE_MADE = "None was made: this is the demonstration"
SAFEGUARDS = {
    "title": "A survey to try out, in the demonstration",
    "controller": "Nobody: the force of the demonstration does not exist",
    "regime": "undecided",
    "lawful_basis": NONE_MADE,
    "impact_assessment": NONE_MADE,
    "equality_assessment": NONE_MADE,
    "ethics": NONE_MADE,
    "associations": "Nobody was consulted: this is the demonstration",
    "retain_months": 12,
    "retention_rule": "Delete the demonstration’s data folder.",
    "contact": "whoever started the demonstration",
}


def tell(cast):
    earlier = made_up(cast, EARLIER) or first(cast)
    later = made_up(cast, LATER) or second(cast, earlier)
    for wave in (earlier, later):
        cast.jobs += Job.scoped.for_force(cast.force).filter(key=release_key(wave))
    count_uptake(wave=still_open(cast) or launched(cast), on=localdate(cast.at))
    cast.results.append(lambda: told(later))


def made_up(cast, title):
    """The made-up survey with this title, or None where it is not there yet."""
    return Wave.scoped.for_force(cast.force).filter(title=title, synthetic=True).first()


def first(cast):
    wave = as_finished(cast, EARLIER, cast.at - HALF_A_YEAR)
    contents = contents_for(wave, FIRST_PEOPLE, seed=EARLIER, person_seed=PEOPLE)
    return field_made_up(wave=wave, contents=contents, by=cast.people[Role.LEAD], at=cast.at)


def second(cast, earlier):
    """With the short cases, and compared with the first."""
    wave = as_finished(cast, LATER, cast.at, modules=[["knowledge", 1]])
    wave.follows = earlier
    contents = contents_for(wave, SECOND_PEOPLE, seed=LATER, person_seed=PEOPLE, shift=HIGHER)
    return field_made_up(wave=wave, contents=contents, by=cast.people[Role.LEAD], at=cast.at)


def as_finished(cast, title, at, **chosen):
    """An unsaved made-up survey of all districts that ended at an instant."""
    lead, instrument = cast.people[Role.LEAD], load_instrument("oocr_com_b")
    example_rules(cast)
    plan = Wave(
        force=cast.force,
        title=title,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        behaviour_agreed=True,
        units=districts(),
        role_bands=list(ROLE_BANDS),
        mode=Mode.CONFIDENTIAL,
        contact="whoever started the demonstration",
        **chosen,
    )
    made = as_made_up(plan, by=lead, at=at, on=localdate(at), title="{title}")
    made.opens_on = made.closes_on - OPEN_FOR
    return made


def example_rules(cast):
    """Answers to the short cases, so that results can show how they are judged; those that are there stay."""
    cases = load_module("knowledge")
    if rules_of(cast.force, cases.key, cases.version) is None:
        record_rules(
            force=cast.force, source=cases, answers=EXAMPLE, reasons={}, base=0, by=cast.people[Role.LEAD],
            rule="An example for the demonstration: the rules of no force.", at=cast.at,
        )  # fmt: skip


def districts():
    return [slugify(name) for name in DISTRICTS]


def still_open(cast):
    """The survey to try out, where one takes answers today."""
    there = Wave.scoped.for_force(cast.force).filter(title=OPEN, state=State.OPEN)
    return there.filter(closes_on__gte=localdate(cast.at)).first()


def launched(cast):
    """A survey that whoever has a district's code can answer, set up as a lead does it."""
    now, on = {"by": cast.people[Role.LEAD], "at": cast.at}, localdate(cast.at)
    instrument = load_instrument("oocr_com_b")
    wave = make_wave(force=cast.force, title=OPEN, instrument=instrument, **now)
    for step, values in steps(on).items():
        set_up(wave=wave, step=step, values=values, **now)
    for area in DISTRICTS:
        make_code(wave=wave, area=area, kind="station", headcount=HEADCOUNT, **now)
    values = SAFEGUARDS | {"impact_assessed_on": on, "consulted_on": on}
    start_record(force=cast.force, kind="survey", subject_id=wave.pk, values=values, **now)
    return launch_wave(wave=wave, on=on, **now)


def steps(on):
    """{step: what a lead would enter}."""
    return {
        "behaviour": {"behaviour_agreed": True},
        "audience": {"units": districts(), "role_bands": list(ROLE_BANDS)},
        "doors": {"personal_links": False},
        "mode": {"mode": Mode.ANONYMOUS},
        "dates": {
            "opens_on": on,
            "closes_on": on + OPEN_FOR,
            "first_reminder_on": None,
            "second_reminder_on": None,
        },
        "notice": {
            "contact": "This survey belongs to the demonstration: ask whoever started it.",
            "kept_years": 1,
        },
    }


def told(wave):
    """What the demonstration says of the later survey."""
    top = headline(release_of(wave).payload)
    strongest = [f"{name}: {words}." for name, words in top["strongest"]]
    return {
        "title": wave.title,
        "synthetic": True,
        "verdict": " ".join([*top["answered"], *strongest]),
        "estimate": None,
        "path": reverse("surveys:results", args=[wave.force.slug, wave.pk]),
    }


CHAPTER = Chapter(order=60, title="Surveys of the ten districts", tell=tell)
