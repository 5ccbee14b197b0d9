"""Bringing files of cases in from a command: received, then stored by this process or by a worker that was quicker."""

import time
from pathlib import Path

from django.utils import timezone

from cjnudge.cases.operations.receiving import Receiving
from cjnudge.cases.operations.uploading import begin_upload, upload_of
from cjnudge.cases.problems import ImportRefused, Problem, refuse
from cjnudge.cases.reading.files import CHUNK
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from cjnudge.jobs.states import State

SECONDS_BETWEEN_LOOKS = 0.2


def import_cases(*, paths, force, by, progress=None, **given):
    """The Upload of the files, imported; ImportRefused with what is wrong, and nothing stored.

    given: what begin_upload asks for. progress(name, number, of) is called before each file. If this process is
    killed between the last byte and the snapshot, a worker finishes it: the job table knows.
    """
    at = timezone.now()
    upload = begin_upload(force=force, feed="case_extract", door="command", by=by, at=at, **given)
    receiving = Receiving(upload)
    try:
        for number, path in enumerate(map(Path, paths), 1):
            if progress:
                progress(path.name, number, len(paths))
            _read(path, receiving)
        upload = receiving.finish(by=by)
    except BaseException:
        receiving.break_off()
        raise
    if upload.state == "received":
        await_stored(upload.job_id)
    return _imported(upload_of(force, upload.pk))


def _read(path, receiving):
    try:
        with path.open("rb") as stream:
            receiving.open(path.name)
            while piece := stream.read(CHUNK):
                receiving.feed(piece)
            receiving.close()
    except FileNotFoundError:
        raise refuse(path.name, "There is no such file.", "Check the path.") from None
    except OSError as error:
        raise refuse(
            path.name, f"The file cannot be read ({error.strerror}).", "Check the path and who may read it."
        ) from None


def await_stored(job_id):
    """Do the job, or wait for the worker that has taken it."""
    run_job(job_id)
    while State(Job.objects.get(pk=job_id).state).is_open:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        run_job(job_id)


def _imported(upload):
    if upload.state == "imported":
        return upload
    findings = upload.findings
    if not findings.get("problems"):
        job = Job.scoped.for_force(upload.force).filter(pk=upload.job_id).first()
        raise refuse("", job.problem if job else "The upload was cancelled.", "")
    raise ImportRefused([Problem(**problem) for problem in findings["problems"]], findings["total"])
