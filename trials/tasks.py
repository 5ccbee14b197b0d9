"""The kind of job this app adds. Heavy libraries are imported when one is done, not when a worker starts."""

from django.urls import reverse

from cjnudge.jobs.kinds import JobKind, register
from trials.operations.runs import JOB_KIND


def perform(work):
    from trials.analysis_job import perform as perform_analysis

    return perform_analysis(work)


def address(job):
    """The page of the run this job published, or None where it is not there."""
    from trials.queries.trials import run_of_job

    run = run_of_job(job)
    if run is None:
        return None
    return reverse("trials:result", args=[job.force.slug, run.trial_id, run.pk])


register(JobKind(key=JOB_KIND, label="Analysis of a plan", perform=perform, address=address))
