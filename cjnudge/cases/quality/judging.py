"""One function from a snapshot's part files to what its quality page shows."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from cjnudge.cases.quality.found import Section
from cjnudge.cases.quality.material import Material
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts
from cjnudge.registry import discover

FORMAT = 2  # 1 gave no reason for a hidden part, and a page took it for a small one
SECTIONS = "cjnudge.cases.quality.sections"


@dataclass(frozen=True)
class Previous:
    """An earlier snapshot of the same feed, to compare with; `key_version` says whether its pseudonyms are the same."""

    title: str
    hash: str
    as_at: date
    paths: list
    fields: frozenset = frozenset()
    key_version: int | None = None


@dataclass(frozen=True)
class Totals:
    """Published totals of the same force: `source` in words, `rows` of (period, grain, basis, outcome types, n)."""

    place: str
    source: str
    rows: list


def quality_of(
    paths,
    *,
    schema,
    as_at,
    fields=(),
    published=False,
    synthetic=False,
    unmatched=None,
    key_version=None,
    previous=None,
    totals=None,
    draw=True,
):
    """What the quality page shows, as plain JSON values: counts are already hidden or rounded as DESIGN asks.

    paths: the part files; schema: "cases" or "counts"; as_at: the day the extract shows; fields: the mapped fields;
    unmatched: {field: {label: rows}} that the mapping did not know; previous: Previous, totals: Totals, or None;
    draw: also draw the charts, which only a worker or a command may do. Reads files and draws: never inside a
    transaction.
    """
    with _opened(paths, schema) as duck:
        material = Material(
            duck=duck,
            schema=schema,
            as_at=as_at,
            fields=frozenset(fields),
            published=published,
            synthetic=synthetic,
            unmatched=unmatched or {},
            key_version=key_version,
            previous=previous,
            totals=totals,
        )
        sections = [_section(key, one, material, draw) for key, one in _in_order(schema)]
    kept = [section for section in sections if section]
    return {"format": FORMAT, "as_at": as_at.isoformat(), "sections": kept}


def _in_order(schema):
    found = discover(SECTIONS, "SECTION", Section).items()
    return sorted(((key, one) for key, one in found if schema in one.schemas), key=lambda pair: pair[1].order)


@contextmanager
def _opened(paths, schema):
    with connection() as duck:
        duck.execute(f"CREATE VIEW every AS SELECT * FROM {from_parts(paths)}")  # noqa: S608 - own paths
        if schema == "cases":
            duck.execute("CREATE VIEW decided AS SELECT * FROM every WHERE first_of_decision")
        yield duck


def _section(key, section, material, draw):
    found = section.look(material)
    if found is None:
        return None
    made = {
        "key": key,
        "title": section.title,
        "sentences": found.sentences,
        "findings": found.findings,
        "tables": [table.as_json() for table in found.tables],
    }
    if found.picture and draw:
        picture = found.picture
        made["chart"] = {"title": picture.title, "alt": picture.alt, "svg": picture.draw()}
    return made
