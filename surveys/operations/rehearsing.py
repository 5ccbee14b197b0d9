"""Surveys with made-up answers: to see beforehand what a survey's results look like, and for the demonstration.

Each is closed from the first, has no list, code or pool, and is marked synthetic wherever it is shown. The database
keeps its rows apart from given answers (surveys/unmixed.py); nothing in here can write into a real survey.
"""

import uuid
from collections import Counter

from django.db.models import ProtectedError

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.operations import request_job
from surveys.answering.flags import flags_of_all
from surveys.identity.bands import bands_key, seal_bands
from surveys.lifecycle import Action, Mode, State, check_allowed
from surveys.made_up import make_up, officers
from surveys.master import master
from surveys.models import FreeText, Response, Wave
from surveys.operations.fielding import held_wave, promise_of
from surveys.operations.storing import CHANCE
from surveys.own_codes import hashed_own_code
from surveys.queries.instruments import frozen_instrument
from surveys.queries.options import modules_of
from surveys.queries.releases import release_key
from surveys.queries.uptake import merged
from surveys.refusals import Refused

RELEASE = "surveys.release"
NUMBER = 200  # the figure: enough for every table, made in a second
# Of ten who are asked six answer, as in a survey that went well.
ASKED_FOR_ONE = 10 / 6
TITLE = "Try-out: {title}"
COPIED = (
    "instrument_key", "instrument_version", "occasion", "behaviour_agreed", "units", "role_bands", "contact",
    "kept_years", "modules", "ethics_reference", "languages",
)  # fmt: skip


def rehearse(*, wave, by, at, on, number=NUMBER):
    """Make the try-out of a wave that is being set up, in place of an earlier one; returns it.

    Its answers are drawn before anything is stored: a transaction holds up officers who hand in elsewhere.
    """
    check_allowed(wave.state, Action.SET_UP)
    if not wave.units:
        raise Refused("Choose the units that are asked first: made-up answers come from them.")
    made = as_made_up(wave, by=by, at=at, on=on)
    return field_made_up(
        wave=made, contents=contents_for(made, range(number), seed=str(wave.pk)), by=by, at=at
    )


def as_made_up(wave, *, by, at, on, title=TITLE):
    """An unsaved made-up Wave that is set up as this one is, ended today, with the same promise.

    wave: one that is being set up, which it tries out, or an unsaved one, which is only copied.
    """
    made = Wave(
        force=wave.force,
        title=title.format(title=wave.title)[:120],
        synthetic=True,
        rehearses=None if wave._state.adding else wave,
        personal_links=True,
        mode=wave.mode or Mode.CONFIDENTIAL,
        state=State.CLOSED,
        opens_on=on,
        closes_on=on,
        made_by=by,
        made_at=at,
        launched_at=at,
        ended_at=at,
        **{name: getattr(wave, name) for name in COPIED},
    )
    made.frozen = promise_of(made, pools=0)
    return made


def contents_for(wave, numbers, *, seed, person_seed="", shift=0.0):
    """What the made-up officers of these numbers hand in to a made-up wave, in the Contents of their drafts."""
    people = officers(numbers, person_seed or seed, wave.frozen["bands"])
    found = {"modules": modules_of(wave), "shift": shift}
    return make_up(frozen_instrument(wave), wave.occasion, people, seed, **found)


def field_made_up(*, wave, contents, by, at):
    """Store an unsaved made-up wave with its answers and ask for its results; returns it. A real wave is refused."""
    if not wave.synthetic or not wave._state.adding:
        raise Refused("Made-up answers go into a made-up survey of their own, and into no other.")
    instrument = frozen_instrument(wave)
    flags = flags_of_all(instrument, contents)
    rows = [_row(wave, one, noted) for one, noted in zip(contents, flags, strict=True)]
    texts = [(question, text) for one in contents for question, text in one.texts.items()]
    CHANCE.shuffle(rows)
    CHANCE.shuffle(texts)
    wave.answers_in = len(rows)
    wave.strata = {
        "units": _asked(one.bands.get("area") for one in contents),
        "role_bands": _asked(one.bands.get("role") for one in contents),
    }
    return _publish(wave=wave, rows=rows, texts=texts, by=by, at=at)


def _row(wave, contents, flags):
    return Response(
        id=uuid.uuid4(),
        wave=wave,
        instrument_version=wave.instrument_version,
        answers=contents.answers_to_keep,
        bands=seal_bands(contents.bands, bands_key(wave.pk, master=master())),
        flags=flags,
        own_code=hashed_own_code(wave, contents) if wave.mode == Mode.CONFIDENTIAL else {},
        language=contents.language,
        synthetic=True,
    )


def _asked(strata):
    """{stratum: [asked, answered]} as a close would find it; who left the stratum out is nowhere."""
    counted = Counter(filter(None, strata))
    return merged({key: (round(number * ASKED_FOR_ONE), number) for key, number in counted.items()})


@audited
def _publish(*, wave, rows, texts, by, at):
    if wave.rehearses_id:
        held = held_wave(wave.rehearses)
        check_allowed(held.state, Action.SET_UP)
        Wave.scoped.for_force(wave.force).filter(rehearses=held, synthetic=True).delete()
    wave.save(force_insert=True)
    Response.objects.bulk_create(rows)
    FreeText.objects.bulk_create(
        FreeText(wave=wave, question=question, text=text, synthetic=True) for question, text in texts
    )
    record(Event.WAVE_REHEARSED, by=by, at=at, force=wave.force, subject=wave, after={"answers": len(rows)})
    payload = {"wave": str(wave.pk)}
    request_job(kind=RELEASE, key=release_key(wave), payload=payload, by=by, at=at, force=wave.force)
    return wave


@audited
def delete_made_up(*, wave, by, at):
    """Delete a made-up wave with everything that was computed from it; a real one is refused."""
    held = held_wave(wave)
    if not held.synthetic:
        raise Refused("Officers answered this survey, or may: it can be withdrawn, and not deleted.")
    record(Event.REHEARSAL_DELETED, by=by, at=at, force=held.force, subject=held)
    try:
        held.delete()
    except ProtectedError as compared:
        raise Refused(
            "Another survey with made-up answers is compared with this one: delete that first."
        ) from compared
