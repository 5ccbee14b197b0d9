"""Finding the case rows of one suspect or one crime by the identifier, which goes nowhere else."""

from dataclasses import dataclass

from cjnudge.cases.extract.people import normalised
from cjnudge.cases.privacy.keys import layers_for, newest_version
from cjnudge.cases.privacy.pseudonyms import pseudonym
from cjnudge.cases.storage import store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.rewriting import numbered
from cjnudge.cases.storage.successors import parts_with_rows, with_rows

# An officer's identifier is not among them: rows are a suspect's record or a crime's, never an officer's.
KINDS = {"suspect": "Suspect identifier", "crime": "Crime identifier"}


class NoIdentifier(ValueError):
    """What was typed cannot be an identifier; the words do not repeat it."""


@dataclass(frozen=True)
class Found:
    """Where the rows of one subject are: {part hash: row numbers from 0}. It does not say who the subject is."""

    kind: str
    rows: dict

    @property
    def total(self):
        return sum(len(numbers) for numbers in self.rows.values())


def find_rows(force, kind, identifier):
    """The Found of every row of one suspect or crime in the force's snapshots; NoIdentifier, WrongMasterKey.

    The identifier is keyed in memory as at import: one spelling first, then each layer of the force's keys.
    """
    code = normalised(identifier)
    if not code:
        raise NoIdentifier("Enter the identifier as the records system writes it.")
    version = newest_version(force)
    if not version:
        return Found(kind, {})
    sought = pseudonym(code, layers_for(force, version)[kind])
    found = {part_hash: _rows_of(sought, kind, part_hash) for part_hash in sorted(parts_with_rows(force))}
    return Found(kind, {part_hash: rows for part_hash, rows in found.items() if rows})


def _rows_of(sought, kind, part_hash):
    query = (
        f"SELECT file_row_number FROM {numbered([store.local_path(part_hash)])} WHERE {kind} = ? ORDER BY 1"  # noqa: S608
    )
    with connection() as duck:
        return [number for (number,) in duck.execute(query, [sought]).fetchall()]


def by_snapshot(force, found):
    """[(snapshot, how many of its rows are the subject's)], newest first, those without any left out."""
    counted = [
        (one, sum(len(found.rows.get(part.hash, ())) for part in one.parts.all()))
        for one in with_rows(force).prefetch_related("parts").order_by("-imported_at", "title")
    ]
    return [(snapshot, rows) for snapshot, rows in counted if rows]
