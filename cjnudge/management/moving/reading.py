"""Reads a folder that write_force wrote into a force that has nothing yet: all of it, or nothing."""

import hashlib
import json
from pathlib import Path

from django.core import serializers
from django.utils.text import Truncator

from cjnudge.accounts.models import User
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event
from cjnudge.cases.models import Snapshot

from .what import TRAVELS
from .writing import AUDIT, FORMAT, MANIFEST, PEOPLE, REFERENCES, MoveRefused, field_names, schema

MOVED = "moved"  # the actor of what is recorded again because it was recorded elsewhere
# What verify_trial compares with: recorded anew, as the trail that holds them stays where it grew.
SEALING = {"plan.sealed": Event.PLAN_SEALED, "run.published": Event.RUN_PUBLISHED}


def read_folder(folder):
    """(manifest, {file's key: rows}); MoveRefused for a folder that is not whole or is of another version."""
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        raise MoveRefused(
            f"{folder} holds no readable {MANIFEST}: name a folder that export_force made."
        ) from None
    if manifest.get("format") != FORMAT or manifest.get("schema") != schema():
        raise MoveRefused(
            "The folder was made by another version of the software: bring both installations to the same version, "
            "then export again."
        )
    known = {f"{travels.key}.jsonl" for travels in TRAVELS} | {PEOPLE, REFERENCES, AUDIT}
    if set(manifest["files"]) != known:
        raise MoveRefused("The folder's manifest names other files than this version writes: export again.")
    return manifest, {name.removesuffix(".jsonl"): lines_of(folder / name, manifest) for name in known}


def lines_of(path, manifest):
    """The rows of one file, whose hash must be that of the manifest."""
    try:
        text = path.read_bytes()
    except OSError:
        raise MoveRefused(f"{path.name} is missing: copy the whole folder again.") from None
    if hashlib.sha256(text).hexdigest() != manifest["files"][path.name]["sha256"]:
        raise MoveRefused(f"{path.name} is not as it was written: copy the whole folder again.")
    return [json.loads(line) for line in text.decode().splitlines()]


@audited
def bring_in(*, force, manifest, rows, by, at):
    """Store the records under the force: {key: how many}. MoveRefused where the force is not empty."""
    check_empty(force)
    if force.kind != manifest["force"]["kind"]:
        raise MoveRefused("A practice space and a force are never mixed: name one of the same kind.")
    references = references_here(rows["references"])
    check_links(rows, references)
    people_here(rows["people"], at)
    counted = {}
    for travels in TRAVELS:
        found = [placed(row, travels, force, references, at) for row in rows[travels.key]]
        for one in serializers.deserialize("python", found):
            one.save(force_insert=True)
        counted[travels.key] = len(found)
    record_again(force, rows, at)
    after = {
        "from": manifest["force"]["slug"],
        "audit_head": manifest["audit_head"],
        "rows": sum(counted.values()),
    }
    after["audit_sha256"] = manifest["files"][AUDIT]["sha256"]
    record(Event.FORCE_IMPORTED, by=by, at=at, force=force, subject=force, after=after)
    return counted


def check_empty(force):
    held = [str(travels.model._meta.verbose_name_plural) for travels in TRAVELS if travels.of(force).exists()]
    if held:
        raise MoveRefused(
            f"{force.name} already has {', '.join(held)}: bring the folder into a force that was just made."
        )


def check_links(rows, references):
    """MoveRefused where a record names one that is not in the folder: it would hang on what another force has here."""
    here = {travels.key: {str(row["pk"]) for row in rows[travels.key]} for travels in TRAVELS}
    here["accounts.user"] = {str(person["id"]) for person in rows["people"]}
    here["cases.snapshot"] |= set(references)
    for travels in TRAVELS:
        links = [link for link in travels.model._meta.concrete_fields if link.is_relation]
        targets = {link.name: link.related_model._meta.label_lower for link in links}
        for row in rows[travels.key]:
            for name, target in targets.items():
                named = row["fields"].get(name)
                if target in here and named is not None and str(named) not in here[target]:
                    raise MoveRefused(
                        f"A record of {travels.key} belongs to one that is not in the folder: export again."
                    )


def references_here(wanted):
    """{id there: snapshot here} of published snapshots, told by their hash."""
    found = {}
    for one in wanted:
        here = Snapshot.scoped.reference().filter(hash=one["hash"]).first()
        if here is None:
            raise MoveRefused(
                f"The published figures “{one['title']}” ({one['reference_key']}) are not here in the same version: "
                "bring the reference tables in first."
            )
        found[one["id"]] = here
    return found


def people_here(people, at):
    """Somebody of the same id and name for every author who is unknown here; nobody can sign in as them."""
    for person in people:
        values = {
            "name": person["name"],
            "email": f"moved-{person['id']}@invalid.invalid",
            "is_active": False,
        }
        made, is_new = User.objects.get_or_create(pk=person["id"], defaults={**values, "created_at": at})
        if is_new:
            made.set_unusable_password()
            made.save(update_fields=["password"])


def placed(row, travels, force, references, at):
    """The row as it is stored here: under this force, its published snapshot by its id here, its case rows gone."""
    if row["model"] != travels.key or set(row["fields"]) != set(field_names(travels.model)):
        raise MoveRefused(f"{Truncator(row).chars(80)} is no record of {travels.key}: export again.")
    values = dict(row["fields"])
    if "force" in values:
        values["force"] = str(force.pk)
    for name in ("snapshot", "snapshot_id"):
        if values.get(name) in references:
            values[name] = str(references[values[name]].pk)
    if travels.model is Snapshot and not values["rows_erased_at"]:
        values["rows_erased_at"] = at.isoformat()
    return {**row, "fields": values}


def record_again(force, rows, at):
    """The seals of plans and runs, as the trail there held them, into the trail here."""
    subjects = {row["pk"]: row["model"] for key in ("trials.planversion", "trials.run") for row in rows[key]}
    for event in sorted(rows["audit"], key=lambda one: one["seq"]):
        if event["action"] in SEALING and event["object_id"] in subjects:
            model = next(t.model for t in TRAVELS if t.key == subjects[event["object_id"]])
            subject = model.objects.get(pk=event["object_id"])
            after = json.loads(event["detail"])["after"]
            record(SEALING[event["action"]], by=MOVED, at=at, force=force, subject=subject, after=after)
