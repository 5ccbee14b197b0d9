"""The kind of job this app adds: filling a practice space. Its work is imported when one is done."""

from django.urls import reverse

from cjnudge.cases.operations.practice import JOB_KIND
from cjnudge.jobs.kinds import JobKind, register


def perform(work):
    from cjnudge.cases.practice_job import perform as fill

    return fill(work)


def address(job):
    """The practice space's data page."""
    return reverse("cases:snapshots", args=[job.force.slug])


register(JobKind(key=JOB_KIND, label="Filling the practice space", perform=perform, address=address))
