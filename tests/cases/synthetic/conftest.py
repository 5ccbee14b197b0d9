"""How tests get a synthetic extract: written once for each set of arguments, and read back with the csv module."""

import csv
from datetime import date

import pytest

from cjnudge.cases.synthetic import write_extract

ASKED = {"first_month": date(2025, 1, 1), "months": 12, "as_at": date(2026, 1, 31), "seed": 7, "rows": 3000}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """made(**arguments of write_extract) gives the path of the extract."""
    folder, known = tmp_path_factory.mktemp("extracts"), {}

    def do(**given):
        asked = ASKED | given
        key = repr(sorted(asked.items()))
        if key not in known:
            known[key] = folder / f"synthetic-{len(known)}.csv"
            write_extract(known[key], **asked)
        return known[key]

    return do


@pytest.fixture(scope="session")
def records(made):
    """records(**arguments) gives the extract's records as dictionaries."""

    def do(**given):
        with made(**given).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, strict=True))

    return do
