"""Bringing files in: an upload begins, is received, and ends as a snapshot or in words that say why not.

Every change of state is one guarded UPDATE, so that of two who meet, such as a cancel and the last byte, one wins and
the other finds out.
"""

from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.extract.fields import SYNTHETIC_COLUMN
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.jobs.names import IMPORT_UPLOAD
from cjnudge.cases.models import RuleSetVersion, Upload
from cjnudge.cases.privacy.keys import current_version
from cjnudge.cases.problems import MOST_SHOWN, ProblemList, refuse
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import pieces
from cjnudge.jobs.kinds import JobProblem
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import cancel_job, request_job

from .adding import check_can_add
from .importing import LONGEST_TITLE, check_may_import

OPEN = ("receiving", "received")


class UploadEnded(JobProblem):
    """The upload was cancelled, or given up for interrupted, while somebody still worked on it."""

    def __init__(self, upload):
        super().__init__("The upload was cancelled or interrupted, so nothing of it was stored.")
        self.upload_id = upload.pk


def begin_upload(
    *,
    force,
    feed,
    door,
    by,
    at,
    mapping_version=None,
    as_at=None,
    title="",
    rehearsal_only=False,
    options=None,
    added_to=None,
    bytes_expected=None,
    upload_id=None,
):
    """The Upload into which files may now be received; ImportRefused before a byte is, where they may not come in.

    mapping_version: needed for a feed of cases, and refused for others; as_at: the day the extract shows, which
    cases cannot do without; added_to: the snapshot whose files are kept beside the new ones; upload_id: a UUID that the
    caller chose, so that a form sent twice begins one upload.
    """
    feed, synthetic = feed_of(feed), force.is_practice
    check_may_import(feed, force, at=at, synthetic=synthetic, rehearsal_only=rehearsal_only)
    today = timezone.localtime(at).date()
    _check_request(feed, mapping_version, options or {}, as_at, today, title)
    if mapping_version and not synthetic:
        _refuse_made_up(read_body(mapping_version.body))
    upload = Upload(
        force=force,
        feed=feed.key,
        mapping_version=mapping_version,
        key_version=current_version(force) if feed.has_cases else None,
        door=door,
        options=options or {},
        title=title,
        as_at=as_at,
        synthetic=synthetic,
        rehearsal_only=rehearsal_only,
        added_to=added_to,
        bytes_expected=bytes_expected,
        started_at=at,
        started_by_id=getattr(by, "pk", None),
        heard_at=at,
    )
    if added_to:
        check_can_add(upload, approved_rules(force))
    return _stored(upload, upload_id)


def _check_request(feed, mapping_version, options, as_at, today, title):
    if feed.has_cases and mapping_version is None:
        raise refuse("", "No mapping says how the files are read.", "Choose the mapping first.")
    if mapping_version and not feed.has_cases:
        raise refuse("", f"The {feed.title} feed is read without a mapping.", "Leave the mapping out.")
    if mapping_version and (faults := read_body(mapping_version.body).faults()):
        raise refuse("", f"The mapping cannot be used yet: {' '.join(faults)}", "Complete it first.")
    if unknown := sorted(set(options) - set(feed.options)):
        raise refuse("", f"The {feed.title} feed has no option {unknown[0]}.", "Leave it out.")
    if feed.has_cases and as_at is None:
        # Never guessed: a later day would claim follow-up that nobody has seen.
        raise refuse(
            "",
            "Nothing says which day the extract shows.",
            "Give its day: at the command with --as-at, in the inbox by a name like march_as-at-2026-03-31.csv.",
        )
    if as_at and as_at > today:
        raise refuse("", "The day of the extract lies in the future.", "Correct the day the extract shows.")
    if len(title) > LONGEST_TITLE:
        raise refuse("", f"The title is longer than {LONGEST_TITLE} characters.", "Give a shorter one.")


def _refuse_made_up(mapping):
    """A synthetic extract says so in a column of its own, which a mapping that reads it must name."""
    if SYNTHETIC_COLUMN in mapping.columns:
        raise refuse(
            "", "This mapping reads a synthetic extract.", "Synthetic cases belong in the practice space."
        )


def _stored(upload, upload_id):
    if upload_id:
        upload.id = upload_id
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
    except IntegrityError:
        raise refuse(
            "", "This form was sent already.", "Open a new upload page to send more files."
        ) from None
    return upload


@transaction.atomic
def begin_again(*, force, upload_id, at):
    """The upload of that id, emptied and open for its files, where an earlier reading was cut off; else None."""
    cut_off = Upload.scoped.for_force(force).filter(pk=upload_id, state__in=("receiving", "interrupted"))
    fresh = {"state": "receiving", "bytes_received": 0, "heard_at": at, "finished_at": None}
    if not cut_off.update(**fresh):
        return None
    transaction.on_commit(partial(pieces.discard, upload_id))
    return upload_of(force, upload_id)


@audited
def refuse_at_the_door(*, force, feed, door, upload_id, refusal, by, at):
    """List a file that might not even be begun with, refused for good with its words."""
    upload = Upload(
        id=upload_id,
        force=force,
        feed=feed,
        door=door,
        started_at=at,
        heard_at=at,
        synthetic=force.is_practice,
    )
    upload.save(force_insert=True)
    return refuse_upload(upload=upload, problems=refusal, by=by, at=at)


