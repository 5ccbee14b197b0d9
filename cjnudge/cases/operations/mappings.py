"""Writing down how a force's columns and labels are read: nothing is changed in place."""

from hashlib import sha256

from django.db.models import Max
from django.utils.text import slugify

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.models import Mapping, MappingVersion

LONGEST_NAME = Mapping._meta.get_field("name").max_length
LONGEST_REASON = MappingVersion._meta.get_field("reason").max_length
LONGEST_SLUG = Mapping._meta.get_field("slug").max_length
# Characters of a body: 500 columns and 200 labels for each of thirty fields are fewer.
LONGEST_BODY = 1_000_000


class WrittenMeanwhile(Exception):
    """Someone else wrote a newer version than the one that was being changed; `number` is its number."""

    def __init__(self, number):
        super().__init__(
            f"Version {number} was written while you were changing this one: read it, then make your change again."
        )
        self.number = number


class NameTaken(Exception):
    """The force has a mapping of this name already."""


class BodyTooLong(Exception):
    """The mapping holds more than is kept."""


@audited
def start_mapping(*, force, name, body, by, at):
    """A new mapping of a force with its first version; returns that version. `body` is a MappingBody."""
    there = Mapping.scoped.for_force(force)
    if there.filter(name__iexact=name).exists():
        raise NameTaken(f"There is a mapping called “{name}” already: give this one another name.")
    mapping = Mapping(
        force=force, name=name, slug=_free_slug(there, name), started_at=at, started_by_id=by.pk
    )
    mapping.save(force_insert=True)
    return _write(mapping, 1, body, "", by, at)


@audited
def write_mapping_version(*, mapping, base, body, reason="", by, at):
    """The next version of a mapping, written over number `base`; the newest itself where nothing changed.

    Raises WrittenMeanwhile where another version is newer than `base`.
    """
    newest = _lock_and_read_newest(mapping)
    if newest.number != base:
        raise WrittenMeanwhile(newest.number)
    if newest.body == body.canonical():
        return newest
    return _write(mapping, newest.number + 1, body, reason, by, at)


def _free_slug(there, name):
    """The name as commands write it; with a number behind it where that is taken."""
    stem = slugify(name)[: LONGEST_SLUG - 4].strip("-") or "mapping"
    taken = set(there.filter(slug__startswith=stem).values_list("slug", flat=True))
    tries = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in tries if slug not in taken)


def _lock_and_read_newest(mapping):
    """Two people saving at once meet here on PostgreSQL; on SQLite the transaction itself is exclusive."""
    Mapping.scoped.for_force(mapping.force).select_for_update().get(pk=mapping.pk)
    versions = MappingVersion.scoped.for_force(mapping.force).filter(mapping=mapping)
    return versions.get(number=versions.aggregate(newest=Max("number"))["newest"])


def _write(mapping, number, body, reason, by, at):
    text = body.canonical()
    if len(text) > LONGEST_BODY:
        raise BodyTooLong(
            "This mapping is too long to keep: take columns out of the extract, or labels out of it."
        )
    version = MappingVersion(
        force=mapping.force,
        mapping=mapping,
        number=number,
        body=text,
        hash=sha256(text.encode()).hexdigest(),
        reason=reason,
        written_at=at,
        written_by_id=by.pk,
    )
    version.save(force_insert=True)
    after = {"version": number, "hash": version.hash}
    record(Event.MAPPING_WRITTEN, by=by, at=at, force=mapping.force, subject=mapping, after=after)
    return version
