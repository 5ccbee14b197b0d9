"""The end of a wave: its answers become rows in random order, or are destroyed; later its list of people goes."""

import uuid
from random import SystemRandom

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.kinds import JobProblem
from surveys import rules
from surveys.identity import pool
from surveys.lifecycle import Action, State, check_allowed, may
from surveys.master import master
from surveys.models import Draft, FreeText, Letter, Pool, Response, SurveyInvitation
from surveys.operations.fielding import held_wave
from surveys.queries.uptake import used_by_stratum

UNREADABLE = (
    "The answers of this survey cannot be opened: CJNUDGE_MASTER_KEY is not the one it was launched with. Nothing was "
    "changed. Whoever runs the installation must put the earlier key back."
)


@audited
def close_wave(*, wave, by, at):
    """Turn the pools into single answers in random order, and delete them; True where it was done now.

    A wave that is closed already stays as it is, so that two at once have one effect. Raises JobProblem where a
    pool cannot be opened.
    """
    held = held_wave(wave)
    if held.state == State.CLOSED:
        return False
    check_allowed(held.state, Action.CLOSE)
    held.answers_in = _let_out(held)
    held.state, held.ended_at, held.strata = State.CLOSED, at, used_by_stratum(held)
    held.save(update_fields=["answers_in", "state", "ended_at", "strata"])
    _forget_what_waits(held)
    record(Event.WAVE_CLOSED, by=by, at=at, force=held.force, subject=held)
    return True


def _let_out(wave):
    """Store every answer of the pools and delete these; how many there were."""
    rows = Pool.objects.select_for_update().filter(wave=wave).order_by("number")
    try:
        opened = [pool.open_pool(row.ciphertext, pool.key_of(row.salt, master=master())) for row in rows]
    except pool.PoolUnreadable as unreadable:
        raise JobProblem(UNREADABLE) from unreadable
    entries = [entry for one in opened for entry in one.values()]
    _store(wave, entries)
    Pool.objects.filter(wave=wave).delete()
    return len(entries)


def _store(wave, entries):
    """Answers and texts, each shuffled by itself: neither order says which text belongs to which answer."""
    version, chance = wave.instrument_version, SystemRandom()
    texts = [(question, text) for entry in entries for question, text in entry["texts"].items() if text]
    chance.shuffle(entries)
    chance.shuffle(texts)
    Response.objects.bulk_create(
        Response(
            id=uuid.uuid4(),
            wave=wave,
            instrument_version=version,
            **{name: entry[name] for name in ("answers", "bands", "flags", "own_code")},
        )
        for entry in entries
    )
    FreeText.objects.bulk_create(
        FreeText(wave=wave, question=question, text=text) for question, text in texts
    )


def _forget_what_waits(wave):
    """Mails that did not go, and drafts: a wave that has ended takes nothing more."""
    Letter.objects.filter(invitation__wave=wave).delete()
    Draft.objects.filter(wave=wave).delete()


@audited
def withdraw_wave(*, wave, by, at):
    """Destroy every answer of a wave that has not closed, and end it."""
    held = held_wave(wave)
    check_allowed(held.state, Action.WITHDRAW)
    before = held.state
    held.state, held.ended_at = State.WITHDRAWN, at
    held.save(update_fields=["state", "ended_at"])
    Pool.objects.filter(wave=held).delete()
    _forget_what_waits(held)
    record(Event.WAVE_WITHDRAWN, by=by, at=at, force=held.force, subject=held, before={"state": before})
    return held


@audited
def delete_list(*, wave, by, at):
    """Delete the list of people invited, 30 days after the end of the wave; True where there was one to delete."""
    held = held_wave(wave)
    if may(held.state, Action.ADD_PEOPLE) or at < held.ended_at + rules.LIST_KEPT:
        return False
    gone, _ = SurveyInvitation.objects.filter(wave=held).delete()
    if gone:
        record(Event.LIST_DELETED, by=by, at=at, force=held.force, subject=held)
    return bool(gone)
