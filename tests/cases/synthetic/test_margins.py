"""The margins of the synthetic extract against the published figures that it is calibrated to."""

from datetime import date
from math import sqrt

import numpy as np
import pytest

from cjnudge.cases.outcomes import OOCR
from cjnudge.cases.synthetic.cases import make_cases
from cjnudge.cases.synthetic.tables import identified, lags_of, published, tables
from cjnudge.periods import add_months
from tests.cases.files import shared_folder

ROWS = 200_000
MONTHS = [add_months(date(2025, 1, 1), number) for number in range(12)]


@pytest.fixture(scope="module")
def cases():
    return make_cases(rows=ROWS, months=MONTHS, seed=11)


def shares(types):
    whole = sum(identified().values())
    return {code: sum(n for (_, one), n in identified().items() if one == code) / whole for code in types}


def near(share, expected, spread=6):
    """Within six standard errors; rows of one decision end alike, which doubles the variance at most."""
    return abs(share - expected) <= spread * sqrt(2 * expected * (1 - expected) / ROWS)


def test_every_outcome_type_comes_as_often_as_published(cases):
    expected = shares(tables()["identified"]["types"])
    for code, share in expected.items():
        if share:
            assert near(np.mean(cases["outcome"] == code), share), code


def test_share_of_resolutions_among_positive_outcomes_is_the_published_one(cases):
    # 3,287 of 9,631 in 2024/25.
    oocr, charge = np.isin(cases["outcome"], sorted(OOCR)).sum(), (cases["outcome"] == 1).sum()
    assert abs(oocr / (oocr + charge) - 3_287 / 9_631) < 0.01


def test_every_offence_group_comes_as_often_as_published(cases):
    whole = sum(identified().values())
    for group in {key[0] for key in identified()}:
        expected = sum(n for key, n in identified().items() if key[0] == group) / whole
        assert near(np.mean(cases["group"] == group), expected), group


def test_resolutions_come_faster_than_charges_in_the_long_run(cases):
    lag = (cases["outcome_on"] - cases["entry_on"]).astype(int)
    late = {code: np.mean(lag[cases["outcome"] == code] > 120) for code in (1, 3, 8)}
    assert late[3] < late[8] < late[1]


def test_lags_in_months_follow_the_published_ones(cases):
    """Mean months of the table, of which the tail is an assumption, against mean days over thirty."""
    lag = (cases["outcome_on"] - cases["entry_on"]).astype(int)
    late = tables()["late"]["share"]
    for code in (1, 3, 8, 16):
        weights = np.array(lags_of(code))
        table = (weights * np.arange(13)).sum() / weights.sum()
        # Within the month of entry the outcome is on average a third of a month later, not 0.
        expected = (1 - late) * (table + weights[0] / weights.sum() / 3) + late * 15
        assert abs(lag[cases["outcome"] == code].mean() / 30 - expected) < 0.12, code


def test_shipped_table_is_the_published_one():
    """Against the file of the data folder, group by group and type by type."""
    import duckdb

    path = shared_folder("homeoffice") / "outcomes_2024_25_force_quarter_group.csv"
    rows = duckdb.sql(
        f"""SELECT "Offence Group", "Outcome Type"::INT, sum(n)::INT FROM read_csv('{path}')
            WHERE Force = 'Hertfordshire' GROUP BY ALL HAVING sum(n) <> 0"""  # noqa: S608 - own path
    ).fetchall()
    assert published() == {(group, code): n for group, code, n in rows}
