"""The quality of a snapshot that is about to be registered: what it is compared with is looked up here."""

from cjnudge.cases.models import MappingVersion, Snapshot
from cjnudge.cases.quality import Previous, Totals, quality_of
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts


def quality_at_import(prepared, *, force, unmatched=None, before=None, draw=True):
    """The quality of a Prepared snapshot, as quality_of gives it. Reads files: never inside a transaction.

    unmatched: {field: {label: rows}} that the mapping did not know; before: compare with what was imported earlier than
    this instant; draw: also draw the charts, which is for workers
    and commands and never for a web process.
    """
    reading = prepared.reading
    return quality_of(
        [part.path for part in prepared.made],
        schema=prepared.feed.schema,
        as_at=prepared.as_at,
        fields=prepared.contents.get("fields", ()),
        published=prepared.feed.published,
        synthetic=prepared.synthetic,
        unmatched=unmatched,
        key_version=reading.key_version if reading else None,
        previous=previous_of(force, prepared, before),
        totals=totals_of(force),
        draw=draw,
    )


def previous_of(force, prepared, before=None):
    """The latest snapshot of an earlier or the same day, read by the same mapping, or None; its rows may be gone.

    One of a later day, or of another records system, would tell nothing of what changed since.
    """
    same = Snapshot.scoped.for_force(force).filter(feed=prepared.feed.key, as_at__lte=prepared.as_at)
    same = same.exclude(hash=prepared.hash).filter(successor__isnull=True)
    if before:
        same = same.filter(imported_at__lt=before)
    if prepared.reading:
        same = same.filter(mapping_version_id__in=_versions_of_its_mapping(force, prepared.reading))
    found = same.order_by("-as_at", "-imported_at").first()
    if found is None:
        return None
    return Previous(
        title=found.title,
        hash=found.hash,
        as_at=found.as_at,
        paths=_paths(found),
        fields=frozenset(found.contents.get("fields", ())),
        key_version=found.key_version,
    )


def _versions_of_its_mapping(force, reading):
    """Every version of the mapping that the snapshot is read by."""
    versions = MappingVersion.scoped.for_force(force)
    mine = getattr(reading, "mapping_version", None)
    chosen = mine.pk if mine else reading.mapping_version_id
    return versions.filter(mapping__versions=chosen).values("pk")


def _paths(snapshot):
    """Its part files; none where its rows were erased or are damaged, which is no reason to refuse another import."""
    if snapshot.rows_erased_at:
        return []
    try:
        return [store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)]
    except store.DamagedPart:
        return []


def totals_of(force):
    """The newest published quarterly totals of the force, or None; a practice space is compared with none."""
    if force.is_practice:
        return None
    for snapshot in Snapshot.scoped.reference().filter(rows_erased_at__isnull=True).order_by("-imported_at"):
        rows = _quarters_of(snapshot, force.name)
        if rows:
            return Totals(place=rows[0][0], source=f"“{snapshot.title}”", rows=[row[1:] for row in rows])
    return None


def _quarters_of(snapshot, name):
    """[(place, period, grain, basis, outcome types, n)] of the place that a force's name begins with.

    "Hertfordshire" for Hertfordshire Constabulary; the longest such name, because one may begin with another.
    """
    paths = [store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)]
    with connection() as duck:
        duck.execute(
            f"CREATE VIEW published AS SELECT * FROM {from_parts(paths)} WHERE grain_period = 'quarter'"  # noqa: S608
        )
        place = duck.execute(
            """SELECT place FROM published WHERE starts_with(? || ' ', place || ' ')
            ORDER BY length(place) DESC LIMIT 1""",
            [name],
        ).fetchone()
        if place is None:
            return []
        return duck.execute(
            """SELECT place, period, grain_period, basis, outcomes, sum(n)::BIGINT FROM published
            WHERE place = ? GROUP BY ALL ORDER BY ALL""",
            place,
        ).fetchall()
