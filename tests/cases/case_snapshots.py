"""A snapshot of case rows made from a few dictionaries, without a file, a mapping or an upload."""

import json
import uuid
from datetime import date

import pandas

from cjnudge.cases.extract.fields import CASE_COLUMNS
from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.sources.case_extract import FEED
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.case_parts import contents_of_cases, contents_together
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.parts import MadePart, canonical
from cjnudge.cases.storage.schema import quoted
from tests.people import NOW

AS_AT = date(2026, 10, 31)
RULES = {"version": 1, "sha256": "0" * 64}
SOME_FIELDS = ("entry_on", "outcome", "outcome_on", "unit")


def case(entry_on, outcome=None, outcome_on=None, **fields):
    """One case row as a dictionary: eligible, in unit A, the first of its decision, where not said otherwise."""
    given = {"entry_on": entry_on, "outcome": outcome, "outcome_on": outcome_on}
    return {"unit": "A", "eligibility": "eligible", "first_of_decision": True} | given | fields


def person(number):
    """The pseudonym of an invented person."""
    return uuid.UUID(int=number)


def case_snapshot(force, *parts, as_at=AS_AT, rules=RULES, fields=(), **changes):
    """A registered snapshot of the given parts, each a list of `case`; fields: mapped ones beside those filled."""
    mapped = {*SOME_FIELDS, *fields, *(key for part in parts for row in part for key in row)} & set(
        CASE_COLUMNS
    )
    paths = [_write(rows) for rows in parts]
    made = [made_part(path, number, mapped) for number, path in enumerate(paths)]
    return register(force, made, as_at=as_at, rules=rules, **changes)


def register(force, made, *, as_at, rules=RULES, **changes):
    """The snapshot of parts that are in storage."""
    manifest = snapshots.manifest_of(
        force=force, feed=FEED, as_at=as_at, made=made, synthetic=True, rehearsal_only=False
    )
    contents = contents_together(made)
    mapping = {"version": 1, "fields": contents["fields"]}
    manifest = canonical({**json.loads(manifest), "rules": rules, "mapping": mapping, "key_version": 1})
    snapshot, _ = Snapshot.objects.get_or_create(
        force=force,
        hash=snapshots.hash_of(manifest),
        defaults={
            "title": "A few cases",
            "feed": FEED.key,
            "feed_version": FEED.version,
            "manifest": manifest,
            "as_at": as_at,
            "rows": contents["rows"],
            "total": contents["total"],
            "first_period": date.fromisoformat(contents["first_period"]),
            "last_period": date.fromisoformat(contents["last_period"]),
            "contents": contents,
            "file_names": {},
            "synthetic": True,
            "published": False,
            "rehearsal_only": False,
            "imported_at": NOW,
        }
        | changes,
    )
    snapshot.parts.set([_part(force, one) for one in made])
    return snapshot


def _part(force, made):
    given = {
        "source_sha256": made.source_sha256,
        "feed": FEED.key,
        "reading": made.reading,
        "hash": made.hash,
    }
    return Part.objects.get_or_create(force=force, **given, defaults={"contents": made.contents})[0]


def made_part(part_hash, number, fields):
    """The MadePart of a part in storage whose mapping had these fields."""
    contents = contents_of_cases(store.local_path(part_hash), fields - {"first_of_decision", "eligibility"})
    return MadePart(f"part-{number}.csv", f"{number:064x}", "{}", part_hash, contents)


def _write(rows):
    """The hash of a stored part of these rows, in their order."""
    texts = {
        name: pandas.Series([_text(row.get(name)) for row in rows], dtype=object) for name in CASE_COLUMNS
    }
    frame = pandas.DataFrame(texts)
    columns = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in CASE_COLUMNS.items())
    with store.writing() as written, connection(threads=1) as duck:
        duck.execute("SET pandas_analyze_sample = 0")
        duck.register("frame", frame)
        duck.execute(
            f"COPY (SELECT {columns} FROM frame) TO {quoted(written)} (FORMAT parquet, COMPRESSION zstd)"
        )
        return store.keep(written)


def _text(value):
    return None if value is None else str(value)
