"""Made-up eligible cases for a practice space: the same seed gives the same file, and every unit is named synthetic.

Ten units, 24 months. In the first five units the share of out-of-court resolutions is 10 points higher from month 13
on, taken evenly from charges and no further action, so that a rehearsed comparison has a known answer.
"""

import random
from datetime import date

from cjnudge.periods import add_months

FILE_NAME = "synthetic-eligible-cases-by-unit.csv"
UNITS = tuple(f"Synthetic unit {number:02d}" for number in range(1, 11))
CHANGED_UNITS = UNITS[:5]
MONTHS = 24
CHANGE_IN_MONTH = 13  # twelve months before and twelve after
EFFECT = 0.10
FOLLOW_UP_DAYS = 120
SEED = 20231  # any number; fixed, so that everybody's practice space tells the same story

# Chances of an eligible case in an ordinary unit, near the shares of the published tables.
SHARES = {"oocr": 0.30, "charge": 0.35, "nfa": 0.27, "none": 0.08}
# How the chosen kind is spread over outcome types, in the order of their size in the published tables.
TYPES = {
    "oocr": (("8", 0.68), ("3", 0.20), ("22", 0.10), ("2", 0.02)),
    "charge": (("1", 1.0),),
    "nfa": (("16", 0.50), ("15", 0.38), ("10", 0.08), ("21", 0.04)),
    "none": (("none", 1.0),),
}
CASES_A_MONTH = (30, 60)  # a team of 20 to 40 officers; large enough that most cells may be shown
UNIT_SPREAD = 0.05  # units differ by about this much, as stations of one force do


def lines(last_month, seed=SEED):
    """Lines of the CSV file, header first, for the 24 months that end with `last_month` (its first day)."""
    source = random.Random(seed)  # noqa: S311 - made-up data, no secret
    yield "unit,month,outcome_types,n"
    for unit in UNITS:
        size = source.randint(*CASES_A_MONTH)
        lean = source.uniform(-UNIT_SPREAD, UNIT_SPREAD)
        for number in range(1, MONTHS + 1):
            month = add_months(last_month, number - MONTHS)
            yield from _month_lines(source, unit, month, size, lean + _effect(unit, number))


def _effect(unit, number):
    return EFFECT if unit in CHANGED_UNITS and number >= CHANGE_IN_MONTH else 0.0


def _month_lines(source, unit, month, size, shift):
    counts = {}
    for _ in range(source.randint(size - 5, size + 5)):
        code = _draw(source, TYPES[_draw(source, _shares(shift))])
        counts[code] = counts.get(code, 0) + 1
    for code in sorted(counts, key=lambda text: (not text.isdigit(), text.zfill(2))):
        yield f"{unit},{month:%Y-%m},{code},{counts[code]}"


def _shares(shift):
    taken = shift / 2
    moved = {"oocr": shift, "charge": -taken, "nfa": -taken, "none": 0.0}
    return tuple((kind, share + moved[kind]) for kind, share in SHARES.items())


def _draw(source, choices):
    keys, weights = zip(*choices, strict=True)
    return source.choices(keys, weights)[0]


def dates_for(today):
    """(first day of the last month, day of the extract): the newest that is mature, the same for a whole month."""
    as_at = date.fromordinal(today.replace(day=1).toordinal() - 1)
    mature = date.fromordinal(as_at.toordinal() - FOLLOW_UP_DAYS + 1)
    return add_months(mature, -1), as_at
