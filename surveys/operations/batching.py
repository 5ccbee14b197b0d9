"""Results before the close: on a day that the notice named, a random part of the answers leaves the pools.

From each pool of more than LEFT_IN_POOL answers so many are drawn that this number stays: whoever compares a copy of
the database made before with one made after cannot say of a person whether their answer left or stayed. What people
wrote stays in the pool until the close, because texts are checked once, when all are there.
"""

from datetime import date

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.kinds import JobProblem
from surveys import rules
from surveys.identity.pool import PoolUnreadable
from surveys.lifecycle import State
from surveys.operations.closing import UNREADABLE
from surveys.operations.fielding import held_wave
from surveys.operations.storing import (
    CHANCE,
    has_answers,
    opened_pools,
    put_back,
    store_answers,
    without_answers,
)


def batches_due(wave, on):
    """How many of the announced days have come."""
    return sum(date.fromisoformat(day) <= on for day in wave.batch_days)


@audited
def take_batch(*, wave, by, at, on):
    """Let the batch out that is due, once, and say how many answers left the pools.

    0 where none is due or it was taken already, and where fewer than ten would leave: such a day passes without
    results. Where two days have come because no worker ran, one batch is taken. Raises JobProblem where a pool
    cannot be opened.
    """
    held = held_wave(wave)
    due = batches_due(held, on)
    if held.state != State.OPEN or on > held.closes_on or due <= held.batches_taken:
        return 0
    taken = _draw(held)
    held.batches_taken = due
    held.save(update_fields=["batches_taken"])
    record(Event.BATCH_TAKEN, by=by, at=at, force=held.force, subject=held, after={"batch": due})
    return taken


def _draw(wave):
    """Take a random part out of every pool and store it; how many answers that were."""
    try:
        opened = opened_pools(wave)
    except PoolUnreadable as unreadable:
        raise JobProblem(UNREADABLE) from unreadable
    drawn = [(row, entries, _drawn_from(entries)) for row, entries in opened]
    leaving = [entries[key] for _, entries, keys in drawn for key in keys]
    if len(leaving) < rules.GROUP:
        return 0
    for row, entries, keys in drawn:
        put_back(row, entries | {key: without_answers(entries[key]) for key in keys})
    store_answers(wave, leaving)
    return len(leaving)


def _drawn_from(entries):
    """The ids of those that leave a pool."""
    whole = [key for key, entry in entries.items() if has_answers(entry)]
    return CHANCE.sample(whole, max(0, len(whole) - rules.LEFT_IN_POOL))
