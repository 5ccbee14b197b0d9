"""The work behind a file of the inbox: read it through the newest version of its mapping, and publish how that went."""

import re
from datetime import date

from django.utils import timezone

from cjnudge.cases.operations.inbox import WATCHER, file_called, open_unchanged
from cjnudge.cases.operations.receiving import Receiving
from cjnudge.cases.operations.uploading import (
    UploadEnded,
    begin_again,
    begin_upload,
    finish_receiving,
    refuse_at_the_door,
)
from cjnudge.cases.problems import ImportRefused, refuse
from cjnudge.cases.queries.mappings import newest_versions
from cjnudge.cases.reading.files import CHUNK
from cjnudge.cases.sources import feed as feed_of
from cjnudge.jobs.kinds import JobProblem

AS_AT = re.compile(r"_as-at-(\d{4}-\d{2}-\d{2})(?=\.)")
BYTES_BETWEEN_STAGES = 16 << 20
GONE = "The file was taken away or changed before it was read."


def perform(work):
    """Read the file; returns `publish`, which hands it on to be stored or lists its refusal."""
    file = file_called(work.job.key)
    if file is None:
        raise JobProblem(GONE)
    try:
        stream = open_unchanged(file)
    except OSError:
        raise JobProblem(GONE) from None
    with stream:
        try:
            receiving = Receiving(_begin(work.job.force, file))
        except (ImportRefused, JobProblem) as refusal:
            return _list_refusal(work.job.force, file, refusal)
        return _read(work, file, stream, receiving)


def _begin(force, file):
    """The upload of this file: the one of an earlier try, emptied, where its worker was killed."""
    known = begin_again(force=force, upload_id=file.upload_id, at=timezone.now())
    if known:
        return known
    return begin_upload(
        force=force,
        feed=file.feed,
        mapping_version=_mapping(force, file) if feed_of(file.feed).has_cases else None,
        as_at=_as_at(file),
        door="inbox",
        by=WATCHER,
        at=timezone.now(),
        bytes_expected=file.state[0],
        upload_id=file.upload_id,
    )


def _mapping(force, file):
    """The newest version of the mapping that the folder is called after."""
    found = newest_versions(force).filter(mapping__slug=file.mapping).first()
    if found is None:
        known = ", ".join(newest_versions(force).values_list("mapping__slug", flat=True)) or "none yet"
        raise refuse(
            "",
            "The file lies in a folder that no mapping is called after.",
            f"Put it into a folder called as a mapping. There are: {known}.",
        )
    return found


def _as_at(file):
    """The day in the file's name, or None: when a file was written says nothing of the day that it shows."""
    said = AS_AT.search(file.name)
    if not said:
        return None
    try:
        return date.fromisoformat(said[1])
    except ValueError:
        raise refuse("", "The day in the file's name does not exist.", "Rename the file.") from None


def _read(work, file, stream, receiving):
    total, told = file.state[0], 0
    try:
        receiving.open(file.name)
        while piece := stream.read(CHUNK):
            if receiving.received >= told:
                work.stage("read the file", done=receiving.received >> 20, total=total >> 20)
                told = receiving.received + BYTES_BETWEEN_STAGES
            receiving.feed(piece)
        receiving.close()
    except UploadEnded:
        receiving.break_off()
        raise
    upload, files = receiving.upload, receiving.files
    return lambda: finish_receiving(upload=upload, files=files, by=WATCHER, at=timezone.now())


def _list_refusal(force, file, refusal):
    if not isinstance(refusal, ImportRefused):
        refusal = refuse("", str(refusal), "")
    given = {"feed": file.feed, "door": "inbox", "upload_id": file.upload_id, "refusal": refusal}
    return lambda: refuse_at_the_door(force=force, by=WATCHER, at=timezone.now(), **given)
