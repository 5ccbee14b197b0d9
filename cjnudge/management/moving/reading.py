"""Reads a folder that write_force wrote into a force that has nothing yet: all of it, or nothing."""

import hashlib
from pathlib import Path

from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection

from cjnudge.accounts.models import User
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event
from cjnudge.cases.models import Snapshot

from .checking import check_rows, read_line, refuse, without_unproved
from .what import TRAVELS
from .writing import AUDIT, FORMAT, MANIFEST, PEOPLE, REFERENCES, MoveRefused, schema

MOVED = "moved"  # the actor of what is recorded again because it was recorded elsewhere
# What verify_trial compares with: recorded anew, as the trail that holds them stays where it grew.
SEALING = {
    "plan.sealed": Event.PLAN_SEALED,
    "run.published": Event.RUN_PUBLISHED,
    "trial.allocated": Event.TRIAL_ALLOCATED,
}
SEALED = ("trials.planversion", "trials.run", "trials.trial")  # what those are about


def read_folder(folder):
    """(manifest, {file's key: rows}); MoveRefused for a folder that is not whole or is of another version."""
    folder = Path(folder)
    try:
        text = (folder / MANIFEST).read_text("utf-8").rstrip("\n")
    except (OSError, ValueError):
        raise MoveRefused(
            f"{folder} holds no readable {MANIFEST}: name a folder that export_force made."
        ) from None
    manifest = read_line(text, MANIFEST, 1)
    if manifest.get("format") != FORMAT or manifest.get("schema") != schema():
        raise MoveRefused(
            "The folder was made by another version of the software: bring both installations to the same version, "
            "then export again."
        )
    check_manifest(manifest)
    known = {f"{travels.key}.jsonl" for travels in TRAVELS} | {PEOPLE, REFERENCES, AUDIT}
    if set(manifest["files"]) != known:
        raise MoveRefused("The folder's manifest names other files than this version writes: export again.")
    return manifest, {name.removesuffix(".jsonl"): lines_of(folder / name, manifest) for name in known}


def check_manifest(manifest):
    """MoveRefused unless the manifest says whose folder it is, where its trail ended, and the hash of each file."""
    force, head = manifest.get("force"), manifest.get("audit_head")
    if not isinstance(force, dict) or not all(isinstance(force.get(part), str) for part in ("slug", "kind")):
        refuse(MANIFEST, 1, "force", "It does not say which force this is.")
    if "audit_head" not in manifest or not (head is None or is_head(head)):
        refuse(MANIFEST, 1, "audit_head", "It does not say where the audit trail ended.")
    files = manifest.get("files")
    hashed = isinstance(files, dict) and all(isinstance(one, dict) for one in files.values())
    if not hashed or not all(isinstance(one.get("sha256"), str) for one in files.values()):
        refuse(MANIFEST, 1, "files", "It does not name each file with its hash.")


def is_head(value):
    """Whether it is the number and hash of an event."""
    kinds = {"seq": int, "hash": str}
    return isinstance(value, dict) and {name: type(one) for name, one in value.items()} == kinds


def lines_of(path, manifest):
    """The rows of one file, whose hash must be that of the manifest."""
    try:
        text = path.read_bytes()
    except OSError:
        raise MoveRefused(f"{path.name} is missing: copy the whole folder again.") from None
    if hashlib.sha256(text).hexdigest() != manifest["files"][path.name]["sha256"]:
        raise MoveRefused(f"{path.name} is not as it was written: copy the whole folder again.")
    try:
        lines = text.decode().split("\n")  # a record may hold other marks that end a line
    except UnicodeDecodeError:
        refuse(path.name, 0, "", "It is not text in UTF-8.")
    if lines.pop() != "":
        refuse(path.name, len(lines) + 1, "", "The line is cut off.")
    return [read_line(line, path.name, number) for number, line in enumerate(lines, 1)]


@audited
def bring_in(*, force, manifest, rows, by, at):
    """Store the records under the force: ({key: how many}, how many approvals were left out).

    Approvals of plans that are not sealed are: nobody here can know who read a text that no seal covers. MoveRefused
    where the force is not empty, or for the first record that cannot be stored.
    """
    check_empty(force)
    check_rows(rows)
    rows, left_out = without_unproved(rows)
    if force.kind != manifest["force"]["kind"]:
        raise MoveRefused("A practice space and a force are never mixed: name one of the same kind.")
    references = references_here(rows["references"])
    check_links(rows, references)
    people_here(rows["people"], at)
    counted = {}
    for travels in TRAVELS:
        found = [placed(row, travels, force, references, at) for row in rows[travels.key]]
        store(found, travels)
        counted[travels.key] = len(found)
    check_together()
    record_again(force, rows, at)
    after = {
        "from": manifest["force"]["slug"],
        "audit_head": manifest["audit_head"],
        "rows": sum(counted.values()),
        "approvals_left_out": left_out,
    }
    after["audit_sha256"] = manifest["files"][AUDIT]["sha256"]
    record(Event.FORCE_IMPORTED, by=by, at=at, force=force, subject=force, after=after)
    return counted, left_out


def store(found, travels):
    """Save the rows of one model; MoveRefused names the first that the database refuses."""
    for line, row in enumerate(found, 1):
        try:
            for one in serializers.deserialize("python", [row]):
                one.save(force_insert=True)
        except (DatabaseError, DeserializationError, ValueError, OverflowError):
            refuse(
                f"{travels.key}.jsonl",
                line,
                "pk",
                "The record is here already, or does not go with the others.",
            )


def check_together():
    """MoveRefused where a record names one that is nowhere; else only the end of the transaction would find it."""
    try:
        connection.check_constraints([travels.model._meta.db_table for travels in TRAVELS])
    except DatabaseError:
        raise MoveRefused(
            "A record names another that is nowhere: nothing was stored. Export again."
        ) from None


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
    """The seals of plans, draws and runs, as the trail there held them, into the trail here."""
    subjects = {row["pk"]: row["model"] for key in SEALED for row in rows[key]}
    for line, event in sorted(enumerate(rows["audit"], 1), key=lambda pair: pair[1]["seq"]):
        if event["action"] in SEALING and event["object_id"] in subjects:
            model = next(t.model for t in TRAVELS if t.key == subjects[event["object_id"]])
            subject = model.objects.get(pk=event["object_id"])
            after = read_line(event["detail"], AUDIT, line).get("after")
            if not isinstance(after, dict):
                refuse(AUDIT, line, "detail", "It does not say what was sealed.")
            record(SEALING[event["action"]], by=MOVED, at=at, force=force, subject=subject, after=after)
