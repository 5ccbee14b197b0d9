"""Events as the words of a page and the cells of a file."""

from datetime import datetime

from cjnudge.audit.queries import names_of

COLUMNS = (
    "seq",
    "at",
    "actor",
    "role",
    "action",
    "operation",
    "object_type",
    "object_id",
    "purpose",
    "outcome",
    "detail",
    "previous",
    "hash",
)


def lines(events):
    """One mapping an event: seq, at (aware datetime), who, role, action, operation, subject, purpose."""
    names = names_of(events)
    return [line(event, names) for event in events]


def line(event, names):
    return {
        "seq": event.seq,
        "at": datetime.fromisoformat(event.at),
        "who": names.get(event.actor, event.actor),
        "role": event.role,
        "action": in_words(event.action),
        "operation": event.operation,
        "subject": in_words(event.object_type.rpartition(".")[2]),
        "subject_id": event.object_id,
        "purpose": event.purpose,
        "outcome": event.outcome,
    }


def in_words(key):
    """ "invitation.accepted" as "Invitation accepted"."""
    return key.replace(".", " ").replace("-", " ").capitalize()


def table(events):
    """Yield the rows of the file: the column names, then each event with ids, not names."""
    yield COLUMNS
    yield from events.values_list(*COLUMNS).iterator(chunk_size=1000)
