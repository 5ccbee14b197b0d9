"""Looks at the case parts of one snapshot together: rows that stand in two files, decisions that files share."""

from contextlib import contextmanager

from cjnudge.cases.storage import decisions
from cjnudge.cases.storage.case_parts import with_later_decisions
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted

# Rows compared at once: a table of so many keys takes some 300 MB.
ROWS_AT_ONCE = 2_000_000


def in_order(made):
    """The parts by first entry, then by source: whatever order they arrive in, the same files stand the same way."""
    return sorted(made, key=lambda part: (part.contents["first_entry"], part.source_sha256))


def note_late(made, as_at, problems):
    """A problem for each part with a day after the day the extract shows."""
    for part in made:
        if part.contents["last_day"] > as_at.isoformat():
            problems.add(
                part.name,
                0,
                "",
                f"It has days after {as_at:%-d %B %Y}, the day the extract shows.",
                "Correct the day of the extract.",
            )


def note_repeated_cases(made, problems):
    """A problem for each two files that hold the same case.

    That is one crime with one suspect, whatever the entry date: it may have been corrected between two exports. Where
    the suspect is not known it is one crime with one entry date, because a crime may have several suspects. Cases
    without a crime identifier cannot be recognised.
    """
    found = {}
    with connection() as duck:
        duck.execute(f"CREATE VIEW every AS {_every(made, 'crime')}")
        for chosen in _slices("crime", sum(part.contents["rows"] for part in made)):
            for first, second, rows in duck.execute(_IN_TWO.format(chosen=chosen)).fetchall():
                found[first, second] = found.get((first, second), 0) + rows
    for (first, second), rows in sorted(found.items()):
        cases = "1 case" if rows == 1 else f"{rows:,} cases"
        problems.add(
            f"{made[first].name} and {made[second].name}",
            0,
            "",
            f"{cases} in both files: the same crime and suspect, or the same crime and entry date without a suspect.",
            "Leave one of the two files out, or export them so that each case is in one.",
        )


def with_shared_decisions(made):
    """The parts, in order, so that one row stands for a decision that several files are about, as in one file."""
    later = {}
    with _rows_of_shared_days(made, columns=_OF_DECISIONS) as (duck, slices):
        for chosen in slices:
            for number, line in duck.execute(_LATER.format(chosen=chosen)).fetchall():
                later.setdefault(number, []).append(line)
    return [
        with_later_decisions(part, sorted(later[number])) if number in later else part
        for number, part in enumerate(made)
    ]


@contextmanager
def _rows_of_shared_days(made, columns="crime"):
    """(connection with a view `shared`, conditions that cut it into slices) of rows entered on a day of several files.

    Files of different months share no day, so that as a rule there is little to compare.
    """
    with connection() as duck:
        duck.execute(f"CREATE VIEW every AS {_every(made, columns)}")
        duck.execute(
            """CREATE TABLE shared_days AS SELECT entry_on FROM (SELECT DISTINCT entry_on, file FROM every)
            GROUP BY entry_on HAVING count(*) > 1"""
        )
        duck.execute(
            """CREATE VIEW shared AS SELECT * FROM every
            WHERE suspect IS NOT NULL AND entry_on IN (SELECT entry_on FROM shared_days)"""
        )
        rows = duck.execute("SELECT count(*) FROM shared").fetchone()[0]
        yield duck, _slices("suspect", rows)


def _every(made, columns):
    return " UNION ALL ".join(
        f"""SELECT {number} AS file, file_row_number + 1 AS line, suspect, entry_on, {columns}
        FROM read_parquet({quoted(part.path)}, file_row_number = true)"""  # noqa: S608 - own names
        for number, part in enumerate(made)
    )


def _slices(key, rows):
    """Conditions that cut rows into slices, all of one key in one slice; none for no rows."""
    number = 1 + rows // ROWS_AT_ONCE
    return [f"hash({key}) % {number} = {one}" for one in range(number)] if rows else []


_IN_TWO = """
    WITH several AS (
        SELECT crime, suspect, CASE WHEN suspect IS NULL THEN entry_on END AS day, list(DISTINCT file) AS files
        FROM every WHERE crime IS NOT NULL AND {chosen} GROUP BY ALL HAVING min(file) < max(file)),
    pairs AS (SELECT unnest(files) AS one, files FROM several)
    SELECT one, other, count(*) FROM (SELECT one, unnest(files) AS other FROM pairs) WHERE one < other GROUP BY ALL"""
_OF_DECISIONS = ", ".join(
    name for name in (*decisions.RANKED, "first_of_decision") if name not in ("suspect", "entry_on")
)
# Of each file the row that stands for the decision there, and of these all but the one that stands for it in all.
_LATER = f"""
    WITH several AS (
        SELECT {decisions.KEY} FROM shared WHERE {{chosen}} GROUP BY ALL HAVING count(DISTINCT file) > 1)
    SELECT file, line FROM (
        SELECT file, line, {decisions.place("file", "line")} AS place FROM shared
        SEMI JOIN several ON {decisions.same("shared", "several")} WHERE first_of_decision) WHERE place > 1"""  # noqa: S608
