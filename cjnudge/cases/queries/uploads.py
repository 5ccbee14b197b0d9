"""Reading uploads, always through their force."""

import uuid

from cjnudge.cases.models import Upload
from cjnudge.jobs.models import Job


def uploads_of(force):
    """Every attempt to bring files in, newest first."""
    return Upload.scoped.for_force(force).select_related("mapping_version__mapping", "snapshot")


def upload_of(force, upload_id):
    """One upload of the force by its id, also as text from an address; None where there is none."""
    try:
        named = uuid.UUID(str(upload_id))
    except ValueError:
        return None
    return uploads_of(force).select_related("force", "added_to").filter(pk=named).first()


def last_refused(mapping):
    """The last upload that was read with a mapping, if it was refused for labels; None where it went through."""
    last = uploads_of(mapping.force).filter(mapping_version__mapping=mapping).order_by("-started_at").first()
    return last if last and last.state == "refused" and unmatched_labels(last) else None


def job_of(upload):
    """The job that stores an upload, or None before there is one."""
    return Job.scoped.for_force(upload.force).filter(pk=upload.job_id).first() if upload.job_id else None


def problems_of(upload):
    """[{"file", "line", "column", "reason", "remedy"}]: the first hundred that were found."""
    return upload.findings.get("problems", [])


def total_problems(upload):
    """How many problems there are, those that are not kept among them."""
    return upload.findings.get("total", len(problems_of(upload)))


def unmatched_labels(upload):
    """{field key: {label: number of rows}} that the files had and the mapping did not know."""
    return upload.findings.get("unmatched", {})
