"""What a snapshot's rows name: its places."""

from cjnudge.cases import snapshots, store
from cjnudge.cases.duck import connection
from cjnudge.cases.schema import from_parts


def places_in(snapshot):
    """Names of the places a snapshot counts, in alphabetical order."""
    paths = [store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)]
    with connection() as duck:
        found = duck.execute(f"SELECT DISTINCT place FROM {from_parts(paths)} ORDER BY 1")  # noqa: S608
        return [row[0] for row in found.fetchall()]
