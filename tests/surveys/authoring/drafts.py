"""Drafts and published versions for tests, made through the operations as leads make them."""

from surveys.instruments.draft_content import print_of, value_at
from surveys.operations import authoring, publishing, translating
from surveys.scales import load_instrument
from tests.people import NOW


def copied(force, lead, *, key="com_b_brief", title="Our own survey"):
    """A fresh draft of a shipped instrument."""
    instrument = load_instrument(key)
    return authoring.copy_instrument(force=force, instrument=instrument, title=title, by=lead, at=NOW)


def written(draft, part, by, **values):
    """The draft with other values in one part, by somebody who saw how it stands now."""
    draft.refresh_from_db()
    seen = print_of(value_at(draft.content, part))
    return authoring.write_part(draft=draft, part=part, values=values, seen=seen, by=by, at=NOW)


def published(draft, by):
    draft.refresh_from_db()
    seen = print_of(draft.content)
    return publishing.publish_instrument(draft=draft, seen=seen, by=by, at=NOW)


def next_version(version, by):
    """The draft after a published version."""
    return publishing.new_version(force=version.force, key=version.key, by=by, at=NOW)


def decided(draft, by, **decisions):
    """The draft with {id here: id before} said of its changed items."""
    seen = print_of(draft.bridge)
    return publishing.decide_bridge(draft=draft, decisions=decisions, seen=seen, by=by, at=NOW)


def begun(force, lead, *, key="oocr_com_b", language="cy"):
    """A fresh translation of a shipped instrument."""
    instrument = load_instrument(key)
    return translating.begin_translation(
        force=force, instrument=instrument, language=language, by=lead, at=NOW
    )


def of_the_matrix(force, lead):
    """What an address of the route matrix can name: a draft, one after a published version, a translation."""
    draft = copied(force, lead)
    later = next_version(published(copied(force, lead), lead), lead)
    return {
        "survey_draft": str(draft.pk),
        "draft_key": draft.key,
        "draft_version": draft.version,
        "draft_part": "about",
        "draft_list": "items",
        "draft_entry": "cph",
        "survey_draft_later": str(later.pk),
        "own_instrument": later.key,
        "translation_language": begun(force, lead).language,
        "translation_part": "items",
    }
