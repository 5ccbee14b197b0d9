"""How tests judge cases: rows written as a part, or a synthetic extract brought in through the real door."""

from datetime import date
from unittest import mock

import pytest

from cjnudge.cases.extract.fields import CASE_COLUMNS
from cjnudge.cases.quality import quality_of
from tests.cases.case_snapshots import case, person
from tests.cases.quality.parts import write_part

AS_AT = date(2026, 6, 30)


@pytest.fixture
def judge(tmp_path):
    """judge(rows, …) gives the quality of case rows (dictionaries of `case`); other arguments go to quality_of."""

    def do(rows, *, name="part", **given):
        path = tmp_path / f"{name}.parquet"
        write_part(rows, path)
        filled = {key for row in rows for key, value in row.items() if value is not None}
        usual = {"schema": "cases", "as_at": AS_AT, "fields": filled & set(CASE_COLUMNS), "draw": False}
        return quality_of([path], **usual | given)

    return do


@pytest.fixture
def section(judge):
    """section(key, rows, …) gives one section of it."""

    def do(key, rows, **given):
        return next(one for one in judge(rows, **given)["sections"] if one["key"] == key)

    return do


@pytest.fixture
def decisions():
    """decisions(n, entry_on, outcome, outcome_on, …) gives n rows of different suspects and crimes."""
    made = 0

    def do(number, entry_on, outcome=None, outcome_on=None, **fields):
        nonlocal made
        rows = []
        for _ in range(number):
            made += 1
            who = {"suspect": person(made), "crime": person(10_000_000 + made)}
            rows.append(case(entry_on, outcome, outcome_on, **who | fields))
        return rows

    return do


@pytest.fixture
def quiet_jobs():
    """No broker is told of a job; the test does it itself."""
    with mock.patch("cjnudge.jobs.operations.wake"):
        yield
