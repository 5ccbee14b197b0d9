"""Synthetic cases as the CSV file of one day, and the same file with faults for practice."""

import csv
import gzip
import io
from pathlib import Path

from cjnudge.cases.synthetic import faults, layout
from cjnudge.cases.synthetic.cases import make_cases
from cjnudge.cases.synthetic.known import known_by
from cjnudge.cases.synthetic.planted import plant
from cjnudge.cases.synthetic.records import cells_of
from cjnudge.cases.synthetic.tables import identified_share
from cjnudge.periods import add_months

WORD = "synthetic"
CRIMES_A_YEAR = 100_000
BATCH = 20_000  # records written at once: about 20 MB of text in memory
MOST_ROWS = 5_000_000
MOST_MONTHS = 120


class SyntheticRefused(ValueError):
    """The extract cannot be made as asked; the words say why and what to do."""


def usual_rows(months):
    """Suspect decisions that 100,000 crimes a year have in so many months, at the published share of 2024/25."""
    return round(CRIMES_A_YEAR * identified_share() * months / 12)


def write_extract(path, *, first_month, months, as_at, seed, rows=None, wrong=(), planted=()):
    """Write the extract and return how many records it has, the header not counted.

    path: its name must hold the word "synthetic"; .csv, or .csv.gz. first_month: first day of the first month of
    entry. rows: records once every case has entered (by default what 100,000 crimes a year have). as_at: what
    happened later is not in it, so that a later day gives the same cases with more of them decided. wrong: keys of
    FAULTS. planted: changes from a day on (planted.py). The same arguments give the same bytes.
    """
    path = Path(path)
    check(path, first_month, months, rows, wrong)
    cases = make_cases(
        rows=rows or usual_rows(months),
        months=[add_months(first_month, number) for number in range(months)],
        seed=seed,
    )
    seen = known_by(plant(cases, planted, seed), as_at)
    with _opened(path) as stream:
        for text in faults.apply(wrong, _lines(seen), count=len(seen["entry_on"])):
            stream.write(text)
    return len(seen["entry_on"])


def check(path, first_month, months, rows, wrong):
    """SyntheticRefused where the request cannot be carried out."""
    if WORD not in path.name.lower():
        raise SyntheticRefused(f"The file's name must hold the word {WORD}, for example {WORD}-{path.name}.")
    if not path.name.endswith((".csv", ".csv.gz")):
        raise SyntheticRefused("The file's name must end in .csv or .csv.gz.")
    if not 1 <= months <= MOST_MONTHS or first_month.day != 1:
        raise SyntheticRefused(f"An extract has 1 to {MOST_MONTHS} whole months.")
    if rows is not None and not 1 <= rows <= MOST_ROWS:
        raise SyntheticRefused(f"An extract has 1 to {MOST_ROWS:,} records.")
    unknown = sorted(set(wrong) - set(faults.FAULTS))
    if unknown:
        raise SyntheticRefused(f"There is no fault {unknown[0]}. Choose from: {', '.join(faults.FAULTS)}.")


def _opened(path):
    if path.suffix == ".gz":
        # No name and no time in it, so that the same records are the same bytes.
        packed = gzip.GzipFile(filename="", fileobj=path.open("wb"), mode="wb", compresslevel=6, mtime=0)
        packed.myfileobj = packed.fileobj  # closed with it
        return packed
    return path.open("wb")


def _lines(seen):
    """The file's records as bytes: the header, then batches of whole lines."""
    yield _as_csv([layout.HEADER])
    for start in range(0, len(seen["entry_on"]), BATCH):
        batch = {name: column[start : start + BATCH] for name, column in seen.items()}
        yield _as_csv(zip(*cells_of(batch, start), strict=True))


def _as_csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
