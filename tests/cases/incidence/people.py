"""A few thousand invented cases with four competing outcomes, ties and censoring; the same from any machine.

Numbers come from `random.Random`, whose `random()` is the same in every Python.
"""

from datetime import date, timedelta
from random import Random

SEED = 17  # any; the stored answers belong to it
CASES = 3000
AS_AT = date(2026, 6, 30)
DAYS = 120
FIRST_ENTRY = date(2025, 7, 1)
ENTERED_OVER = 365  # to the snapshot's day: a third of the cases are censored before their window is over
# Chance, type and mean delay: resolutions come fast and charges late, as in the published lags.
FATES = ((0.30, "8", 21), (0.35, "1", 70), (0.20, "16", 40), (0.08, "18", 30), (0.07, None, 0))


def cases():
    """[(entry_on, outcome or None, outcome_on or None)], as the extract of AS_AT shows them."""
    source = Random(SEED)
    return [_case(source) for _ in range(CASES)]


def _case(source):
    entry = FIRST_ENTRY + timedelta(days=int(source.random() * ENTERED_OVER))
    outcome, mean = _fate(source.random())
    on = entry + timedelta(days=int(int(source.random() * 2 * 1000) / 1000 * mean))
    return (entry, outcome, on) if outcome and on <= AS_AT else (entry, None, None)


def _fate(drawn):
    for chance, outcome, mean in FATES:
        if drawn < chance:
            return outcome, mean
        drawn -= chance
    return None, 0


def lags():
    """[(cause, lag)] of each case, worked out one by one: what `timing` counts."""
    causes = {"8": "oocr", "1": "charge", "16": "nfa", "18": "other"}
    found = []
    for entry, outcome, on in cases():
        if outcome and (on - entry).days <= DAYS:
            found.append((causes[outcome], (on - entry).days))
        else:
            found.append(("censored", min(DAYS, (AS_AT - entry).days)))
    return found
