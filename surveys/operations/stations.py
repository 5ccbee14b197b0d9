"""The codes of stations and kiosks."""

from django.db import IntegrityError, transaction

from cjnudge.audit.chain import Event, audited, record
from surveys.identity import tokens
from surveys.lifecycle import Action, check_allowed
from surveys.models import Station
from surveys.operations.fielding import held_wave
from surveys.refusals import Refused
from surveys.rules import PEOPLE_OF_A_CODE


@audited
def make_code(*, wave, area, kind, headcount, by, at):
    """A code for everyone of an area; refused under ten people, or where the area has one of this kind."""
    held = held_wave(wave)
    check_allowed(held.state, Action.SET_UP)
    if headcount < PEOPLE_OF_A_CODE:
        raise Refused(
            f"A code stands for an area of at least {PEOPLE_OF_A_CODE} people: join this area to another."
        )
    try:
        with transaction.atomic():
            made = Station.objects.create(
                wave=held, area=area, kind=kind, headcount=headcount, code=tokens.new_code()
            )
    except IntegrityError as taken:
        raise Refused(f"{area} has such a code already.") from taken
    record(Event.WAVE_SET_UP, by=by, at=at, force=held.force, subject=held, after={"step": "codes"})
    return made


@audited
def remove_code(*, wave, station_id, by, at):
    """Take a code away before the launch; nobody has used it yet."""
    held = held_wave(wave)
    check_allowed(held.state, Action.SET_UP)
    Station.objects.filter(wave=held, pk=station_id).delete()
    record(Event.WAVE_SET_UP, by=by, at=at, force=held.force, subject=held, after={"step": "codes"})
