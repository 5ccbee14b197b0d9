"""What an upload has brought becomes a snapshot: made outside any transaction, published in a short one."""

from functools import partial

from django.db import transaction

from cjnudge.audit.chain import audited
from cjnudge.cases.models import Snapshot, Upload
from cjnudge.cases.privacy.keys import hold_version
from cjnudge.cases.problems import ProblemList, refuse
from cjnudge.cases.quality_at_import import quality_at_import
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import case_together, pieces
from cjnudge.cases.storage.already import note_erased
from cjnudge.cases.storage.case_parts import part_of_pieces, sha256_of_rules
from cjnudge.cases.storage.snapshots import CaseReading

from .adding import check_can_add, earlier_parts
from .importing import MOST_FILES, Prepared, check_may_import, prepare, register
from .uploading import UploadEnded, approved_rules

AGAIN = "Send the files again."
LAST_STEPS = 3  # together, count, quality: what comes after the files


def prepare_upload(upload, *, at, stage=None):
    """The snapshot of a received upload, its parts in storage; ImportRefused with what is wrong.

    stage(text, done=, total=) is told what begins.
    """
    stage = stage or (lambda text, **counts: None)
    feed = feed_of(upload.feed)
    try:
        with pieces.local_pieces(
            upload.pk, [name for file in upload.files for name in file["pieces"]]
        ) as paths:
            make = _prepare_cases if feed.has_cases else _prepare_counts
            prepared = make(upload, feed, paths, at=at, stage=stage)
    except pieces.PiecesGone:
        raise refuse("", "What was received is no longer there.", AGAIN) from None
    steps = len(upload.files) + LAST_STEPS
    stage("judge the quality of the data", done=steps - 1, total=steps)
    unmatched = upload.findings.get("unmatched", {})
    if not (
        prepared.quality or _is_registered(prepared, upload.force)
    ):  # `prepare` has judged counts already
        prepared.quality = quality_at_import(prepared, force=upload.force, unmatched=unmatched)
    return prepared


def _is_registered(prepared, force):
    return Snapshot.scoped.for_force(force).filter(hash=prepared.hash).exists()


def _prepare_counts(upload, feed, paths, *, at, stage):
    return prepare(
        feed=feed.key,
        paths=paths,
        names=[file["name"] for file in upload.files],
        force=upload.force,
        at=at,
        as_at=upload.as_at,
        synthetic=upload.synthetic,
        rehearsal_only=upload.rehearsal_only,
        options=upload.options,
        progress=lambda name, number, of: stage(f"read {name}", done=number - 1, total=of + LAST_STEPS),
    )


def _prepare_cases(upload, feed, paths, *, at, stage):
    # Asked again: the safeguards, the rules and the keys may have changed since the upload began.
    safeguards = check_may_import(
        feed, upload.force, at=at, synthetic=upload.synthetic, rehearsal_only=upload.rehearsal_only
    )
    reading = _reading(upload)
    if upload.added_to:
        check_can_add(upload, reading.rules)
    steps = len(upload.files) + LAST_STEPS
    made = list(_parts(upload, reading, paths, lambda text, done: stage(text, done=done, total=steps)))
    stage("look at the files together", done=steps - 3, total=steps)
    made = _together(made, upload)
    stage("count what the snapshot holds", done=steps - 2, total=steps)
    return Prepared(
        feed=feed,
        force=upload.force,
        made=made,
        as_at=upload.as_at,
        synthetic=upload.synthetic,
        rehearsal_only=upload.rehearsal_only,
        safeguards=safeguards,
        reading=reading,
    )


def _reading(upload):
    rules = approved_rules(upload.force)
    return CaseReading(upload.mapping_version, upload.key_version, rules, sha256_of_rules(rules))


def _parts(upload, reading, paths, stage):
    """The parts of the snapshot that is added to, then one of each new file."""
    yield from earlier_parts(upload.added_to) if upload.added_to else []
    paths = iter(paths)
    for number, file in enumerate(upload.files):
        stage(f"make the part of {file['name']}", number)
        yield part_of_pieces(
            [next(paths) for _ in file["pieces"]],
            name=file["name"],
            source_sha256=file["sha256"],
            force=upload.force,
            rules=reading.rules,
            key_version=reading.key_version,
            mapping_version=reading.mapping_version,
        )


def _together(made, upload):
    """The parts in their order, each source once; ImportRefused where they do not go together."""
    problems = ProblemList()
    made = case_together.in_order({part.source_sha256: part for part in made}.values())
    if len(made) > MOST_FILES:
        problems.add(
            "", 0, "", f"A snapshot has at most {MOST_FILES} files.", "Put several months into a file."
        )
    note_erased(upload.force, made, problems)
    case_together.note_late(made, upload.as_at, problems)
    problems.refuse_if_any()
    if len(made) == 1:
        return made
    case_together.note_repeated_cases(made, problems)
    problems.refuse_if_any()
    return case_together.with_shared_decisions(made)


@audited
def publish_upload(upload, prepared, *, by, at):
    """(snapshot, whether it is new): the short transaction that registers it and ends the upload.

    UploadEnded where it was cancelled meanwhile: nothing is stored then.
    """
    received = Upload.scoped.for_force(upload.force).filter(pk=upload.pk, state="received")
    if not received.update(state="imported", finished_at=at, heard_at=at):
        raise UploadEnded(upload)
    if prepared.reading:
        hold_version(upload.force, prepared.reading.key_version)
    snapshot, created = register(prepared, force=upload.force, by=by, at=at, title=upload.title)
    findings = {**upload.findings, "created": created}
    Upload.scoped.for_force(upload.force).filter(pk=upload.pk).update(snapshot=snapshot, findings=findings)
    transaction.on_commit(partial(pieces.discard, upload.pk))
    return snapshot, created
