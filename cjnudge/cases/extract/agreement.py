"""Cells of one record that contradict each other: dates out of order, an outcome without its date."""

import numpy as np

from cjnudge.cases.extract.columns import EMPTY
from cjnudge.cases.extract.fields import FIELDS

# (the later day, the earlier one)
ORDER = (
    ("outcome_on", "entry_on"),
    ("first_outcome_on", "entry_on"),
    ("outcome_on", "first_outcome_on"),
    ("conditions_on", "entry_on"),
    ("reoffended_on", "entry_on"),
)
PAIRS = (("outcome", "outcome_on"), ("first_outcome", "first_outcome_on"))


def disagreements(numbers):
    """Yields (places of the records, field whose column is named, reason, remedy) for each rule that some break.

    numbers: {field: int32 array} of one batch; faulty cells take part in no rule.
    """
    for later, earlier in ORDER:
        if later in numbers and earlier in numbers:
            both = (numbers[later] > EMPTY) & (numbers[earlier] > EMPTY)
            wrong = both & (numbers[later] < numbers[earlier])
            if wrong.any():
                yield np.flatnonzero(wrong), later, *_order_words(later, earlier)
    for outcome, day in PAIRS:
        if outcome in numbers:
            yield from _pairs(numbers[outcome], numbers[day], outcome, day)


def _pairs(outcomes, days, outcome, day):
    without_day = (outcomes > EMPTY) & (days == EMPTY)
    if without_day.any():
        reason = f"There is no date for the {FIELDS[outcome].title.lower()}."
        yield np.flatnonzero(without_day), day, reason, "Give the date, or leave both cells empty."
    without_outcome = (outcomes == EMPTY) & (days > EMPTY)
    if without_outcome.any():
        reason = f"There is a date and no {FIELDS[outcome].title.lower()} on it."
        yield np.flatnonzero(without_outcome), outcome, reason, "Give the outcome, or leave both cells empty."


def _order_words(later, earlier):
    return (
        f"The {FIELDS[later].title.lower()} is before the {FIELDS[earlier].title.lower()}.",
        "Correct one of the two dates.",
    )
