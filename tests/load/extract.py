"""`python -m tests.load.extract`: a 1,000,000-row extract keyed, validated and written, against a bare copy.

Prints JSON: seconds of each of the runs, ours and DuckDB's `COPY (FROM read_csv(all_varchar)) TO PARQUET` on two
threads in turn; the ratio of the medians and the largest of the pairs; and the peak memory of a process of its own
that only reads the extract. Twenty columns: three identifiers, four days (one a stamp to the minute), labels, counts
and flags. Give a number of rows to run it smaller.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import count
from pathlib import Path

from cjnudge.cases.extract.mapping import suggest
from cjnudge.cases.extract.reading import read_file
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts, quoted

ROWS = 1_000_000
REPEATS = 5
PEOPLE = ("suspect", "officer", "crime")
# 60 units, five years of entries, 700,000 suspects, 2,300 officers, a case in seven still open.
MADE = """
    SELECT strftime(entry + to_minutes((h % 1440)::INTEGER), '%Y-%m-%d %H:%M') AS entry_on,
        strftime(entry - to_days((h % 5)::INTEGER), '%Y-%m-%d') AS recorded_on,
        CASE WHEN h % 7 > 0 THEN list_element(['Community resolution', 'Charge/summons', '16', '15', '22', '3'],
            (h % 7)::INTEGER) END AS outcome,
        CASE WHEN h % 7 > 0 THEN strftime(entry + to_days((h % 100 + 1)::INTEGER), '%Y-%m-%d') END AS outcome_on,
        'Team ' || (h % 60)::VARCHAR || ', Watford' AS unit,
        list_element(['046', '8N', '105A', '58C', '92D'], 1 + (h % 5)::INTEGER) AS offence,
        list_element(['10-17', '18-25', '26+'], 1 + (h % 3)::INTEGER) AS age_band,
        list_element(['M', 'F', 'U'], 1 + (h % 11 % 3)::INTEGER) AS sex,
        list_element(['W1', 'A2', 'B1', 'NS', 'M1'], 1 + (h % 13 % 5)::INTEGER) AS ethnicity,
        (h % 15 + 10)::VARCHAR || '/' || lpad((h % 700000)::VARCHAR, 7, '0') || 'A' AS suspect,
        (h % 2300 + 1000)::VARCHAR AS officer, '41/' || lpad(i::VARCHAR, 7, '0') || '/25' AS crime,
        (h % 5)::VARCHAR AS gravity,
        list_element(['admitted', 'not admitted', 'not known'], 1 + (h % 17 % 3)::INTEGER) AS admission,
        (h % 4)::VARCHAR AS previous, list_element(['Y', 'N'], 1 + (h % 19 % 2)::INTEGER) AS domestic_abuse,
        list_element(['Y', 'N'], 1 + (h % 23 % 2)::INTEGER) AS hate,
        list_element(['Y', 'N'], 1 + (h % 29 % 2)::INTEGER) AS victim_consulted,
        list_element(['none', 'open', 'completed'], 1 + (h % 31 % 3)::INTEGER) AS conditions,
        CASE WHEN h % 37 = 0 THEN strftime(entry + to_days((h % 300)::INTEGER), '%Y-%m-%d') END AS reoffended_on
    FROM (SELECT i, hash(i * 3) AS h, DATE '2020-01-01' + (hash(i * 7) % 1826)::INTEGER AS entry
        FROM range({rows}) AS numbers(i))"""


def write_extract(path, rows):
    """Write the extract as a CSV file."""
    with connection() as duck:
        duck.execute(f"COPY ({MADE.format(rows=rows)}) TO {quoted(path)} (FORMAT csv, HEADER)")


def read_extract(path, folder):
    """Read it as an import does; (seconds, the pieces)."""
    with path.open(encoding="utf-8") as lines:
        mapping = suggest(next(lines).strip().split(","))
    numbers, begun = count(), time.perf_counter()
    found = read_file(
        path,
        mapping,
        layers={key: (key.encode() * 4,) for key in PEOPLE},
        as_at=None,
        today=date(2026, 1, 1),
        new_piece=lambda: folder / f"piece{next(numbers)}.parquet",
    )
    seconds = time.perf_counter() - begun
    assert not found.problems, found.problems[0]
    return seconds, found.pieces


def bare_copy(path, folder):
    """Seconds of the copy that checks and keys nothing."""
    begun = time.perf_counter()
    with connection() as duck:
        source = f"read_csv({quoted(path)}, all_varchar = true)"
        duck.execute(f"COPY (FROM {source}) TO {quoted(folder / 'bare.parquet')} (FORMAT parquet)")
    return time.perf_counter() - begun


def measured(*, rows=ROWS, repeats=REPEATS):
    """What the run found, as JSON can say it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "extract.csv"
        write_extract(path, rows)
        ours, bare = [], []
        for _ in range(repeats):
            bare.append(bare_copy(path, folder))
            seconds, pieces = read_extract(path, folder)
            ours.append(seconds)
        return {
            "rows": rows,
            "rows_kept": rows_in(pieces),
            "megabytes_of_file": round(path.stat().st_size / 1e6, 1),
            "seconds": {"ours": rounded(ours), "bare": rounded(bare)},
            "ratio": round(statistics.median(ours) / statistics.median(bare), 2),
            "largest_ratio": round(max(a / b for a, b in zip(ours, bare, strict=True)), 2),
            "peak_megabytes": peak_megabytes(path),
            "processors": os.cpu_count(),
        }


def rounded(seconds):
    return [round(one, 2) for one in seconds]


def rows_in(pieces):
    """How many rows have all three pseudonyms."""
    whole = " AND ".join(f"{key} IS NOT NULL" for key in PEOPLE)
    with connection() as duck:
        return duck.execute(f"SELECT count(*) FROM {from_parts(pieces)} WHERE {whole}").fetchone()[0]


def peak_megabytes(path):
    """The most memory of a process that reads the extract and does nothing else."""
    command = [sys.executable, "-m", "tests.load.extract", "--memory", str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main(arguments):
    if arguments[:1] == ["--memory"]:
        from tests.cases.extract.bombs import megabytes

        with tempfile.TemporaryDirectory() as folder:
            read_extract(Path(arguments[1]), Path(folder))
        print(round(megabytes(), 1))
    else:
        print(json.dumps(measured(rows=int(arguments[0]) if arguments else ROWS), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
