"""Nudges for tests: a draft, an approved version with a picture, and both for the route matrix."""

from tests.people import NOW, make_person
from tests.trials.nudges.made_pictures import png
from tests.trials.nudges.records import FULL
from trials.nudges.record import digest_of
from trials.operations.nudge_pictures import add_picture
from trials.operations.nudges import approve_version, create_nudge


def make_draft(force, person, held=FULL, title="Desk card"):
    """Version 1 of a new nudge, not approved."""
    return create_nudge(force=force, title=title, held=held, by=person, at=NOW)


def with_picture(version, person, data=None):
    """The version with a picture added."""
    values = {"data": data or png(), "alt": "A card that asks a question", "by": person, "at": NOW}
    add_picture(version=version, draft=digest_of(version.body), **values)
    version.refresh_from_db()
    return version


def approve(version, person):
    """The version as that person approved it."""
    version.refresh_from_db()
    return approve_version(version=version, draft=digest_of(version.body), by=person, at=NOW)


def approved(force, writer, approver, **values):
    """An approved version 1."""
    return approve(make_draft(force, writer, **values), approver)


def build(world):
    """A draft with a picture, and an approved version, for the route matrix."""
    lead, writer = world.people["lead"], make_person("writer", world.force, "lead")
    waiting = with_picture(make_draft(world.force, lead, title="In draft"), lead)
    fixed = approved(world.force, writer, lead)
    world.update(
        nudge=str(fixed.nudge_id),
        nudge_draft=str(waiting.nudge_id),
        nudge_version=1,
        nudge_picture=str(waiting.pictures.get().pk),
        nudge_part="delivery",
        nudge_kind="csv",
        nudge_component="C-Ps",
        nudge_finished="court_text_reminders",
    )
