"""Small snapshots of cases, written straight from rows: what an import leaves behind, without the import."""

import csv
import hashlib
import json
from datetime import date
from unittest import mock

from cjnudge.cases.extract.fields import PIECE_COLUMNS
from cjnudge.cases.extract.people import normalised
from cjnudge.cases.models import Mapping, MappingVersion, Part, Snapshot
from cjnudge.cases.privacy.keys import PURPOSES, current_version, layers_for
from cjnudge.cases.privacy.pseudonyms import pseudonym
from cjnudge.cases.sources.case_extract import FEED
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.case_parts import contents_of_cases, contents_together, reading_of, write_cases
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.parts import MadePart
from cjnudge.cases.storage.schema import from_parts, quoted
from tests.people import NOW

FIELDS = ("entry_on", "outcome", "outcome_on", "unit", "suspect", "officer", "crime")
BODY = json.dumps({"format": 1, "columns": {name: name for name in FIELDS}}, sort_keys=True)
MONTHS = {"january.csv": 1, "february.csv": 2}


def some_rows(month, number=40, seed=0):
    """Cases of one month: every fourth suspect comes back with the next month, every fifth row is a second crime."""
    return [
        {
            "entry_on": date(2026, month, 1 + row % 27),
            "outcome": ("8", "1", "16", None)[row % 4],
            "outcome_on": date(2026, month, 28) if row % 4 < 3 else None,
            "unit": f"Unit {row % 3}",
            "suspect": f"2012/{1000000 + seed + row // 2:07d}{'AB'[row % 2 and row % 4 == 1]}",
            "officer": f"PC{row % 7}",
            "crime": f"41/{month}{row:04d}/26",
        }
        for row in range(number)
    ]


def case_snapshot(force, by=None, files=None, *, at=NOW, as_at=date(2026, 6, 30), **more):
    """A registered snapshot of {file name: rows}; identifiers in the rows are raw, and keyed here."""
    files = files or {name: some_rows(month) for name, month in MONTHS.items()}
    version = current_version(force)
    mapping = mapping_version(force)
    made = [made_part(name, rows, force, version, mapping) for name, rows in files.items()]
    reading = snapshots.CaseReading(mapping, version, None, None)
    marks = {"synthetic": force.is_practice, "rehearsal_only": more.pop("rehearsal_only", False)}
    manifest = snapshots.manifest_of(force=force, feed=FEED, as_at=as_at, made=made, reading=reading, **marks)
    contents = contents_together(made)
    values = {
        "title": "Own cases", "feed": FEED.key, "feed_version": FEED.version, "as_at": as_at,
        "rows": contents["rows"], "total": contents["total"], "first_period": contents["first_period"],
        "last_period": contents["last_period"], "published": False, "imported_at": at,
        "imported_by_id": getattr(by, "pk", None), "key_version": version, "mapping_version_id": mapping.pk,
        "file_names": {part.source_sha256: part.name for part in made}, **marks, **more,
    }  # fmt: skip
    snapshot = Snapshot.objects.create(
        force=force, manifest=manifest, hash=snapshots.hash_of(manifest), contents=contents, **values
    )
    snapshot.parts.set([registered(part, force) for part in made])
    snapshot.refresh_from_db()
    return snapshot


def mapping_version(force):
    mapping, _ = Mapping.objects.get_or_create(
        force=force, slug="own", defaults={"name": "Own", "started_at": NOW}
    )
    found, _ = MappingVersion.objects.get_or_create(
        force=force,
        mapping=mapping,
        number=1,
        defaults={"body": BODY, "hash": hashlib.sha256(BODY.encode()).hexdigest(), "written_at": NOW},
    )
    return found


def made_part(name, rows, force, version, mapping):
    layers = layers_for(force, version)
    source = hashlib.sha256(json.dumps([name, rows], default=str).encode()).hexdigest()
    with store.writing() as piece, store.writing() as written:
        write_piece(piece, [keyed(row, layers) for row in rows])
        write_cases([piece], written, None)
        contents = contents_of_cases(written, FIELDS)
        part_hash = store.keep(written)
    reading = reading_of(rules=None, key_version=version, mapping_version=mapping)
    return MadePart(name, source, reading, part_hash, contents)


def keyed(row, layers):
    people = {key: pseudonym(normalised(row[key]), layers[key]) if row.get(key) else None for key in PURPOSES}
    return {**row, **people}


def write_piece(path, rows):
    import pandas as pd

    frame = pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in PIECE_COLUMNS}
    )
    people = [name for name, kind in PIECE_COLUMNS.items() if kind == "UUID"]
    frame[people] = frame[people].map(lambda value: str(value) if value else None)
    columns = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in PIECE_COLUMNS.items())
    with connection(threads=1) as duck:
        duck.execute("SET pandas_analyze_sample = 0")
        duck.register("given", frame)
        duck.execute(
            f"COPY (SELECT {columns} FROM given) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)"
        )


def registered(made, force):
    found, _ = Part.objects.get_or_create(
        force=force, feed=FEED.key, source_sha256=made.source_sha256, reading=made.reading, hash=made.hash,
        defaults={"contents": made.contents},
    )  # fmt: skip
    return found


def rows_of(snapshot, columns="*", order="1"):
    """The rows of a snapshot's registered parts, as tuples."""
    paths = [store.local_path(part.hash) for part in snapshot.parts.order_by("source_sha256")]
    with connection(threads=1) as duck:
        return duck.execute(f"SELECT {columns} FROM {from_parts(paths)} ORDER BY {order}").fetchall()


def brought(force, by, folder, months=(1, 2), paths=(), added_to=None):
    """The Upload of one file of `some_rows` for each month and of these paths, through the command's door."""
    from cjnudge.cases.operations.at_once import import_cases

    paths = [*(write_csv(folder / f"month-{month}.csv", some_rows(month)) for month in months), *paths]
    with mock.patch("cjnudge.jobs.operations.wake"):
        return import_cases(
            paths=paths,
            force=force,
            by=by,
            mapping_version=readable_mapping(force, by),
            as_at=date(2026, 6, 30),
            rehearsal_only=not force.is_practice,
            added_to=added_to,
        )


def readable_mapping(force, by):
    """The mapping under which the files of `some_rows` are read; written once."""
    from cjnudge.cases.extract.mapping import read_body, suggest
    from cjnudge.cases.operations.mappings import start_mapping

    known = MappingVersion.scoped.for_force(force).filter(mapping__name="Rows").first()
    units = {f"Unit {number}": f"Unit {number}" for number in range(3)}
    body = json.loads(suggest(list(FIELDS)).canonical()) | {"as_written": ["unit"]}
    body["labels"] = {**body.get("labels", {}), "unit": units}
    return known or start_mapping(force=force, name="Rows", body=read_body(json.dumps(body)), by=by, at=NOW)


def write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(
            {key: value if value is not None else "" for key, value in row.items()} for row in rows
        )
    return path
