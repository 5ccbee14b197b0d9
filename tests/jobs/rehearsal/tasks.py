"""Kinds of job for tests: one that counts, and one for each way to go wrong."""

import os
import signal
from functools import partial

from cjnudge.jobs.kinds import JobKind, JobProblem, register

STAGES = 6
PROBLEM = "The file holds no rows. Export it again and import that."


def count(work):
    """Six stages, then one Outcome."""
    for number in range(1, STAGES + 1):
        work.stage(f"stage {number}", done=number - 1, total=STAGES)
    return partial(publish, work.job)


def publish(job):
    from tests.jobs.rehearsal.models import Outcome

    Outcome.objects.create(job_id=job.pk, fence=job.fence)


def problem(work):
    raise JobProblem(PROBLEM)


def fault(work):
    value = "@".join(
        ("sam.smith", "example.org")
    )  # not written as one, or the quoted source line would hold it
    try:
        int(value)
    except ValueError as error:
        raise RuntimeError(value) from error


def poison(work):
    os.kill(os.getpid(), signal.SIGKILL)


def address(job):
    return f"/outcomes/{job.pk}/"


for _key, _perform in {"count": count, "problem": problem, "fault": fault, "poison": poison}.items():
    register(JobKind(key=f"rehearsal.{_key}", label=f"Rehearsal: {_key}", perform=_perform, address=address))
