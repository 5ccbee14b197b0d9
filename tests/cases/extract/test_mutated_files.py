"""Thousands of damaged files: each is refused with its place, or its cells are what the csv module reads."""

import csv

import pytest

from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted
from tests.cases.extract.mutating import mutated
from tests.cases.extract.plainly import FAULTY, reading_of
from tests.cases.extract.reader import BODY, COLUMNS, one_database, read, rows_by_piece

IN_CI, ON_DEMAND = 2_000, 10_000
WHOLE_FILE = ("empty", "byte", "Byte", "UTF-16", "no records", "has none of the mapping", "not shown")


def disagreements(seeds, folder):
    """{seed: what is wrong with how the reader took that file}"""
    wrong, read_files = {}, {}
    with one_database() as duck:
        for seed in seeds:
            data = mutated(seed)
            found, plain = read(data, folder, step=step_of(seed, data)), reading_of(data)
            wrong[seed] = refusal_fault(found, plain) if found.problems else ""
            if not found.problems:
                wrong[seed] = "read what plain Python refuses" if plain == FAULTY else ""
                read_files[seed] = found, plain
        kept = rows_by_piece([found for found, _ in read_files.values()], duck)
    for seed, (found, plain) in read_files.items():
        rows = [row for path in found.pieces for row in kept.pop(path)]
        if isinstance(plain, list) and plain != [{key: row[key] for key in plain[0]} for row in rows]:
            wrong[seed] = "other cells than plain Python"
    stray = set(folder.iterdir()) - {path for found, _ in read_files.values() for path in found.pieces}
    return {seed: words for seed, words in wrong.items() if words} | {
        path.name: "left behind" for path in stray
    }


def step_of(seed, data):
    """In one piece, byte by byte, or by seven; a large file in two thousand steps."""
    step = (len(data), 1, 7)[seed % 3]
    return max(step, len(data) // 2_000, 1)


def refusal_fault(found, plain):
    if found.pieces:
        return "refused and something kept"
    if not all(is_whole(problem) for problem in found.problems):
        return "a refusal without place, reason or remedy"
    return "" if plain in (FAULTY, None) else f"refused in vain: {found.problems[0]}"


def is_whole(problem):
    """Whether a problem names its place, and a column that the file may have."""
    placed = problem.line > 0 or any(words in problem.reason for words in WHOLE_FILE)
    return placed and problem.reason and problem.remedy and problem.column in ("", *COLUMNS)


def test_mutated_files_are_refused_with_their_place_or_read_as_csv_reads_them(tmp_path):
    assert disagreements(range(IN_CI), tmp_path) == {}


@pytest.mark.on_demand
def test_ten_thousand_mutated_files(tmp_path):
    assert disagreements(range(IN_CI, IN_CI + ON_DEMAND), tmp_path) == {}


def test_mutations_give_good_files_and_faulty_ones():
    kinds = [reading_of(mutated(seed)) for seed in range(300)]
    good = sum(isinstance(kind, list) for kind in kinds)
    assert 30 < good < 270 and kinds.count(FAULTY) > 100


def test_a_database_in_place_of_the_csv_module_reads_files_that_csv_refuses(tmp_path):
    """The negative control: DuckDB's own reader takes damaged files for good ones."""
    wrongly = 0
    with connection(threads=1) as duck:
        for seed in range(150):
            data = mutated(seed)
            path = tmp_path / "file.csv"
            path.write_bytes(data)
            if reading_of(data) == FAULTY and is_read_by_database(duck, path) and not is_read_by_csv(data):
                wrongly += 1
    assert wrongly > 0


def is_read_by_database(duck, path):
    try:
        rows = duck.execute(
            f"SELECT * FROM read_csv({quoted(path)}, header = true, all_varchar = true, delim = ',', quote = '\"')"
        ).fetchall()
    except Exception:
        return False
    return bool(rows) and set(BODY.columns) <= {column[0] for column in duck.description}


def is_read_by_csv(data):
    try:
        return (
            bool(list(csv.reader(data.decode().splitlines(keepends=True), strict=True))) and b"\0" not in data
        )
    except (csv.Error, UnicodeDecodeError):
        return False
