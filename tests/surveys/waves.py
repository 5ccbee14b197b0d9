"""Waves for tests: set up through the operations, as leads do it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from unittest import mock

from cjnudge.accounts.models import Unit
from surveys.identity.tokens import token_of
from surveys.master import master
from surveys.models import SurveyInvitation
from surveys.operations import fielding, inviting, stations
from surveys.operations.rehearsing import rehearse
from surveys.operations.training import make_session
from surveys.scales import load_instrument
from tests.people import NOW
from tests.safeguards.records import make_record

TODAY = NOW.date()
CLOSES = date(2026, 11, 30)
ANSWERS = {"k1": 7, "k2": 4, "r3": 2, "b1": 6}


@dataclass(frozen=True)
class Listed:
    address: str
    unit: str = "north"
    role_band: str = "constable"


def units(force, *keys):
    """The units of these keys, made where they are not there yet."""
    return [
        Unit.objects.get_or_create(
            force=force, key=key, defaults={"name": key.title(), "starts_on": date(2020, 1, 1)}
        )[0]
        for key in keys
    ]


def draft(force, lead, *, people=40, personal=True, instrument="oocr_com_b", reminders=(), **changed):
    """A wave with every step done; instrument: a key or the Instrument; `changed` are fields of it to set otherwise."""
    units(force, "north", "south")
    loaded = load_instrument(instrument) if isinstance(instrument, str) else instrument
    wave = fielding.make_wave(force=force, title="Autumn survey", instrument=loaded, by=lead, at=NOW)
    first, second = [*reminders, None, None][:2]
    values = {
        "behaviour_agreed": True,
        "units": ["north", "south"],
        "role_bands": ["constable", "sergeant"],
        "personal_links": personal,
        "mode": "anonymous",
        "opens_on": TODAY,
        "closes_on": CLOSES,
        "first_reminder_on": first,
        "second_reminder_on": second,
        "contact": "Ask Jo Bell, evidence team, extension 4321.",
        "kept_years": 3,
        "modules": [],
        "ethics_reference": "",
        "languages": [],
        "batch_days": [],
        "promises_extract": False,
        "follows": None,
        "session": None,
    } | changed
    for step, names in fielding.FIELDS.items():
        chosen = {name: values[name] for name in names}
        wave = fielding.set_up(wave=wave, step=step, values=chosen, by=lead, at=NOW)
    if personal and people:
        listed = [Listed(f"officer{i}@example.org") for i in range(people)]
        inviting.list_people(wave=wave, people=listed, by=lead, at=NOW, on=TODAY)
    return wave


def launched(force, lead, *, code=False, **options):
    """An open wave; code: with a station's code, under the area "North station"."""
    wave = draft(force, lead, **options)
    if code:
        stations.make_code(wave=wave, area="North station", kind="station", headcount=60, by=lead, at=NOW)
    make_record(force, lead, kind="survey")
    return fielding.launch_wave(wave=wave, by=lead, at=NOW, on=TODAY)


def made_up_wave(wave, lead, *, number=30):
    """A try-out of a wave that is being set up, without a worker to compute its results."""
    with mock.patch("surveys.operations.rehearsing.request_job"):
        return rehearse(wave=wave, by=lead, at=NOW, on=TODAY, number=number)


def held_session(force, lead, **changed):
    """A training session of two hours."""
    values = {
        "title": "Decisions", "held_on": date(2026, 11, 9), "format": "in person", "hours": Decimal(2),
        "units": ["north"], "attending": 24,
    }  # fmt: skip
    return make_session(force=force, values=values | changed, by=lead, at=NOW)


def links(wave):
    """The token of each invitation."""
    return [
        token_of(invitation.seed, master=master())
        for invitation in SurveyInvitation.objects.filter(wave=wave)
    ]


def entry(number):
    """The id (32 bytes) of a draft."""
    return sha256(f"draft {number}".encode()).digest()
