"""The tables that synthetic cases are drawn from: published counts and labelled assumptions."""

import csv
import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PUBLISHED = FOLDER / "hertfordshire_outcomes_2024_25.csv"
PUBLISHED_YEAR = "2024/25"


@cache
def tables():
    """tables.toml as a dictionary."""
    return tomllib.loads((FOLDER / "tables.toml").read_text("utf-8"))


@cache
def published():
    """{(offence group, outcome type): crimes} of Hertfordshire, recorded in 2024/25."""
    with PUBLISHED.open(encoding="utf-8", newline="") as stream:
        return {
            (row["offence_group"], int(row["outcome_type"])): int(row["n"]) for row in csv.DictReader(stream)
        }


def identified():
    """The published counts of those outcome types whose crimes have an identified suspect."""
    types = set(tables()["identified"]["types"])
    return {key: n for key, n in published().items() if key[1] in types}


def identified_share():
    """Share of recorded crimes with an identified suspect: what turns crimes a year into suspect decisions."""
    return sum(identified().values()) / sum(published().values())


def lags_of(outcome_type):
    """Chances of 0, 1, … 12 months from record to outcome."""
    found = tables()["lag_of"].get(str(outcome_type), "nfa")
    return tables()["lags"][found]
