"""Telling the demonstration: every chapter in order, then the work it asked for."""

import time

from django.db.models import Q
from django.utils import timezone

from cjnudge.accounts.models import Force
from cjnudge.demo.cast import Cast, Chapter
from cjnudge.demo.chapters.people import SLUG
from cjnudge.jobs.models import Job
from cjnudge.jobs.states import State
from cjnudge.registry import discover

WAIT_SECONDS = (
    300  # the analyses take seconds; a machine that needs more than five minutes has another trouble
)
OPEN = (State.READY, State.RUNNING)


class DemonstrationRefused(RuntimeError):
    """The demonstration cannot run here; the words say why and what to do."""


def refuse_beside_real_forces():
    """The demonstration is never mixed into an installation that a force uses."""
    own = Q(slug=SLUG) | Q(practice_of__slug=SLUG)
    other = Force.objects.exclude(own).first()
    if other:
        raise DemonstrationRefused(
            f"This data folder holds {other.name}: the demonstration is not mixed with a force's own records. "
            "Set CJNUDGE_DATA to another folder, for example CJNUDGE_DATA=.data-demonstration."
        )


def chapters():
    """Every chapter, one a file in chapters/, in the order they are told."""
    return sorted(discover("cjnudge.demo.chapters", "CHAPTER", Chapter).values(), key=lambda one: one.order)


def tell_all(step):
    """The Cast after every chapter; step(title) is a block around each."""
    cast = Cast(at=timezone.now())
    for chapter in chapters():
        with step(chapter.title):
            chapter.tell(cast)
    return cast


def wait_for(jobs, say):
    """Wait until the worker has ended every job; say(text) gets each change. Raises where one has no result."""
    deadline, last = time.monotonic() + WAIT_SECONDS, None
    ids = [job.pk for job in jobs]
    while Job.objects.filter(pk__in=ids, state__in=OPEN).exists():
        text = progress_of(ids)
        if text != last:
            say(text)
            last = text
        if time.monotonic() > deadline:
            raise DemonstrationRefused(f"The worker did not finish within {WAIT_SECONDS} s: see worker.log.")
        time.sleep(0.1)
    failed = Job.objects.filter(pk__in=ids).exclude(state=State.DONE).first()
    if failed:
        raise DemonstrationRefused(f"A job of the demonstration ended without a result: {failed.problem}")


def progress_of(ids):
    """How far the open jobs are, in a few words."""
    jobs = Job.objects.filter(pk__in=ids)
    done = jobs.filter(state=State.DONE).count()
    running = jobs.filter(state=State.RUNNING).first()
    now = f": {running.progress_text}" if running and running.progress_text else ""
    return f"{done} of {len(ids)} analyses done{now}"
