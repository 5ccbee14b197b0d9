"""Makes the stored part of one source file of cases from the pieces it was received in."""

import hashlib
import json
import re

from cjnudge.cases import eligibility
from cjnudge.cases.extract.fields import CASE_COLUMNS, PIECE_COLUMNS
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.outcomes import OUTCOME_TYPES
from cjnudge.cases.sources.case_extract import FEED
from cjnudge.cases.storage import decisions, store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.parts import MadePart, canonical, known_part
from cjnudge.cases.storage.schema import from_parts, quoted
from cjnudge.periods import add_months

NO_RULES = "No approved eligibility rules."
# Dates that say what lies before the extract was made; the others may be plans.
PAST_DAYS = ("entry_on", "recorded_on", "outcome_on", "first_outcome_on")


def sha256_of_rules(rules):
    """SHA-256 of an approved rule set's body, or None for no rules."""
    return hashlib.sha256(rules.body.encode()).hexdigest() if rules else None


def reading_of(*, rules, key_version, mapping_version, **more):
    """Canonical JSON of all that a part depends on beside its file's bytes."""
    how = {"feed": FEED.version, "mapping": mapping_version.hash, "key": key_version}
    # The number too: each row keeps it, and the same words may be approved a second time.
    applied = {"rules": sha256_of_rules(rules), "rules_version": rules.number if rules else None}
    return canonical({**how, **applied, **more})


def part_of_pieces(pieces, *, name, source_sha256, force, rules, key_version, mapping_version):
    """MadePart of one source file; the one that is stored already where the same bytes were read the same way.

    pieces: local paths in the order of the file; rules: an approved RuleSetVersion, or None.
    """
    reading = reading_of(rules=rules, key_version=key_version, mapping_version=mapping_version)
    known = known_part(force, source_sha256, FEED, reading)
    if known and store.hold(known.hash):
        return MadePart(name, source_sha256, reading, known.hash, known.contents)
    with store.writing() as written:
        write_cases(pieces, written, rules)
        part_hash = store.keep(written)
        contents = contents_of_cases(written, read_body(mapping_version.body).fields)
    return MadePart(name, source_sha256, reading, part_hash, contents)


def write_cases(pieces, path, rules):
    """Write pieces as one part. One thread, rows in their order: the same pieces and rules give the same bytes."""
    eligible, reason, values = _eligibility(rules)
    with connection(threads=1) as duck:
        duck.execute(
            f"CREATE VIEW numbered AS SELECT row_number() OVER () AS line, * FROM {from_parts(pieces)}"  # noqa: S608
        )
        duck.execute(_SEVERAL)
        _find_repeated(duck, eligible, values)
        columns = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in PIECE_COLUMNS.items())
        duck.execute(
            f"""COPY (SELECT {columns}, line NOT IN (SELECT line FROM repeated) AS first_of_decision,
                ({eligible})::VARCHAR AS eligibility, ({reason})::VARCHAR AS eligibility_reason,
                {rules.number if rules else "NULL"}::INTEGER AS rules_version FROM numbered)
            TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)""",  # noqa: S608 - own names, values as parameters
            values,
        )


# Most decisions are one row: only the others are kept in memory.
_SEVERAL = f"""CREATE TABLE several AS SELECT {decisions.KEY} FROM numbered WHERE suspect IS NOT NULL
    GROUP BY ALL HAVING count(*) > 1"""  # noqa: S608 - own names


def _find_repeated(duck, eligible, values):
    """The table `repeated`: lines of the rows that do not stand for their decision."""
    judged = f"""SELECT numbered.*, ({eligible})::VARCHAR AS eligibility FROM numbered
        SEMI JOIN several ON {decisions.same("numbered", "several")}"""  # noqa: S608 - own names
    used = {name: value for name, value in values.items() if re.search(rf"\${name}\b", eligible)}
    duck.execute(
        f"""CREATE TABLE repeated AS SELECT line FROM (SELECT line, {decisions.place("line")} AS place
            FROM ({judged})) WHERE place > 1""",  # noqa: S608
        used,
    )


def _eligibility(rules):
    """(SQL of the eligibility, SQL of its reason, named values) under the rules."""
    if rules is None:
        return "'unknown'", "$no_rules", {"no_rules": NO_RULES}
    return eligibility.as_sql(eligibility.read_rules(rules.body))


def contents_of_cases(path, fields):
    """What the register keeps of a part of cases: rows, first and last days, bases, places, mapped fields."""
    found = describe_cases([path])
    recorded = ["recorded"] if "recorded_on" in fields else []
    return {
        **found,
        "bases": sorted(["closed", "entry", *recorded]),
        "covers": sorted(OUTCOME_TYPES),
        "layout": FEED.key,
        "options": {},
        "fields": sorted(fields),
    }


def describe_cases(paths):
    """Rows, decisions, places, first and last entry, and the last day that anything happened, over some parts."""
    past = ", ".join(PAST_DAYS)
    with connection() as duck:
        rows, decisions, places, first, last, latest = duck.execute(
            f"""SELECT count(*), count(*) FILTER (first_of_decision), count(DISTINCT unit), min(entry_on),
            max(entry_on), max(greatest({past})) FROM {from_parts(paths)}"""  # noqa: S608 - own names
        ).fetchone()
    return {
        "rows": rows,
        "total": rows,
        "decisions": decisions,
        "places": places,
        "grains": ["month"],
        "first_period": add_months(first, 0).isoformat(),
        "last_period": add_months(last, 0).isoformat(),
        "last_day": latest.isoformat(),
        "first_entry": first.isoformat(),
        "last_entry": last.isoformat(),
    }


def with_later_decisions(made, lines):
    """The part with some more rows marked as not the first of their decision; `lines` count from 1."""
    with store.writing() as written:
        _mark(made.path, written, lines)
        part_hash = store.keep(written)
        contents = {**made.contents, **describe_cases([written])}
        shared = _digest_of_marks(written)
    reading = canonical({**json.loads(made.reading), "shared": shared})
    return MadePart(made.name, made.source_sha256, reading, part_hash, contents)


def _mark(path, written, lines):
    columns = ", ".join(
        "first_of_decision AND line NOT IN (SELECT unnest(?::BIGINT[])) AS first_of_decision"
        if name == "first_of_decision"
        else f'"{name}"'
        for name in CASE_COLUMNS
    )
    with connection(threads=1) as duck:
        duck.execute(
            f"""COPY (SELECT {columns} FROM (SELECT file_row_number + 1 AS line, * FROM {_with_lines(path)}))
            TO {quoted(written)} (FORMAT parquet, COMPRESSION zstd)""",  # noqa: S608 - own names
            [list(lines)],
        )


def _with_lines(path):
    return f"read_parquet({quoted(path)}, file_row_number = true)"


def _digest_of_marks(path):
    """SHA-256 over the numbers of the rows that are not the first of their decision."""
    with connection(threads=1) as duck:
        lines = duck.execute(
            f"SELECT file_row_number + 1 AS line FROM {_with_lines(path)} WHERE NOT first_of_decision ORDER BY line"  # noqa: S608
        ).fetchall()
    return hashlib.sha256(",".join(str(line) for (line,) in lines).encode()).hexdigest()


def contents_together(made):
    """What the register keeps of several parts of cases in one snapshot."""
    one = made[0].contents
    shared = {key: one[key] for key in ("bases", "covers", "fields")}
    return {**describe_cases([part.path for part in made]), **shared, "layouts": [FEED.key]}
