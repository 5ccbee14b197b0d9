"""A grid of units and months as plain values.

cells: {unit: {"YYYY-MM": {"eligible", "oocr", "charge", "nfa"}}}, whole numbers, or None for what was not typed. A
month of a unit is empty, complete or begun; only complete ones become counts, and an empty one stays missing.
"""

import csv
import io
import re

from cjnudge.cases.sources.typed_counts import COLUMNS, PARTS
from cjnudge.periods import period_label, periods_between

COUNTS = {
    "eligible": "Eligible cases",
    "oocr": "Resolved out of court",
    "charge": "Charged",
    "nfa": "No further action",
}
assert tuple(COUNTS) == COLUMNS[2:]
EMPTY, COMPLETE, BEGUN = "empty", "complete", "begun"
BY_ENTRY = "entry"
# More than the largest force has teams, and five years: each page of the grid still has 240 boxes at most.
MOST_UNITS, MOST_MONTHS = 100, 60
MOST_CASES = 999_999  # of one unit in one month; the largest force records fewer crimes in a month

_WHOLE = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.0{1,6})?")


class NotACount(ValueError):
    """A cell is no whole number of 0 or more; the words say what to do."""


def read_count(text):
    """The whole number in a cell, None where it is empty; "1,234" and "35.0" are read too."""
    text = text.strip()
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        below = (
            "It is below nought" if re.fullmatch(r"[-−–]\s?[0-9.,]+", text) else "It is not a whole number"
        )
        raise NotACount(f"{below}: write the count with digits, or leave it empty where there is no figure.")
    count = int(text.partition(".")[0].replace(",", ""))
    if count > MOST_CASES:
        raise NotACount(f"It is more than {MOST_CASES:,}: check the figure.")
    return count


def months_of(typed):
    """First days of the grid's months."""
    return periods_between(typed.first_month, typed.last_month, "month")


def key_of(month):
    """The month as the cells name it."""
    return f"{month:%Y-%m}"


def needed(basis):
    """The counts without which a month is not complete: eligible cases are needed by month of entry alone."""
    return tuple(COUNTS) if basis == BY_ENTRY else tuple(PARTS)


def state_of(cell, basis):
    """Whether a month of a unit is empty, complete or begun."""
    given = [key for key in COUNTS if cell.get(key) is not None]
    if not given:
        return EMPTY
    return COMPLETE if set(needed(basis)) <= set(given) else BEGUN


def sum_fault(cell):
    """What is wrong with the counts of one month together, or ""."""
    given = [cell[key] for key in PARTS if cell.get(key) is not None]
    if cell.get("eligible") is None or sum(given) <= cell["eligible"]:
        return ""
    eligible = f"{cell['eligible']:,} eligible cases"
    return f"Its parts are {sum(given):,} together, more than the {eligible}: correct one of them."


def cell_of(typed, unit, month):
    """The counts of one month of a unit; {} where nothing was typed."""
    return typed.cells.get(unit, {}).get(key_of(month), {})


def progress_of(typed, unit):
    """{state: number of months} of a unit."""
    states = [state_of(cell_of(typed, unit, month), typed.basis) for month in months_of(typed)]
    return {state: states.count(state) for state in (EMPTY, COMPLETE, BEGUN)}


def begun_months(typed):
    """Sentences that name each month of a unit that is neither empty nor complete."""
    found = []
    for unit in typed.units:
        for month in months_of(typed):
            cell = cell_of(typed, unit, month)
            if state_of(cell, typed.basis) == BEGUN:
                missing = [COUNTS[key].lower() for key in needed(typed.basis) if cell.get(key) is None]
                found.append(f"{unit}, {period_label(month, 'month')}: {' and '.join(missing)} missing.")
    return found


def faults(typed):
    """What stops the grid from becoming a snapshot, in sentences; [] where nothing does."""
    found = [] if typed.how_counted.strip() else ["Say how the counts were made: it is printed with them."]
    begun = begun_months(typed)
    found += begun[:10] + ([f"… and {len(begun) - 10} more months begun."] if len(begun) > 10 else [])
    if not any(progress_of(typed, unit)[COMPLETE] for unit in typed.units):
        found.append("No month of any unit is complete yet.")
    return found


def as_csv(typed):
    """The complete months as CSV text in the layout of the feed, units and months in order."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for unit in typed.units:
        for month in months_of(typed):
            cell = cell_of(typed, unit, month)
            if state_of(cell, typed.basis) == COMPLETE:
                counts = ["" if cell.get(key) is None else cell[key] for key in COUNTS]
                writer.writerow([unit, key_of(month), *counts])
    return buffer.getvalue()
