"""Writing a nudge down, version by version, approving it by a second person, and putting it away."""

from dataclasses import replace

from django.utils.text import slugify

from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle import WrongState
from trials.models import Nudge, NudgePicture, NudgeVersion
from trials.nudges.approval import refusals
from trials.nudges.record import NudgeRecord, digest_of
from trials.queries.nudges import is_live

ARCHIVED = "This nudge is archived: nothing about it can be changed."
CHANGED = "This version was changed after the page was opened: look at it again first."


class DraftChanged(WrongState):
    """The text is another than the one that the person had on screen."""


@audited
def create_nudge(*, force, title, held, by, at):
    """The first draft of a new nudge, as a NudgeVersion. held: its NudgeRecord so far."""
    nudge = Nudge(force=force, key=_free_key(force, title), title=title, owner=by, created_at=at)
    nudge.save(force_insert=True)
    return store_record(_version(nudge, 1, by, at), held, by, at)


@audited
def write_lines(*, version, draft, values, by, at):
    """Write lines of a draft: {name of the line: value}. draft: the digest of the text that the person had open."""
    found = open_draft(version, draft)
    return store_record(found, replace(NudgeRecord.from_json(found.body), **values), by, at)


@audited
def start_version(*, nudge, by, at):
    """A new draft that starts as the newest approved version, pictures and all; where there is a draft, that one."""
    held = locked(nudge)
    versions = NudgeVersion.scoped.for_force(held.force).filter(nudge=held)
    newest = versions.first()
    if newest.approved_at is None:
        return newest
    made = store_record(
        _version(held, newest.version + 1, by, at), NudgeRecord.from_json(newest.body), by, at
    )
    for picture in NudgePicture.scoped.for_force(held.force).filter(version=newest):
        kept = {name: getattr(picture, name) for name in ("kind", "data", "sha256", "alt")}
        NudgePicture(force=held.force, version=made, **kept).save(force_insert=True)
    return made


@audited
def approve_version(*, version, draft, by, at):
    """Fix a version for good; it may now go live and into plans. draft: the digest of the text that was read.

    Raises WrongState with every reason why this person cannot approve this text.
    """
    found = open_draft(version, draft)
    reasons = refusals(NudgeRecord.from_json(found.body), writers=found.writers, approver=by.pk)
    if reasons:
        raise WrongState(" ".join(reasons))
    found.approved_at, found.approved_by = at, by
    found.save(update_fields=["approved_at", "approved_by"])
    after = {"version": found.version, "text": draft}
    record(Event.NUDGE_APPROVED, by=by, at=at, force=found.force, subject=found, after=after)
    return found


@audited
def archive_nudge(*, nudge, by, at):
    """Put a nudge away; it stays readable, and cannot be while it is live somewhere."""
    held = locked(nudge)
    if is_live(held):
        raise WrongState("It is live in some unit: record first on which day it ended there.")
    held.archived_at = at
    held.save(update_fields=["archived_at"])
    record(Event.NUDGE_ARCHIVED, by=by, at=at, force=held.force, subject=held)
    return held


@audited
def hand_over_nudge(*, nudge, to, by, at):
    """Make another person the owner, of an archived one too."""
    values = {"before": {"owner": str(nudge.owner_id)}, "after": {"owner": str(to.pk)}}
    nudge.owner = to
    nudge.save(update_fields=["owner"])
    record(Event.OWNERSHIP_HANDED_OVER, by=by, at=at, force=nudge.force, subject=nudge, **values)
    return nudge


def open_draft(version, draft):
    """The version as it is now, held until the operation ends; refused once approved, archived or changed."""
    locked(version.nudge)
    versions = NudgeVersion.scoped.for_force(version.force).select_related("force", "nudge")
    found = versions.get(pk=version.pk)
    if found.approved_at is not None:
        raise WrongState(NudgeVersion.refusal)
    if digest_of(found.body) != draft:
        raise DraftChanged(CHANGED)
    return found


def locked(nudge):
    """The nudge's row, held until the operation ends; refused once archived."""
    nudges = Nudge.scoped.for_force(nudge.force).select_related("force")
    held = nudges.select_for_update(of=("self",)).get(pk=nudge.pk)
    if held.archived_at is not None:
        raise WrongState(ARCHIVED)
    return held


def store_record(version, held, by, at):
    """Save a changed record in its draft, and whoever changed it among its writers."""
    version.body = held.to_json()
    version.written_at, version.written_by = at, by
    version.writers = sorted({*version.writers, str(by.pk)})
    version.save()
    after = {"version": version.version, "draft": digest_of(version.body)}
    record(Event.NUDGE_WRITTEN, by=by, at=at, force=version.force, subject=version, after=after)
    return version


def _version(nudge, number, by, at):
    return NudgeVersion(force=nudge.force, nudge=nudge, version=number, written_at=at, written_by=by)


def _free_key(force, title):
    """A key from the title that no nudge of the force has yet."""
    taken = {*Nudge.scoped.for_force(force).values_list("key", flat=True)}
    wanted = slugify(title)[:50] or "nudge"
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in numbered if key not in taken)
