"""What an import finds of its own files in the register: the snapshot they have become, or rows erased for good.

A file is known by its bytes: another export of the same cases is another file, and whom it brings back is not noticed.
"""

import json

from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.storage.parts import canonical
from cjnudge.cases.storage.snapshots import successor_of
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
    """[(part, why)] of those whose source lost rows, unless the part is what was left of it or still in use."""
    gone = _erased_sources(force)
    in_use = {
        (source, _own_reading(reading))
        for source, reading in Part.scoped.for_force(force).values_list("source_sha256", "reading")
    }
    return [
        (part, gone[part.source_sha256])
        for part in made
        if part.source_sha256 in gone
        and (part.source_sha256, _own_reading(part.reading)) not in in_use
        and REDUCED not in json.loads(part.reading)
    ]


def _own_reading(reading):
    """How a file was read, whatever other files its decisions are shared with: the same rows in other bytes."""
    return canonical({key: value for key, value in json.loads(reading).items() if key != "shared"})


def _erased_sources(force):
    """{SHA-256 of a source file: why rows of it went} over everything that was erased or has expired."""
    lost = Snapshot.scoped.for_force(force).filter(erased_because__in=ERASED).select_related("successor")
    found = {}
    for snapshot in lost.order_by("rows_erased_at"):
        before, after = _rows_by_source(snapshot), _rows_by_source(successor_of(snapshot))
        found |= {
            source: snapshot.erased_because for source, rows in before.items() if after.get(source, 0) < rows
        }
    return found


def _rows_by_source(snapshot):
    """{SHA-256 of a source file: rows of it in the snapshot}; nothing for no snapshot."""
    parts = json.loads(snapshot.manifest)["parts"] if snapshot else []
    return {part["source_sha256"]: part["rows"] for part in parts}
