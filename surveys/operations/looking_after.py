"""What time does to waves: mails fall due, a wave closes, lists, drafts and answers go when their day has come.

Run every minute, by whichever worker gets the message. Each effect is guarded by the row it changes or by the unique
key of a job, so that running it twice, or by two workers, changes nothing.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import request_job
from cjnudge.jobs.states import State as JobState
from surveys import rules
from surveys.lifecycle import State
from surveys.models import FreeText, Response, Wave
from surveys.operations.batching import batches_due
from surveys.operations.closing import delete_list
from surveys.operations.drafting import delete_expired_drafts
from surveys.operations.fielding import held_wave
from surveys.operations.reminding import post_reminders, waiting_letters
from surveys.queries.releases import release_due, release_key
from surveys.queries.uptake import uptake_of

SYSTEM = "system"
SEND, CLOSE, BATCH = "surveys.send", "surveys.close", "surveys.batch"
RELEASE = "surveys.release"
# A job that failed, because the mail server was down, is asked for again after so long.
PATIENCE = timedelta(minutes=20)


def look_after_waves(*, at):
    """Everything that is due now."""
    on = localdate(at)
    for wave in _in_state(State.OPEN):
        if wave.closes_on < on:
            _ask(CLOSE, f"{CLOSE}:{wave.pk}:{wave.closes_on}", wave, at)
        elif wave.opens_on <= on:
            _look_after_open(wave, at, on)
    for wave in _in_state(State.CLOSED, State.WITHDRAWN).filter(ended_at__lte=at - rules.LIST_KEPT):
        if wave.invitations.exists():
            delete_list(wave=wave, by=SYSTEM, at=at)
    for wave in _in_state(State.CLOSED).filter(answers_in__isnull=False):
        if at >= end_of_keeping(wave):
            delete_answers(wave=wave, at=at)
    for wave in _in_state(State.OPEN, State.CLOSED):
        if release_due(wave):
            _ask(RELEASE, release_key(wave), wave, at)
    delete_expired_drafts(on=on)


def _in_state(*states):
    return Wave.objects.filter(state__in=states).select_related("force")


def _look_after_open(wave, at, on):
    if wave.uptake.get("on") != str(on):
        count_uptake(wave=wave, on=on)
    if batches_due(wave, on) > wave.batches_taken:
        _ask(BATCH, f"{BATCH}:{wave.pk}:{batches_due(wave, on)}", wave, at)
    if (wave.first_reminder_on or wave.second_reminder_on) and wave.reminders_posted < rules.MOST_REMINDERS:
        post_reminders(wave=wave, on=on)
    first = waiting_letters(wave).order_by("pk").values_list("pk", flat=True).first()
    if first:
        _ask(SEND, f"{SEND}:{first}", wave, at)


def _ask(kind, key, wave, at):
    """Ask for a job; one that failed a short while ago is left to rest."""
    before = Job.scoped.for_force(wave.force).filter(key=key).first()
    resting = before and before.finished_at and at - before.finished_at < PATIENCE
    if before and (JobState(before.state).is_open or resting):
        return
    request_job(kind=kind, key=key, payload={"wave": str(wave.pk)}, by=SYSTEM, at=at, force=wave.force)


@transaction.atomic
def count_uptake(*, wave, on):
    """Store the day's bands of used links; a second count of a day finds the first and leaves it."""
    held = held_wave(wave)
    if held.uptake.get("on") != str(on):
        held.uptake = {"on": str(on), **uptake_of(held)}
        held.save(update_fields=["uptake"])


def end_of_keeping(wave):
    """The instant at which the answers of a closed wave go."""
    years = (wave.frozen or {}).get("kept_years", rules.MOST_YEARS)
    return wave.ended_at + timedelta(days=365 * years)


@audited
def delete_answers(*, wave, at):
    """Delete the answers of a wave whose time has passed; True where there were any."""
    held = held_wave(wave)
    gone = sum(model.objects.filter(wave=held).delete()[0] for model in (Response, FreeText))
    if gone:
        record(Event.ANSWERS_EXPIRED, by=SYSTEM, at=at, force=held.force, subject=held)
    return bool(gone)
