"""What the officer sees of a draft, as pictures; and counts of the work it takes."""

import hashlib
from dataclasses import replace

from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle import WrongState
from trials.models import NudgePicture, SludgeCount
from trials.nudges.pictures import clean_picture
from trials.nudges.record import NudgeRecord, Picture
from trials.operations.nudges import locked, open_draft, store_record

MOST_PICTURES = 6  # a nudge on more screens than this is several nudges


@audited
def add_picture(*, version, draft, data, alt, by, at):
    """Keep the cleaned picture with the draft. Raises PictureRefused, WrongState or DraftChanged, in words."""
    cleaned = clean_picture(data)
    found = open_draft(version, draft)
    held = NudgeRecord.from_json(found.body)
    sha256 = hashlib.sha256(cleaned.data).hexdigest()
    if len(held.pictures) >= MOST_PICTURES:
        raise WrongState(f"There are {MOST_PICTURES} pictures already: remove one first.")
    if sha256 in {one.sha256 for one in held.pictures}:
        raise WrongState("This picture is there already.")
    made = NudgePicture(
        force=found.force, version=found, kind=cleaned.kind, data=cleaned.data, sha256=sha256, alt=alt
    )
    made.save(force_insert=True)
    pictures = (*held.pictures, Picture(sha256=sha256, alt=alt))
    store_record(found, replace(held, pictures=pictures), by, at)
    return made


@audited
def remove_picture(*, picture, draft, by, at):
    """Delete a picture of a draft."""
    found = open_draft(picture.version, draft)
    held = NudgeRecord.from_json(found.body)
    pictures = tuple(one for one in held.pictures if one.sha256 != picture.sha256)
    picture.delete()
    return store_record(found, replace(held, pictures=pictures), by, at)


@audited
def count_sludge(*, nudge, by, at, **counts):
    """Keep one count of the work that one way of ending a case takes. counts: the fields of SludgeCount."""
    held = locked(nudge)
    made = SludgeCount(force=held.force, nudge=held, by=by, **counts)
    made.save(force_insert=True)
    after = {"way": made.way, "counted_on": made.counted_on.isoformat()}
    record(Event.SLUDGE_COUNTED, by=by, at=at, force=held.force, subject=made, after=after)
    return made
