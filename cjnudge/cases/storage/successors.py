"""A snapshot whose rows were written anew becomes another snapshot: same files, same day, other parts."""

import hashlib
import json
from dataclasses import dataclass
from types import SimpleNamespace

from cjnudge.cases.models import Part, Snapshot, Upload
from cjnudge.cases.privacy.keys import PURPOSES, key_of
from cjnudge.cases.quality_at_import import quality_at_import
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.case_parts import contents_together, describe_cases
from cjnudge.cases.storage.parts import MadePart, canonical
from cjnudge.cases.storage.rewriting import promoted_rows, write_rekeyed, write_without
from cjnudge.jobs.kinds import JobProblem

# What is taken over as it was: the rows came in on that day, by that person, under those safeguards.
_SAME = (
    "force", "title", "feed", "feed_version", "as_at", "file_names", "synthetic", "published", "rehearsal_only",
    "safeguards_version_id", "imported_by_id", "imported_at", "mapping_version_id", "rules_version_id",
    "retain_until",
)  # fmt: skip


class RowsChanged(JobProblem):
    """Snapshots came in or went while new parts were being written."""

    def __init__(self):
        super().__init__(
            "Snapshots of the force came in or changed while this was under way, so nothing was stored. Begin again: "
            "it then works on what is there now."
        )


@dataclass(frozen=True)
class Successor:
    """What comes after a snapshot: in storage, and not registered. Without parts nothing comes after it."""

    of: Snapshot
    parts: tuple
    key_version: int
    contents: dict
    quality: dict

    def as_snapshot(self):
        """The row for the register, unsaved."""
        manifest = self._manifest()
        return Snapshot(
            **{name: getattr(self.of, name) for name in _SAME},
            manifest=manifest,
            hash=snapshots.hash_of(manifest),
            rows=self.contents["rows"],
            total=self.contents["total"],
            first_period=self.contents["first_period"],
            last_period=self.contents["last_period"],
            contents=self.contents,
            key_version=self.key_version,
            quality=self.quality,
            succeeds=self.of,
        )

    def _manifest(self):
        same = json.loads(self.of.manifest)
        return canonical({**same, "key_version": self.key_version, "parts": snapshots.part_lines(self.parts)})


def with_rows(force):
    """The force's snapshots of cases that still have their rows, as a queryset."""
    return Snapshot.scoped.for_force(force).filter(key_version__isnull=False, rows_erased_at__isnull=True)


def parts_with_rows(force):
    """Their parts, each once, by hash."""
    found = Part.scoped.for_force(force).filter(snapshots__in=with_rows(force))
    return {part.hash: part for part in found.distinct()}


def as_made(part, snapshot):
    """A registered part as the operations on made parts take it."""
    name = snapshot.file_names.get(part.source_sha256, "unnamed")
    return MadePart(name, part.source_sha256, part.reading, part.hash, part.contents)


def rekeyed_part(part, version):
    """The MadePart of a registered part under the key version after the one before; its rows are the same."""
    keys = {purpose: key_of(part.force, purpose, version) for purpose in PURPOSES}
    with store.writing() as written:
        write_rekeyed(store.local_path(part.hash), written, keys)
        part_hash = store.keep(written)
    reading = canonical({**json.loads(part.reading), "key": version})
    return MadePart("", part.source_sha256, reading, part_hash, part.contents)


def rekeyed(snapshot, parts, version):
    """The Successor of a snapshot from its parts, {old hash: MadePart}, under a new version of keys."""
    made = tuple(parts[part.hash] for part in snapshot.parts.all())
    return Successor(snapshot, made, version, snapshot.contents, snapshot.quality)


def reduced(snapshot, gone):
    """The Successor of a snapshot without some rows; gone: {part hash: row numbers, or None for all of the part}."""
    parts = sorted(snapshot.parts.all(), key=lambda part: (part.contents["first_entry"], part.source_sha256))
    if all(gone.get(part.hash, ()) is None for part in parts):
        return Successor(snapshot, (), snapshot.key_version, {}, {})
    paths = {part.hash: store.local_path(part.hash) for part in parts}
    leaving = {paths[key]: rows for key, rows in gone.items() if key in paths}
    promoted = promoted_rows(list(paths.values()), leaving)
    made = [_reduced_part(part, paths[part.hash], leaving, promoted, snapshot) for part in parts]
    made = tuple(part for part in made if part)
    if not made:
        return Successor(snapshot, (), snapshot.key_version, {}, {})
    contents = contents_together(made)
    return Successor(snapshot, made, snapshot.key_version, contents, _quality(snapshot, made, contents))


def _reduced_part(part, path, leaving, promoted, snapshot):
    """The MadePart of what remains of a part; None where nothing does, the part itself where nothing leaves."""
    lost = leaving.get(path, [])
    if lost is None or len(lost) == part.contents["rows"]:
        return None
    first = promoted[path]
    if not lost and not first:
        return as_made(part, snapshot)
    with store.writing() as written:
        write_without(path, written, lost, first)
        part_hash = store.keep(written)
        contents = {**part.contents, **describe_cases([written])}
    reading = json.loads(part.reading)
    before = reading.get("without")
    reading["without"] = hashlib.sha256(canonical([before, sorted(lost), first]).encode()).hexdigest()
    return MadePart("", part.source_sha256, canonical(reading), part_hash, contents)


def _quality(snapshot, made, contents):
    """Counted again: what the page shows must not hold rows that are gone. {} where it was never counted."""
    if not snapshot.quality:
        return {}
    again = SimpleNamespace(
        made=made,
        feed=feed_of(snapshot.feed),
        as_at=snapshot.as_at,
        contents=contents,
        synthetic=snapshot.synthetic,
        hash=snapshot.hash,
        reading=snapshot,
    )
    unmatched = _unmatched(snapshot)
    return quality_at_import(again, force=snapshot.force, unmatched=unmatched, before=snapshot.imported_at)


def _unmatched(snapshot):
    """The labels that the mapping did not know when the files of a snapshot, or of its first predecessor, came in."""
    while snapshot.succeeds:
        snapshot = snapshot.succeeds
    upload = Upload.scoped.for_force(snapshot.force).filter(snapshot=snapshot).order_by("started_at").first()
    return (upload.findings if upload else {}).get("unmatched")
