"""Part files of cases written anew: under a further layer of keys, or without some rows. The order stays."""

from cjnudge.cases.extract.fields import CASE_COLUMNS
from cjnudge.cases.privacy.pseudonyms import further_layer, pads
from cjnudge.cases.storage import decisions
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts, quoted


def write_rekeyed(source, target, keys):
    """Write a part with every pseudonym under one more key; keys: {column of pseudonyms: 32 bytes}.

    One thread: the same rows under the same key give the same bytes under one DuckDB version.
    """
    with connection(threads=1) as duck:
        for purpose, key in keys.items():
            for name, value in pads(key, purpose).items():
                duck.execute(f"SET VARIABLE {name} = ?", [value])
        anew = {purpose: further_layer(purpose, purpose) for purpose in keys}
        _copy(duck, anew, from_parts([source]), target)


def write_without(source, target, gone, promoted=()):
    """Write a part without the rows of these numbers (from 0).

    promoted: numbers of the rows that become the first of their decision.
    """
    with connection(threads=1) as duck:
        for table, numbers in (("gone", gone), ("promoted", promoted)):
            duck.execute(f"CREATE TABLE {table} AS SELECT unnest(?::BIGINT[]) AS number", [list(numbers)])
        anew = {"first_of_decision": "(first_of_decision OR file_row_number IN (FROM promoted))"}
        kept = f"{numbered([source])} WHERE file_row_number NOT IN (FROM gone)"
        _copy(duck, anew, kept, target)


def _copy(duck, anew, rows, target):
    """Write rows as a part; anew: {column: SQL that takes its place}."""
    columns = ", ".join(f'{anew.get(name, f"{name}")} AS "{name}"' for name in CASE_COLUMNS)
    duck.execute(
        f"COPY (SELECT {columns} FROM {rows}) TO {quoted(target)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608
    )


def promoted_rows(paths, gone):
    """{path: [row numbers]} of the rows that become the first of their decision when others leave.

    paths: parts of one snapshot, in their order; gone: {path: row numbers that leave, or None for all of them}. Among
    the rows that stay the one that `decisions` would have chosen stands for the decision.
    """
    places = {str(path): place for place, path in enumerate(paths)}
    whole = [str(path) for path, numbers in gone.items() if numbers is None]
    single = [(str(path), number) for path, numbers in gone.items() for number in numbers or ()]
    with connection() as duck:
        _table(duck, "files", "name VARCHAR, place INTEGER", places.items())
        _table(duck, "whole", "name VARCHAR", [(name,) for name in whole])
        _table(duck, "single", "name VARCHAR, number BIGINT", single)
        found = {}
        duck.execute(f"CREATE VIEW rows AS {_ROWS.format(rows=_named(paths))}")
        duck.execute(_LOST)
        for name, number in duck.execute(_PROMOTED).fetchall():
            found.setdefault(name, []).append(number)
    return {path: sorted(found.get(str(path), ())) for path in paths}


_ROWS = f"""
    SELECT filename AS name, file_row_number AS number, place, first_of_decision, {", ".join(decisions.RANKED)},
        filename IN (FROM whole) OR (filename, file_row_number) IN (SELECT (name, number) FROM single) AS leaves
    FROM {{rows}} JOIN files ON filename = files.name WHERE suspect IS NOT NULL"""  # noqa: S608 - own names
_LOST = f"CREATE TABLE lost AS SELECT DISTINCT {decisions.KEY} FROM rows WHERE leaves AND first_of_decision"  # noqa: S608
_PROMOTED = f"""
    SELECT name, number FROM (
        SELECT name, number, {decisions.place("rows.place", "number")} AS chosen FROM rows
        SEMI JOIN lost ON {decisions.same("rows", "lost")} WHERE NOT leaves) WHERE chosen = 1"""  # noqa: S608


def numbered(paths):
    """FROM item whose rows also say their number in their file, as `file_row_number`."""
    return from_parts(paths).removesuffix(")") + ", file_row_number = true)"


def _named(paths):
    return numbered(paths).removesuffix(")") + ", filename = true)"


def _table(duck, name, columns, rows):
    duck.execute(f"CREATE TABLE {name} ({columns})")
    rows = list(rows)
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        duck.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - own names
