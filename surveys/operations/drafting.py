"""Answers that are begun: made at the start, saved with every page, gone when handed in or after three days.

No audit event and no time finer than the last day: what a respondent does leaves no line in any order.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction

from surveys.answering.contents import Contents
from surveys.identity.drafts import DraftUnreadable, open_draft, seal_draft
from surveys.models import Draft
from surveys.rules import DRAFT_KEPT


@dataclass(frozen=True)
class Begun:
    """A draft that was opened: what it holds, and the day on which it goes."""

    contents: Contents
    expires_on: datetime.date


def begin_draft(*, wave, keys, contents, on):
    """Store a new draft; keys: its DraftKeys.

    Whole days are kept, no hour: it goes when the third day after this one begins, so after 72 hours at most.
    """
    Draft.objects.create(
        id=keys.draft_id,
        wave=wave,
        contents=seal_draft(contents.as_value(), keys),
        expires_on=on + DRAFT_KEPT,
    )


def load_draft(*, wave, keys, on):
    """The Begun draft that these keys open, or None where there is none of this wave today."""
    row = _rows(wave, keys, on).first()
    contents = None if row is None else _contents(row, keys)
    return None if contents is None else Begun(contents, row.expires_on)


@transaction.atomic
def save_draft(*, wave, keys, change, on):
    """The Contents after `change(contents)`, stored; None where there is no such draft any more.

    The row is held meanwhile (on SQLite the transaction itself is exclusive), so that of two pages saved at the
    same instant neither undoes the other.
    """
    row = _rows(wave, keys, on).select_for_update().first()
    before = None if row is None else _contents(row, keys)
    if before is None:
        return None
    after = change(before)
    row.contents = seal_draft(after.as_value(), keys)
    row.save(update_fields=["contents"])
    return after


def delete_draft(*, keys):
    """Destroy the draft that these keys open, if there is one."""
    Draft.objects.filter(pk=keys.draft_id).delete()


def delete_expired_drafts(*, on):
    """Destroy every draft whose time has passed; how many there were."""
    deleted, _ = Draft.objects.filter(expires_on__lte=on).delete()
    return deleted


def _rows(wave, keys, on):
    return Draft.objects.filter(pk=keys.draft_id, wave=wave, expires_on__gt=on)


def _contents(row, keys):
    try:
        return Contents.from_value(open_draft(row.contents, keys))
    except (
        DraftUnreadable,
        KeyError,
        TypeError,
    ):  # other keys, or begun before an upgrade changed what a draft holds
        return None
