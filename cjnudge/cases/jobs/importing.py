"""The work behind an upload that was received: make the parts, then one short publish."""

from django.utils import timezone

from cjnudge.accounts.models import User
from cjnudge.cases.operations.storing import prepare_upload, publish_upload
from cjnudge.cases.operations.uploading import UploadEnded, refuse_upload, upload_of
from cjnudge.cases.problems import ImportRefused, refuse
from cjnudge.jobs.kinds import JobProblem

WRITER = "worker"  # the actor where the person who asked is gone


def perform(work):
    """Make a received upload's parts; returns `publish`."""
    upload = upload_of(work.job.force, work.job.payload["upload"])
    if upload is None or upload.state != "received":
        raise JobProblem("This upload has ended, so there is nothing to store. Send the files again.")
    by = User.objects.filter(pk=work.job.requested_by_id).first() or WRITER
    try:
        prepared = prepare_upload(upload, at=timezone.now(), stage=work.stage)
    except ImportRefused as refusal:
        end_refused(upload, refusal, by)
        raise JobProblem(str(refusal)) from refusal
    except JobProblem as problem:
        end_refused(upload, refuse("", str(problem), ""), by)
        raise
    return lambda: publish_upload(upload, prepared, by=by, at=timezone.now())


def end_refused(upload, refusal, by):
    """Say on the upload why nothing was stored; one that was cancelled meanwhile stays cancelled."""
    try:
        refuse_upload(upload=upload, problems=refusal, by=by, at=timezone.now())
    except UploadEnded:
        return
