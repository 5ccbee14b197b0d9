"""What a snapshot's rows name: its places."""

from cjnudge.cases.counting.refusals import RowsErased
from cjnudge.cases.counting.rows import holds_cases, parts_item
from cjnudge.cases.storage.duck import connection


def places_in(snapshot):
    """Names of the places a snapshot counts, in alphabetical order; none where its rows were erased."""
    column = "unit" if holds_cases(snapshot) else "place"
    try:
        rows = parts_item(snapshot)
    except RowsErased:
        return []
    with connection() as duck:
        found = duck.execute(f"SELECT DISTINCT {column} FROM {rows} ORDER BY 1")  # noqa: S608
        return [row[0] for row in found.fetchall()]
