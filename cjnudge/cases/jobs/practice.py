"""The work behind "fill the practice space": make and store the cases, then one short publish."""

from django.utils import timezone

from cjnudge.accounts.models import User
from cjnudge.cases.operations.practice import NotPractice, prepare_filling, register_filling
from cjnudge.cases.problems import ImportRefused
from cjnudge.jobs.kinds import JobProblem

STAGES = ("make synthetic cases", "store them")
WRITER = "worker"  # the actor where the person who asked is gone


def perform(work):
    """Store synthetic cases for the job's practice space; returns `publish`."""
    force, at = work.job.force, timezone.now()
    work.stage(STAGES[0], done=0, total=len(STAGES))
    try:
        prepared = prepare_filling(force=force, at=at)
    except (ImportRefused, NotPractice) as refusal:
        raise JobProblem(str(refusal)) from refusal
    work.stage(STAGES[1], done=1, total=len(STAGES))
    by = User.objects.filter(pk=work.job.requested_by_id).first() or WRITER
    return lambda: register_filling(prepared, force=force, by=by, at=timezone.now())
