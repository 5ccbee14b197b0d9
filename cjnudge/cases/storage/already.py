"""What an import finds of its own files in the register: the snapshot they have become, or rows erased for good."""

import json

from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.storage.successors import RowsChanged, with_rows

REDUCED = "without"  # in the reading of a part from which rows were erased
ERASED = {"erased": "Rows of a person or a crime were erased from this file by request",
          "expired": "The time for which rows of this file may be kept is over"}  # fmt: skip
REMEDY = "Export it again without what was erased, and import the new file."


def note_erased(force, made, problems):
    """A problem for each part whose file would bring erased rows back."""
    for part, because in _erased(force, made):
        problems.add(
            part.name, 0, "", f"{ERASED[because]}: importing it again would bring them back.", REMEDY
        )


def already_here(force, manifest, made):
    """The force's snapshot with the same files read in the same way under the same keys, or None.

    Parts that were re-keyed hold the same rows in other bytes, so their hashes are not compared. RowsChanged where
    rows of the files were erased since they were looked at.
    """
    if _erased(force, made):
        raise RowsChanged
    wanted = _but_for_bytes(manifest)
    return next((one for one in with_rows(force) if _but_for_bytes(one.manifest) == wanted), None)


def _but_for_bytes(manifest):
    values = json.loads(manifest)
    return {**values, "parts": [{**part, "part_sha256": ""} for part in values["parts"]]}


def _erased(force, made):
    """[(part, why)] of those whose source lost rows, unless the part is what was left of it."""
    gone = _erased_sources(force)
    known = set(Part.scoped.for_force(force).values_list("source_sha256", "hash"))
    return [
        (part, gone[part.source_sha256])
        for part in made
        if part.source_sha256 in gone
        and (part.source_sha256, part.hash) not in known
        and REDUCED not in json.loads(part.reading)
    ]


def _erased_sources(force):
    """{SHA-256 of a source file: why rows of it went} over everything that was erased or has expired."""
    lost = Snapshot.scoped.for_force(force).filter(erased_because__in=ERASED)
    found = {}
    for manifest, because in lost.order_by("rows_erased_at").values_list("manifest", "erased_because"):
        found |= {part["source_sha256"]: because for part in json.loads(manifest)["parts"]}
    return found
