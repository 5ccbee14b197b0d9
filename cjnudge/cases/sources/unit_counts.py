"""Eligible cases by unit and month of entry, with what had happened to them after the same follow-up for all.

`outcome_types` is a set of outcome types, "none" for cases followed for the whole window without an outcome
in it, or 0 for cases whose window was not over, which count towards nothing.
"""

import re

from cjnudge.cases.feeds import Feed, Layout, Option, Row
from cjnudge.cases.outcomes import NONE
from cjnudge.cases.reading.cells import filled, month, outcome_types, whole_number

COLUMNS = ("unit", "month", "outcome_types", "n")


def _rows(record, options):
    followed = record["outcome_types"].strip().lower() == "none"
    outcomes = NONE if followed else outcome_types(record, "outcome_types")
    period = month(record, "month")
    yield Row(
        filled(record, "unit"),
        None,
        "entry",
        period,
        "month",
        outcomes,
        None,
        None,
        whole_number(record, "n"),
    )


def _days(text):
    if not re.fullmatch("[1-9][0-9]{0,2}", text) or int(text) > 730:
        raise ValueError("write a number of days from 1 to 730")
    return int(text)


FOLLOW_UP = Option("follow_up_days", "for how many days each case was followed", _days)

FEED = Feed(
    key="unit_counts",
    version=1,
    title="eligible cases by unit",
    grain="count of cases",
    bases=("entry",),
    published=False,
    source="Counts made by the force from its own case system.",
    holds=frozenset({"eligible_cases"}),
    follow_up_known=True,
    known_problems=(
        "Counts, not case rows: eligibility and follow-up are taken as the file gives them and cannot be "
        "checked here.",
    ),
    layouts=(Layout("unit_counts", COLUMNS, _rows, (FOLLOW_UP,)),),
)
