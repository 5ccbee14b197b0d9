"""The audit trail is written here: `@audited` around an operation, `record` inside it.

The events of an operation stand or fall with what it stores, because both are in one transaction. They are
appended at its end, so that the head row, which every operation of every process must lock, is held for the
shortest time.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from functools import wraps

from django.conf import settings
from django.db import transaction

from cjnudge.audit.actors import actor_of, role_of
from cjnudge.audit.events import Event
from cjnudge.audit.head_file import write_head
from cjnudge.audit.models import AuditEvent, AuditHead
from cjnudge.audit.sealing import BEGINNING, canonical, seal

__all__ = ["AuditError", "Event", "audited", "record"]

EMAIL_ADDRESS = re.compile(r"[^\s@\"]+@[^\s@\"]+\.[^\s@\"]+")
_events = ContextVar("audit_events", default=None)


class AuditError(RuntimeError):
    """The audit trail was used wrongly, or moved under an operation's feet."""


def audited(operation):
    """Runs the operation in one transaction and appends what it recorded when the outermost one ends.

    An operation inside another hands its events to the outer one; one that fails takes its events with it.
    """

    @wraps(operation)
    def run(*args, **kwargs):
        with audit_scope():
            return operation(*args, **kwargs)

    return run


@contextmanager
def audit_scope():
    """The same as `audited`, for a with statement."""
    outer, mine = _events.get(), []
    token = _events.set(mine)
    try:
        with transaction.atomic():
            yield
            if outer is None and mine:
                _append(mine)
    finally:
        _events.reset(token)
    if outer is not None:
        outer.extend(mine)


def record(event, *, by, at, force=None, subject=None, before=None, after=None, purpose="", outcome="done"):
    """Note one event of the running operation.

    by: a User or the name of a process; at: an aware datetime; force: a Force or None; subject: the record
    spoken of; before, after: small JSON values with no personal ones in them; purpose: a coded purpose, for
    exports.
    """
    events = _events.get()
    if events is None:
        raise AuditError(f"{event} was recorded outside an operation: put @audited on the operation.")
    detail = canonical({"before": before, "after": after})
    refuse_personal_values(event, detail, actor_of(by), purpose)
    events.append(
        {
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "force_id": str(force.pk) if force else "",
            "actor": actor_of(by),
            "role": role_of(by, force),
            "action": Event(event).value,
            "operation": Event(event).operation.value,
            "object_type": subject._meta.label_lower if subject else "",
            "object_id": str(subject.pk) if subject else "",
            "purpose": str(purpose),
            "outcome": outcome,
            "detail": detail,
        }
    )


def refuse_personal_values(event, *texts):
    """Raises where a value looks like an e-mail address: the trail is kept, so it holds opaque ids alone."""
    if any(EMAIL_ADDRESS.search(text) for text in texts):
        raise AuditError(f"{event}: a value looks like an e-mail address. Store the person's id instead.")


def _append(drafts):
    head = _locked_head()
    events = list(_chained(drafts, head))
    AuditEvent.objects.bulk_create(events, batch_size=500)
    last = events[-1]
    # On PostgreSQL the row is locked; on SQLite the IMMEDIATE transaction is the lock. The guard catches a
    # database opened with other settings, where neither would hold.
    if not AuditHead.objects.filter(pk=1, seq=head.seq).update(seq=last.seq, hash=last.hash):
        raise AuditError("Another operation appended at the same time: run this one again.")
    transaction.on_commit(lambda: write_head(last.seq, last.hash, last.at))


def _locked_head():
    heads = AuditHead.objects.select_for_update()
    head = heads.filter(pk=1).first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(pk=1, seq=0, hash=BEGINNING)], ignore_conflicts=True)
        head = heads.get(pk=1)
    return head


def _chained(drafts, head):
    seq, previous = head.seq, head.hash
    for draft in drafts:
        seq += 1
        values = {**draft, "seq": seq, "previous": previous}
        previous = seal(settings.AUDIT_KEY, values)
        yield AuditEvent(**values, hash=previous)
