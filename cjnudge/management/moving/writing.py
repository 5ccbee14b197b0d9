"""Writes what travels of a force into a folder: one file a kind of record, and a manifest with the hash of each."""

import hashlib
import json
import shutil
from pathlib import Path

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cjnudge.accounts.models import User
from cjnudge.audit.models import AuditEvent, AuditHead
from cjnudge.cases.models import Snapshot

from .what import TRAVELS

FORMAT = 1
MANIFEST, PEOPLE, REFERENCES, AUDIT = "manifest.json", "people.jsonl", "references.jsonl", "audit.jsonl"
MOVED_APPS = ("accounts", "cases", "surveys", "trials")


class MoveRefused(Exception):
    """The export or the import cannot be made; the words say what to do."""


def write_force(force, folder, *, at):
    """The manifest of what was written. The folder is whole once it is there; MoveRefused where it is there already."""
    folder = Path(folder)
    if folder.exists():
        raise MoveRefused(f"{folder} is there already: name a new folder, so that nothing is overwritten.")
    waiting = folder.with_name(f".{folder.name}.being-written")
    shutil.rmtree(waiting, ignore_errors=True)
    waiting.mkdir(parents=True, mode=0o700)
    rows = {travels.key: [as_row(travels, one) for one in travels.of(force)] for travels in TRAVELS}
    cut_loose(rows)
    rows[PEOPLE.removesuffix(".jsonl")] = people_in(rows)
    rows[REFERENCES.removesuffix(".jsonl")] = references_in(rows)
    rows[AUDIT.removesuffix(".jsonl")] = list(AuditEvent.objects.filter(force_id=str(force.pk)).values())
    files = {f"{key}.jsonl": write_lines(waiting / f"{key}.jsonl", found) for key, found in rows.items()}
    manifest = {
        "format": FORMAT,
        "force": {"id": str(force.pk), "slug": force.slug, "name": force.name, "kind": force.kind},
        "made_at": at.isoformat(),
        "schema": schema(),
        "audit_head": AuditHead.objects.values("seq", "hash").first(),
        "files": files,
    }
    (waiting / MANIFEST).write_text(as_json(manifest) + "\n")
    waiting.rename(folder)
    return manifest


def as_row(travels, one):
    """A record as {model, pk, fields} in JSON's types; what may not leave is replaced."""
    for name, value in travels.instead.items():
        setattr(one, name, value(one) if callable(value) else value)
    (row,) = serializers.serialize("python", [one], fields=field_names(travels.model))
    return json.loads(as_json(row))


def field_names(model):
    """Every column but the key; relations of many are of what stays."""
    return [found.name for found in model._meta.concrete_fields if not found.primary_key]


def cut_loose(rows):
    """Empty the relations to records that stay; a record that cannot be without one would be a mistake in TRAVELS."""
    here = {key: {row["pk"] for row in found} for key, found in rows.items()}
    for travels in TRAVELS:
        links = [f for f in travels.model._meta.concrete_fields if f.is_relation and f.null]
        for row in rows[travels.key]:
            for link in links:
                target = link.related_model._meta.label_lower
                named = row["fields"][link.name]
                if target in here and named not in here[target] and not is_reference(target, named):
                    row["fields"][link.name] = None


def is_reference(target, named):
    return target == "cases.snapshot" and Snapshot.scoped.reference().filter(pk=named).exists()


def people_in(rows):
    """[{id, name}] of those whom a travelling record names as its author; no address."""
    named = {
        row["fields"][link.name]
        for travels in TRAVELS
        for link in travels.model._meta.concrete_fields
        if link.is_relation and link.related_model is User
        for row in rows[travels.key]
    }
    found = User.objects.filter(pk__in=named - {None}).order_by("pk")
    return [{"id": str(person.pk), "name": person.name} for person in found]


def references_in(rows):
    """[{id, hash, reference_key, title}] of the published snapshots that comparisons were asked of."""
    named = {row["fields"]["snapshot"] for row in rows["trials.trial"]}
    found = Snapshot.scoped.reference().filter(pk__in=named - {None}).order_by("pk")
    return [
        {"id": str(one.pk), "hash": one.hash, "reference_key": one.reference_key, "title": one.title}
        for one in found
    ]


def write_lines(path, rows):
    """{"rows", "sha256"} of a file with one JSON object a line."""
    text = "".join(f"{as_json(row)}\n" for row in rows)
    path.write_text(text)
    return {"rows": len(rows), "sha256": hashlib.sha256(text.encode()).hexdigest()}


def as_json(value):
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


def schema():
    """{app: its newest migration}: two installations must agree before records go across."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {app: max(name for of, name in applied if of == app) for app in MOVED_APPS}
