"""What a record can be about: each app that has data sets, surveys or trials says here how to list them."""

import uuid

from cjnudge.safeguards import rules

_LISTS = {}


def register(kind, listing):
    """`listing(force)` gives [(id, name)] of the things of this kind; call it from an AppConfig's ready()."""
    if kind not in rules.KINDS:
        raise ValueError(f"{kind!r} is not a kind of safeguards record: use one of {', '.join(rules.KINDS)}.")
    _LISTS[kind] = listing


def choices(force):
    """[(value, label)] for a select; a value is "kind" (everything of it) or "kind:id"."""
    found = []
    for kind, label in rules.KINDS.items():
        found.append((kind, f"Every {label.lower()} of this force"))
        listing = _LISTS.get(kind)
        found += [(f"{kind}:{key}", f"{label}: {name}") for key, name in (listing(force) if listing else [])]
    return found


def parse(value):
    """(kind, subject id or None) of a choice."""
    kind, _, key = value.partition(":")
    return kind, uuid.UUID(key) if key else None


def subject_name(force, record):
    """What a record is about, as its reader sees it."""
    label = rules.KINDS[record.kind]
    if record.subject_id is None:
        return f"Every {label.lower()} of this force"
    listing = _LISTS.get(record.kind)
    names = {str(key): name for key, name in (listing(force) if listing else [])}
    return f"{label}: {names.get(str(record.subject_id), record.subject_id)}"
