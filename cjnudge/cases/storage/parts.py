"""Makes the stored part of one source file, or finds the one that an earlier import made."""

import json
from dataclasses import dataclass
from pathlib import Path

from cjnudge import periods
from cjnudge.cases.models import Part
from cjnudge.cases.outcomes import split_types
from cjnudge.cases.reading.files import sha256_of
from cjnudge.cases.reading.parsing import rows_of
from cjnudge.cases.storage import store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts, write_parquet


@dataclass(frozen=True)
class MadePart:
    """A part that is in storage, registered or not."""

    name: str
    source_sha256: str
    reading: str
    hash: str
    contents: dict

    @property
    def path(self):
        return store.local_path(self.hash)


def canonical(value):
    """JSON that is the same text for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def make_part(path, *, feed, options, force, problems, latest, name=""):
    """The part of one file; None where `problems` got some. name: what its sender calls it, where not the path."""
    path = Path(path)
    name = name or path.name
    try:
        with path.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        problems.add(
            name,
            0,
            "",
            f"The file cannot be read ({error.strerror}).",
            "Check the path and who may read it.",
        )
        return None
    sha256 = sha256_of(path)
    reading = canonical({"feed": feed.version, "mapping": feed.mapping_version, "options": options})
    known = known_part(force, sha256, feed, reading)
    if known and store.hold(known.hash):
        made = MadePart(name, sha256, reading, known.hash, known.contents)
        return made if _is_past(made, problems, latest) else None
    how = {"feed": feed, "options": options, "problems": problems, "latest": latest}
    return _convert(path, name, sha256, reading, **how)


def known_part(force, sha256, feed, reading):
    """The registered part of the same bytes read in the same way for the same owner, or None."""
    same = {"source_sha256": sha256, "feed": feed.key, "reading": reading}
    owned = Part.objects.filter(force__isnull=True) if force is None else Part.scoped.for_force(force)
    return owned.filter(**same).order_by("hash").first()


def _is_past(made, problems, latest):
    if made.contents["last_period"] <= latest.isoformat():
        return True
    problems.add(
        made.name,
        0,
        "",
        f"A period begins after {latest:%-d %B %Y}.",
        "Correct the day given with --as-at.",
    )
    return False


def _convert(path, name, sha256, reading, *, feed, options, problems, latest):
    before, rows, layouts = problems.total, [], []

    def note(line, column, reason, remedy, within=""):
        problems.add(f"{name}, {within}" if within else name, line, column, reason, remedy)

    for layout, row in rows_of(path, feed, options, note, latest=latest):
        rows.append(row)
        layouts[:] = [layout]
    if problems.total == before and not rows:
        note(0, "", "The file has a header and no records.", "Export it again.")
    if problems.total == before and sha256_of(path) != sha256:
        note(0, "", "The file changed while it was read.", "Import it again when nothing writes to it.")
    if problems.total > before:
        return None
    return _store(name, sha256, reading, rows, layouts[0], options)


def _store(name, sha256, reading, rows, layout, options):
    with store.writing() as written:
        write_parquet(rows, written)
        contents = describe([written])
        part_hash = store.keep(written)
    contents["covers"] = sorted(layout.covers) or _types_in(rows)
    contents["layout"] = layout.key
    contents["options"] = {
        option.key: str(options.get(option.key, option.default)) for option in layout.options
    }
    return MadePart(name, sha256, reading, part_hash, contents)


def _types_in(rows):
    return sorted(frozenset().union(*(split_types(text) for text in {row.outcomes for row in rows})))


def describe(paths):
    """What is in some part files: rows, total, first and last period, last day, bases, grains, places."""
    with connection() as duck:
        found = duck.execute(
            f"""SELECT count(*), sum(n)::BIGINT, min(period), max(period), count(DISTINCT place),
                list(DISTINCT basis ORDER BY basis), list(DISTINCT grain_period ORDER BY grain_period),
                list(DISTINCT {{'period': period, 'grain': grain_period}}) FROM {from_parts(paths)}"""  # noqa: S608
        ).fetchone()
    rows, total, first, last, places, bases, grains, every = found
    return {
        "rows": rows,
        "total": total,
        "first_period": first.isoformat(),
        "last_period": last.isoformat(),
        "last_day": max(periods.period_end(one["period"], one["grain"]) for one in every).isoformat(),
        "places": places,
        "bases": bases,
        "grains": grains,
    }
