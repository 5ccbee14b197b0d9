"""Counts that a person typed, by unit and month: for a force that has no extract yet.

Written by operations/typed.py from a grid, never imported from a file: how they were counted stays with the grid.
"""

import re

from cjnudge.cases.feeds import Feed, Layout, Option, Row
from cjnudge.cases.outcomes import CHARGE, NONE, OOCR, join_types
from cjnudge.cases.problems import CellProblem
from cjnudge.cases.reading.cells import BASES, filled, month, whole_number
from cjnudge.cases.sources.unit_counts import FOLLOW_UP

COLUMNS = ("unit", "month", "eligible", "oocr", "charge", "nfa")
NFA = frozenset({9, 10, 12, 13, 15, 16, 17, 21})  # as the measure nfa_within_w counts it
PARTS = {"oocr": OOCR, "charge": CHARGE, "nfa": NFA}


def _rows(record, options):
    """One row for each part, and one for the eligible cases that are in none of them."""
    where = (filled(record, "unit"), None, options["basis"], month(record, "month"), "month")
    counts = {key: whole_number(record, key) for key in PARTS}
    for key, types in PARTS.items():
        yield Row(*where, join_types(types), None, None, counts[key])
    if record["eligible"].strip():
        yield Row(*where, NONE, None, None, _rest(record, counts))
    elif options["basis"] == "entry":
        raise CellProblem("eligible", "By month of entry the eligible cases are needed.", "Fill them in.")


def _rest(record, counts):
    rest = whole_number(record, "eligible") - sum(counts.values())
    if rest < 0:
        raise CellProblem(
            "eligible", "It is less than its three parts together.", "Correct it, or correct the parts."
        )
    return rest


def _basis(text):
    if text not in BASES:
        raise ValueError(f"write one of: {', '.join(BASES)}")
    return text


def _days_or_none(text):
    return FOLLOW_UP.read(text) if text else None


def _sha256(text):
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise ValueError("it is the SHA-256 of the explanation that stands with the counts")
    return text


FEED = Feed(
    key="typed_counts",
    version=1,
    title="typed counts by unit",
    grain="typed count",
    bases=BASES,
    published=False,
    source="Typed by the force on a page of this software, or pasted there from a spreadsheet.",
    holds=frozenset({"eligible_cases"}),
    follow_up_known=True,
    known_problems=(
        "Typed by a person: neither the cases behind the counts nor how they were chosen can be looked at here.",
        "Without month of entry and follow-up they serve description, control charts and planning: no comparison "
        "made from them gets a verdict.",
        "A month for which a figure is missing is left out; it is not taken for nought.",
    ),
    layouts=(
        Layout(
            "typed_counts",
            COLUMNS,
            _rows,
            (
                Option("basis", "which month a case counts in", _basis),
                Option("follow_up_days", FOLLOW_UP.help, _days_or_none, ""),
                Option("how_counted", "the SHA-256 of how they were counted", _sha256),
            ),
            covers=frozenset().union(*PARTS.values()),
        ),
    ),
    typed=True,
)
