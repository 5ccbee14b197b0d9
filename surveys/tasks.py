"""The kinds of job this app adds, and what the scheduler has done for it."""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from cjnudge.jobs.kinds import JobKind, JobProblem, register


def wave_of(job):
    """The wave of a job; JobProblem where it was deleted meanwhile, as a try-out may be."""
    from surveys.models import Wave

    found = Wave.scoped.for_force(job.force).filter(pk=job.payload["wave"]).first()
    if found is None:
        raise JobProblem("The survey was deleted meanwhile: there is nothing left to do.")
    return found


def send(work):
    """Send the mails of a wave that wait; there is nothing left to publish."""
    from surveys.operations.reminding import send_letters

    def stage():
        work.stage("sending", done=0, total=0)

    send_letters(wave=wave_of(work.job), stage=stage)
    return lambda: None


def close(work):
    """Close a wave whose last day has passed: all of it in the transaction that ends the job."""
    from surveys.operations.closing import close_wave

    wave = wave_of(work.job)
    return lambda: close_wave(wave=wave, by="worker", at=timezone.now())


def batch(work):
    """Let the results out that are due before the close; drawn anew from what the pools hold when the job ends."""
    from surveys.operations.batching import take_batch

    wave, at = wave_of(work.job), timezone.now()
    return lambda: take_batch(wave=wave, by="worker", at=at, on=timezone.localdate(at))


def release(work):
    """Compute the results that are due, with their charts; nothing is published where others were first."""
    from surveys.operations.releasing import prepare_release, store_release

    wave, stages = wave_of(work.job), iter(range(3))
    prepared = prepare_release(wave, lambda name: work.stage(name, done=next(stages), total=3))
    if prepared is None:
        return lambda: None
    return lambda: store_release(wave=wave, prepared=prepared, by="worker", at=timezone.now())


@shared_task(name="surveys.look_after_waves")
def look_after_waves():
    """Once a minute: mails, closings and deletions that are due."""
    from surveys.operations.looking_after import look_after_waves as look

    look(at=timezone.now())


def wave_page(job):
    return reverse("surveys:wave", args=[job.force.slug, job.payload["wave"]])


def results_page(job):
    return reverse("surveys:results", args=[job.force.slug, job.payload["wave"]])


register(JobKind("surveys.send", "Sending the mails of a survey", send, wave_page))
register(JobKind("surveys.close", "Closing a survey", close, wave_page))
register(JobKind("surveys.release", "Computing the results of a survey", release, results_page))
register(JobKind("surveys.batch", "Taking answers out before a survey closes", batch, wave_page))
