"""Uploads that nobody ends any more: their sender has gone, or their job has ended without them."""

from datetime import timedelta

from django.conf import settings

from cjnudge.audit.chain import audited
from cjnudge.cases.models import Upload
from cjnudge.cases.problems import refuse
from cjnudge.cases.storage import pieces
from cjnudge.jobs.models import Job
from cjnudge.jobs.states import State

from .uploading import UploadEnded, cancel_upload, interrupt_upload, refuse_upload

SWEEPER = "sweep"
# A parked job may be tried again by hand; after a week nobody will, and what it was for is deleted.
KEPT_FOR_A_PARKED_JOB = timedelta(days=7)
# A folder without an open upload is left by a process that was killed; an upload's row is there before its folder.
ORPHAN_AGE = timedelta(hours=1)


def sweep_uploads(*, at):
    """End what nobody will end, delete what no upload waits for; the number of uploads ended."""
    ended = sum(_interrupted(at)) + sum(_without_job(at))
    _forget_orphans(at)
    return ended


def _interrupted(at):
    silent = at - timedelta(seconds=settings.UPLOAD_SILENCE_SECONDS)
    for upload in Upload.objects.filter(state="receiving", heard_at__lt=silent).select_related("force"):
        yield interrupt_upload(upload=upload, at=at, heard_before=silent)


def _without_job(at):
    waiting = Upload.objects.filter(state="received").select_related("force")
    jobs = Job.objects.in_bulk([upload.job_id for upload in waiting])
    for upload in waiting:
        job = jobs.get(upload.job_id)
        if job and _is_over(job, at):
            yield _end(upload, job, at)


def _is_over(job, at):
    if job.state == State.PARKED:
        return job.finished_at < at - KEPT_FOR_A_PARKED_JOB
    return job.state in (State.FAILED, State.CANCELLED)


@audited
def _end(upload, job, at):
    """Say of the upload what its job says of itself."""
    if job.state == State.CANCELLED:
        return cancel_upload(upload=upload, by=SWEEPER, at=at)
    try:
        refuse_upload(upload=upload, problems=refuse("", job.problem, ""), by=SWEEPER, at=at)
    except UploadEnded:
        return False
    return True


def _forget_orphans(at):
    old = [name for name, changed_at in pieces.folders() if changed_at < at - ORPHAN_AGE]
    waiting = {
        str(pk)
        for pk in Upload.objects.filter(state__in=("receiving", "received")).values_list("pk", flat=True)
    }
    for name in old:
        if name not in waiting:
            pieces.discard(name)
