"""Reading small files with the real reader: what became of them, and the cells of their pieces."""

from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from unittest import mock

from cjnudge.cases.extract import writing
from cjnudge.cases.extract.fields import PIECE_COLUMNS
from cjnudge.cases.extract.mapping import MappingBody
from cjnudge.cases.extract.reading import CaseReader
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted

TODAY = date(2026, 1, 31)
LAYERS = {"suspect": (b"s" * 32, b"t" * 32), "officer": (b"o" * 32,), "crime": (b"c" * 32,)}
COLUMNS = {
    "Entry Date": "entry_on",
    "Recorded": "recorded_on",
    "Outcome": "outcome",
    "Outcome Date": "outcome_on",
    "Team": "unit",
    "HO Code": "offence",
    "Age": "age_band",
    "Sex": "sex",
    "Ethnicity": "ethnicity",
    "Suspect PNC ID": "suspect",
    "OIC": "officer",
    "Crime Ref": "crime",
    "Gravity": "gravity",
    "Hate": "hate",
    "Suspect Name": "drop",
    "Colour": "drop",
}
BODY = MappingBody(
    columns=COLUMNS,
    confirmed_drops=("Suspect Name",),
    days={"entry_on": "uk", "recorded_on": "iso", "outcome_on": "named_month"},
    labels={
        "outcome": {"Community resolution": "8", "Charge/summons": "1", "No action yet": "0"},
        "unit": {"WAT": "Watford"},
        "sex": {"M": "male", "F": "female"},
        "ethnicity": {"W1": "white", "A2": "asian", "NS": "not stated"},
        "hate": {"Y": "yes", "N": "no"},
    },
    as_written=("unit", "offence"),
    ages_in_years=True,
)
HEADER = ",".join(COLUMNS)


def record(**cells):
    """A good record of BODY as a list of texts, with some cells given by the key of their field."""
    good = {
        "entry_on": "31/12/2024",
        "recorded_on": "2024-12-30 23:15",
        "outcome": "Community resolution",
        "outcome_on": "15-Jan-2025",
        "unit": "Hertford",
        "offence": "046",
        "age_band": "34",
        "sex": "F",
        "ethnicity": "W1",
        "suspect": "12/345678A",
        "officer": "1234",
        "crime": "41/100/25",
        "gravity": "3",
        "hate": "N",
    }
    return [({**good, **cells}).get(key, "x") for key in COLUMNS.values()]


def csv_of(*records):
    """The bytes of a file of some records under BODY's header."""
    return "\n".join([HEADER, *(",".join(one) for one in records), ""]).encode()


def new_pieces(folder):
    """What gives the reader a path in this folder for each piece."""
    numbers = count(len(list(folder.iterdir())))
    return lambda: folder / f"piece{next(numbers)}.parquet"


def read(data, folder, *, body=BODY, step=None, name="file.csv", as_at=None, layers=LAYERS, units=()):
    """The ReadFile of some bytes, fed in steps of so many."""
    reader = CaseReader(
        body, layers=layers, name=name, as_at=as_at, today=TODAY, new_piece=new_pieces(folder), units=units
    )
    step = step or max(1, len(data))
    for start in range(0, len(data), step):
        reader.feed(data[start : start + step])
    return reader.end()


def rows_of(found):
    """The rows of a read file's pieces, one {column: value} each."""
    with connection() as duck:
        kept = rows_by_piece([found], duck)
    return [row for path in found.pieces for row in kept[path]]


def rows_by_piece(files, duck):
    """{path: rows} of the pieces of read files."""
    kept = {path: [] for found in files for path in found.pieces}
    if kept:
        names = ", ".join(quoted(path) for path in kept)
        query = f"SELECT * FROM read_parquet([{names}], filename = true)"
        for *row, name in duck.execute(query).fetchall():
            kept[Path(name)].append(dict(zip(PIECE_COLUMNS, row, strict=True)))
    return kept


@contextmanager
def one_database():
    """One DuckDB for every piece written inside: opening one for each of thousands of small files takes a minute."""
    with connection(threads=1) as duck:

        @contextmanager
        def same():
            yield duck

        with mock.patch.object(writing, "connection", same):
            yield duck


def sentences(found):
    return [str(problem) for problem in found.problems]
