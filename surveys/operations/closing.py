"""The end of a wave: its answers become rows in random order, or are destroyed; later its list of people goes."""

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.kinds import JobProblem
from surveys import rules
from surveys.identity import pool
from surveys.lifecycle import Action, State, check_allowed, may
from surveys.models import Draft, Letter, Pool, Release, Response, SurveyInvitation
from surveys.operations.fielding import held_wave
from surveys.operations.storing import has_answers, opened_pools, store_answers, store_texts
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
    """Store every answer of the pools and delete these; how many there are of the wave now."""
    try:
        opened = opened_pools(wave)
    except pool.PoolUnreadable as unreadable:
        raise JobProblem(UNREADABLE) from unreadable
    entries = [entry for _, one in opened for entry in one.values()]
    number = store_answers(wave, [entry for entry in entries if has_answers(entry)])
    store_texts(wave, entries)
    Pool.objects.filter(wave=wave).delete()
    return number


def _forget_what_waits(wave):
    """Mails that did not go, and drafts: a wave that has ended takes nothing more."""
    Letter.objects.filter(invitation__wave=wave).delete()
    Draft.objects.filter(wave=wave).delete()


@audited
def withdraw_wave(*, wave, by, at):
    """Destroy every answer of a wave that has not closed, and end it; what a batch let out is destroyed too."""
    held = held_wave(wave)
    check_allowed(held.state, Action.WITHDRAW)
    before = held.state
    held.state, held.ended_at = State.WITHDRAWN, at
    held.save(update_fields=["state", "ended_at"])
    for stored in (Pool.objects, Response.objects, Release.scoped.for_force(held.force)):
        stored.filter(wave=held).delete()
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
