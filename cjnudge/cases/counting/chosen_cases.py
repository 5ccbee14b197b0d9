"""Counting some cases alone, in groups that the extract does not know: those that were enrolled in a trial, by arm."""

from contextlib import contextmanager
from copy import copy

from cjnudge.cases.counting.refusals import MeasureRefused, fields_of
from cjnudge.cases.counting.rows import holds_cases, parts_item
from cjnudge.cases.storage import store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted

BETWEEN = "\x1f"  # stands in no name of a unit: cells of an extract with control characters are refused


WITHOUT_CRIMES = (
    "Cases were enrolled one by one, and this extract has no crime identifier by which to find them: map it and import "
    "the extract again."
)


def number_found(snapshot, crimes):
    """Of how many of these crimes (pseudonyms under the snapshot's own keys) the snapshot has a row.

    MeasureRefused where the extract has no crime identifier.
    """
    _check_crimes(snapshot)
    with connection(threads=1) as duck:
        duck.execute("CREATE TABLE named (crime UUID)")
        if crimes:
            duck.executemany("INSERT INTO named VALUES (?)", [(str(one),) for one in crimes])
        return duck.execute(
            f"SELECT count(DISTINCT crime) FROM {parts_item(snapshot)} JOIN named USING (crime)"  # noqa: S608 - own names
        ).fetchone()[0]


def _check_crimes(snapshot):
    if not holds_cases(snapshot) or "crime" not in fields_of(snapshot):
        raise MeasureRefused(WITHOUT_CRIMES)


@contextmanager
def chosen_cases(snapshot, groups):
    """(a snapshot whose every count is of these cases alone, each in the place "unit BETWEEN group"; how many it has).

    groups: {pseudonym of the crime (UUID), under the snapshot's own keys: name of its group}. Each case counts once,
    with the row that stands for its decision where that is one of its own. Whether its suspect was named again is told
    by all entries of the extract. Its rows lie in a temporary part that is gone at the end. MeasureRefused where the
    extract has no crime identifier.
    """
    _check_crimes(snapshot)
    with store.writing() as path:
        chosen = copy(snapshot)
        chosen.read_instead, chosen.chosen_from = [path], snapshot
        chosen.rows = _write(snapshot, groups, path)
        yield chosen, chosen.rows


def _write(snapshot, groups, path):
    with connection(threads=1) as duck:
        duck.execute("CREATE TABLE named (crime UUID, name VARCHAR)")
        if groups:
            duck.executemany(
                "INSERT INTO named VALUES (?, ?)", [(str(key), name) for key, name in groups.items()]
            )
        duck.execute(
            f"""COPY (SELECT * EXCLUDE (name, turn)
                REPLACE (unit || '{BETWEEN}' || name AS unit, true AS first_of_decision)
            FROM (SELECT *, row_number() OVER (PARTITION BY crime
                    ORDER BY first_of_decision DESC, entry_on, outcome_on, unit) AS turn
                FROM {parts_item(snapshot)} JOIN named USING (crime)) WHERE turn = 1)
            TO {quoted(path)} (FORMAT parquet)"""  # noqa: S608 - own names
        )
        return duck.execute(f"SELECT count(*) FROM read_parquet({quoted(path)})").fetchone()[0]  # noqa: S608
