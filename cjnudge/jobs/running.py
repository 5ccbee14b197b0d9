"""Doing one job: claim it, do the work outside any transaction, publish its result in a short one."""

import logging

from django.conf import settings
from django.utils import timezone

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.faults import trace_without_values
from cjnudge.jobs.heartbeat import heartbeat
from cjnudge.jobs.kinds import JobProblem, kind_of
from cjnudge.jobs.lease import JobLost, claim, held, renew
from cjnudge.jobs.observing import stage_reached
from cjnudge.jobs.states import State

logger = logging.getLogger(__name__)
WORKER = "worker"  # the actor of what nobody does by hand
TRIED_TOO_OFTEN = (
    "This was tried {attempts} times and stopped each time by a fault in the software or its host. Nothing "
    "was stored. Try again once; if it stops again, give the job's number to those who run the installation."
)


class Work:
    """What a kind's perform is given: the job, and a place to say how far it is."""

    def __init__(self, job):
        self.job = job

    def stage(self, text, *, done, total):
        """Say what begins now and how much is done; raises JobLost where the job was cancelled or taken over.

        text: a few words a person can read; done, total: counted in whatever the kind of job counts.
        """
        renew(self.job, at=timezone.now(), progress_text=text, progress_done=done, progress_total=total)
        stage_reached.send(sender=type(self), job=self.job, stage=text)


def run_job(job_id):
    """Do the job unless it is done, held or ended; True where a result was published."""
    job = claim(job_id, at=timezone.now())
    if job is None:
        return False
    try:
        _perform_and_publish(job)
    except JobLost:
        logger.info("Job %s was cancelled or taken over: its work is dropped.", job.pk)
        return False
    except JobProblem as problem:
        _fail(job, str(problem), at=timezone.now())
        return False
    except Exception as error:
        logger.error("Job %s failed.\n%s", job.pk, trace_without_values(error))
        give_back(job, held(job), at=timezone.now())
        return False
    return True


def _perform_and_publish(job):
    stage_reached.send(sender=Work, job=job, stage="claimed")
    with heartbeat(job):
        publish = kind_of(job.kind).perform(Work(job))
        stage_reached.send(sender=Work, job=job, stage="publish")
        _publish(job, publish, at=timezone.now())
    stage_reached.send(sender=Work, job=job, stage="published")


@audited
def _publish(job, publish, *, at):
    """The fence is checked first, in the same transaction: from then on nobody else can take the row."""
    if not held(job).update(state=State.DONE, finished_at=at, lease_until=None, problem=""):
        raise JobLost(f"job {job.pk} is no longer held under fence {job.fence}")
    publish()
    record(Event.JOB_DONE, by=WORKER, at=at, force=job.force, subject=job)
    stage_reached.send(sender=Work, job=job, stage="commit")


@audited
def _fail(job, problem, *, at):
    if held(job).update(state=State.FAILED, finished_at=at, lease_until=None, problem=problem):
        record(Event.JOB_FAILED, by=WORKER, at=at, force=job.force, subject=job, outcome="failed")


@audited
def give_back(job, rows, *, at):
    """After a fault: the job is ready again for the next sweep, or parked when its attempts are spent.

    rows: the queryset of the job's row that still must match, e.g. `held(job)`.
    """
    if job.attempts < settings.JOB_MAX_ATTEMPTS:
        rows.update(state=State.READY, lease_until=None, woken_at=None)
        return
    problem = TRIED_TOO_OFTEN.format(attempts=job.attempts)
    if rows.update(state=State.PARKED, finished_at=at, lease_until=None, problem=problem):
        record(Event.JOB_PARKED, by=WORKER, at=at, force=job.force, subject=job, outcome="failed")
