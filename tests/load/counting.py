"""`python -m tests.load.counting`: counts of three outcomes within 120 days from 10,000,000 cases, against plain SQL.

Prints JSON: seconds of each of the runs, ours and two hand-written DuckDB statements in turn, with the same two threads
and the same memory, each on a connection of its own and into a DataFrame; the ratios of the medians; and whether all
three gave the same counts. "plain" is what a person writes who wants the answer; "tuned" groups by outcome and month
number first, as our own query does. The part is a real one: with its columns, in storage, read through the checked
cache, whose one-off hashing is timed apart. Give a number of cases to run it smaller.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.load.site import prepare_environment

CASES = 10_000_000
REPEATS = 7
DAYS = 120
KEYS = ("oocr_of_eligible_within_w", "charge_within_w", "nfa_within_w")
AS_AT = "2026-03-31"
LIMIT = "2025-11-30"  # the end of the last month that was followed for 120 days by then

OOCR, CHARGE, NFA = "'2','3','6','7','8','22'", "'1'", "'9','10','12','13','15','16','17','21'"
CHOSEN = (
    f"""entry_on <= DATE '{LIMIT}' AND eligibility IN ('eligible', 'conditional') AND first_of_decision"""
)
PLAIN = f"""
    SELECT unit, date_trunc('month', entry_on) AS period,
        count(*) FILTER (outcome IN ({OOCR}) AND outcome_on <= entry_on + {DAYS}) AS oocr,
        count(*) FILTER (outcome IN ({CHARGE}) AND outcome_on <= entry_on + {DAYS}) AS charge,
        count(*) FILTER (outcome IN ({NFA}) AND outcome_on <= entry_on + {DAYS}) AS nfa, count(*) AS cases
    FROM read_parquet('{{path}}') WHERE {CHOSEN} GROUP BY ALL ORDER BY ALL"""
TUNED = f"""
    SELECT unit, make_date(month // 12, month % 12 + 1, 1) AS period,
        coalesce(sum(n) FILTER (known IN ({OOCR})), 0) AS oocr,
        coalesce(sum(n) FILTER (known IN ({CHARGE})), 0) AS charge,
        coalesce(sum(n) FILTER (known IN ({NFA})), 0) AS nfa, sum(n) AS cases
    FROM (SELECT unit, year(entry_on) * 12 + month(entry_on) - 1 AS month,
            CASE WHEN outcome_on <= entry_on + {DAYS} THEN outcome END AS known, count(*) AS n
        FROM read_parquet('{{path}}') WHERE {CHOSEN} GROUP BY ALL)
    GROUP BY ALL ORDER BY ALL"""

# 60 units, four years of entries, lags of 0 to 199 days, a twelfth of the cases open, a tenth further crimes.
MADE = """
    SELECT DATE '2022-04-01' + (hash(i * 7) % 1461)::INTEGER AS entry_on,
        CASE WHEN fate < 30 THEN list_element(['8', '3', '22', '2'], 1 + (hash(i * 5) % 4)::INTEGER)
             WHEN fate < 65 THEN '1'
             WHEN fate < 92 THEN list_element(['16', '15', '10', '21'], 1 + (hash(i * 5) % 4)::INTEGER) END AS outcome,
        CASE WHEN fate < 92 THEN entry_on + (hash(i * 11) % 200)::INTEGER END AS outcome_on,
        'Unit ' || (hash(i * 13) % 60)::VARCHAR AS unit,
        list_element(['eligible', 'conditional', 'not eligible', 'unknown'], 1 + (hash(i * 17) % 4)::INTEGER)
            AS eligibility,
        hash(i * 19) % 10 <> 0 AS first_of_decision, md5(i::VARCHAR)::UUID AS suspect,
        md5((i % 2300)::VARCHAR)::UUID AS officer, md5((i * 3)::VARCHAR)::UUID AS crime,
        list_element(['female', 'male'], 1 + (hash(i * 23) % 2)::INTEGER) AS sex
    FROM (SELECT i, hash(i * 3) % 100 AS fate FROM range({cases}) AS numbers(i))"""
FIELDS = ("entry_on", "outcome", "outcome_on", "unit", "suspect", "officer", "crime", "sex")


def write_cases(path, cases, made_by=MADE):
    """Write so many made-up cases as a part with every column of the schema."""
    from cjnudge.cases.extract.fields import CASE_COLUMNS
    from cjnudge.cases.storage.duck import connection
    from cjnudge.cases.storage.schema import quoted

    with connection() as duck:
        duck.execute("SET preserve_insertion_order = false")
        duck.execute(f"CREATE VIEW made AS {made_by.format(cases=cases)}")
        made = {row[0] for row in duck.execute("DESCRIBE made").fetchall()}
        columns = ", ".join(
            f'{name if name in made else "NULL"}::{kind} AS "{name}"' for name, kind in CASE_COLUMNS.items()
        )
        duck.execute(
            f"COPY (SELECT {columns} FROM made) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)"
        )


def stored_snapshot(cases):
    """A registered snapshot of so many made-up cases, in a practice space."""
    from tests.people import make_force

    return snapshot_in(make_force(kind="practice", practice_of=make_force("real")), cases)


def snapshot_in(force, cases, *, made_by=MADE, fields=FIELDS, as_at=AS_AT):
    """A registered snapshot of so many cases of a force, made by a query, its mapping with these fields."""
    from datetime import date

    from cjnudge.cases.storage import store
    from tests.cases.case_snapshots import made_part, register

    with store.writing() as written:
        write_cases(written, cases, made_by)
        part_hash = store.keep(written)
    return register(force, [made_part(part_hash, 1, {*fields})], as_at=date.fromisoformat(as_at))


def measured(cases=CASES, repeats=REPEATS):
    """The report as a dictionary; a database must be there."""
    from cjnudge.cases.storage import snapshots, store
    from cjnudge.cases.storage.duck import THREADS

    snapshot = stored_snapshot(cases)
    path = store.local_path(snapshots.part_hashes(snapshot)[0])
    ways = {
        "ours": lambda: ours(snapshot),
        "plain": lambda: by_hand(PLAIN, path),
        "tuned": lambda: by_hand(TUNED, path),
    }
    answers = {name: _lists(way()) for name, way in ways.items()}
    seconds = {name: [] for name in ways}
    for _ in range(repeats):
        for name, way in ways.items():
            seconds[name].append(_seconds(way))
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    return {
        "cases": cases,
        "threads": THREADS,
        "first_use_seconds": _first_use(path),
        "seconds": seconds,
        "median_seconds": middle,
        "ratio_to_plain": round(middle["ours"] / middle["plain"], 3),
        "ratio_to_tuned": round(middle["ours"] / middle["tuned"], 3),
        "cells": len(answers["ours"]),
        "same_counts": answers["ours"] == answers["plain"] == answers["tuned"],
    }


def ours(snapshot):
    from cjnudge.cases.counting.counts import count_together
    from cjnudge.cases.measures import measure

    return count_together([measure(key) for key in KEYS], snapshot)


def by_hand(statement, path):
    from cjnudge.cases.storage.duck import connection

    with connection() as duck:
        return duck.execute(statement.format(path=path)).df()


def _first_use(path):
    """Seconds to check the bytes of the part against its hash, once in a process."""
    from cjnudge.cases.reading.files import sha256_of

    return _seconds(lambda: sha256_of(path))


def _seconds(work):
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 4)


def _lists(frame):
    """Rows as plain values: place, month, three numerators and the denominator."""
    return [[row[0], str(row[1])[:10], *(int(n) for n in row[2:])] for row in frame.values.tolist()]


def main():
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder:
        prepare_environment(Path(folder))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print(json.dumps(measured(cases), indent=1))


if __name__ == "__main__":
    main()
