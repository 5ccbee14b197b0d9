"""The kind of job this app adds, filling a practice space, and what the scheduler has done for it.

The work is imported when it is done: every start of Django reads this module.
"""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from cjnudge.cases.operations.practice import JOB_KIND
from cjnudge.jobs.kinds import JobKind, register


def perform(work):
    from cjnudge.cases.practice_job import perform as fill

    return fill(work)


@shared_task(name="cases.sweep_orphans")
def sweep_orphans():
    """Once a day: part files that a killed import left behind are deleted."""
    from cjnudge.cases.operations.sweeping import sweep_orphans as sweep

    sweep(at=timezone.now())


def address(job):
    """The practice space's data page."""
    return reverse("cases:snapshots", args=[job.force.slug])


register(JobKind(key=JOB_KIND, label="Filling the practice space", perform=perform, address=address))