def approved_rules(force):
    """The newest approved version of a force's eligibility rules, or None."""
    versions = RuleSetVersion.scoped.for_force(force).filter(approved_at__isnull=False)
    return versions.order_by("-number").first()


def upload_of(force, upload_id):
    """One upload of the force, or None."""
    found = Upload.scoped.for_force(force).select_related("force", "mapping_version__mapping", "added_to")
    return found.filter(pk=upload_id).first()


def note_progress(upload, *, received, at):
    """Store how many bytes have arrived: one short UPDATE. UploadEnded where nobody waits for more."""
    if not _in(upload, "receiving").update(bytes_received=received, heard_at=at):
        raise UploadEnded(upload)
    upload.bytes_received, upload.heard_at = received, at


def finish_receiving(*, upload, files, by, at):
    """All files have arrived: the upload is refused with what is wrong in them, or a job is asked to store it.

    files: [ReceivedFile]. Raises UploadEnded where it was cancelled meanwhile. Returns the upload, read again.
    """
    problems = _problems_of(files)
    if not files:
        problems.add("", 0, "", "No file arrived.", "Choose a file and send it again.")
    if problems.total:
        return refuse_upload(upload=upload, problems=problems, unmatched=unmatched_of(files), by=by, at=at)
    return _mark_received(upload=upload, files=files, by=by, at=at)


def _problems_of(files):
    """The problems of all files together, and of a file that came twice."""
    problems, seen = ProblemList(), {}
    for file in files:
        problems.kept += list(file.problems)[: MOST_SHOWN - len(problems.kept)]
        problems.total += file.total_problems
        if file.sha256 in seen:
            problems.add(file.name, 0, "", f"It is the same as {seen[file.sha256]}.", "Send it once.")
        seen[file.sha256] = file.name
    return problems


def unmatched_of(files):
    """Labels without a meaning in the mapping, with counts, over all files."""
    together = {}
    for file in files:
        for field, labels in (file.unmatched or {}).items():
            counts = together.setdefault(field, {})
            for label, count in labels.items():
                counts[label] = counts.get(label, 0) + count
    return together


@audited
def _mark_received(*, upload, files, by, at):
    values = {
        "state": "received",
        "files": [file.as_row() for file in files],
        "findings": {"total": 0, "problems": [], "unmatched": unmatched_of(files)},
        "bytes_received": sum(file.bytes for file in files),
        "heard_at": at,
    }
    if not _in(upload, "receiving").update(**values):
        raise UploadEnded(upload)
    key, payload = f"{IMPORT_UPLOAD}:{upload.pk}", {"upload": str(upload.pk)}
    job = request_job(kind=IMPORT_UPLOAD, key=key, force=upload.force, payload=payload, by=by, at=at)
    _in(upload, "received").update(job_id=job.pk)
    upload.refresh_from_db()
    return upload


@audited
def refuse_upload(*, upload, problems, by, at, unmatched=None):
    """End an open upload with its problems, a ProblemList or an ImportRefused; what it brought is deleted."""
    kept = problems.kept if isinstance(problems, ProblemList) else problems.problems
    findings = {
        "total": problems.total,
        "problems": [vars(problem) for problem in kept],
        "unmatched": unmatched or {},
    }
    if not _in(upload, *OPEN).update(state="refused", findings=findings, finished_at=at, heard_at=at):
        raise UploadEnded(upload)
    after = {"feed": upload.feed, "problems": problems.total}
    record(
        Event.UPLOAD_REFUSED, by=by, at=at, force=upload.force, subject=upload, after=after, outcome="failed"
    )
    return _ended(upload)


@audited
def cancel_upload(*, upload, by, at):
    """End an open upload and its job; True where it was open. What it brought is deleted."""
    if not _in(upload, *OPEN).update(state="cancelled", finished_at=at):
        return False
    job = Job.scoped.for_force(upload.force).filter(pk=upload.job_id).first() if upload.job_id else None
    if job:
        cancel_job(job=job, by=by, at=at)
    record(Event.UPLOAD_CANCELLED, by=by, at=at, force=upload.force, subject=upload)
    _ended(upload)
    return True


@audited
def interrupt_upload(*, upload, at, heard_before=None):
    """Say of an upload whose sender has gone that it was interrupted; True where it was still being received.

    heard_before: only where nothing has arrived since that instant.
    """
    silent = _in(upload, "receiving")
    if heard_before:
        silent = silent.filter(heard_at__lt=heard_before)
    if not silent.update(state="interrupted", finished_at=at):
        return False
    record(
        Event.UPLOAD_INTERRUPTED, by="receiver", at=at, force=upload.force, subject=upload, outcome="failed"
    )
    _ended(upload)
    return True


def _in(upload, *states):
    """The upload's row while it is in one of the states, as a queryset to update."""
    return Upload.scoped.for_force(upload.force).filter(pk=upload.pk, state__in=states)


def _ended(upload):
    """Its files go once the end is stored."""
    transaction.on_commit(partial(pieces.discard, upload.pk))
    upload.refresh_from_db()
    return upload
