"""Made-up cases of a force's own, in the documented layout, with an effect in them where one is wanted."""

import csv
import random
from datetime import timedelta

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.synthetic.tables import tables
from cjnudge.periods import add_months

DISTRICTS = tuple(tables()["districts"]["names"])
FILLED = ("entry_on", "outcome", "outcome_on", "unit", "crime", "suspect")  # the other columns stay empty
A_MONTH = 24  # cases of the smallest district: enough for a month to be shown, and so few that nobody waits
CHARGED, RESOLVED, ENDED = "1", "8", "15"
SLOWEST = 60  # days to an outcome: well within the follow-up of 120


def write_cases(path, *, first, as_at, treated=(), since=None, more=0.0):
    """A file of all cases that entered from the first of a month to `as_at`, as they stood on that day.

    In the districts `treated` the share of resolutions is `more` higher for cases that enter from `since` on.
    """
    with path.open("w", newline="") as file:
        lines = csv.DictWriter(file, FIELDS, restval="")
        lines.writeheader()
        month = first
        while month <= as_at:
            for district in DISTRICTS:
                raised = more if district in treated and month >= since else 0.0
                lines.writerows(cases_of(district, month, raised, as_at))
            month = add_months(month, 1)
    return path


def cases_of(district, month, raised, as_at):
    """The cases of one district and month: the same at every writing, but for what came after the day."""
    # Not for secrets: the seed is what makes an earlier file a part of a later one.
    draw = random.Random(f"{district} {month}")
    level = 0.28 + 0.02 * (DISTRICTS.index(district) % 4) + raised
    for number in range(A_MONTH + DISTRICTS.index(district)):
        entered = month + timedelta(days=draw.randrange(28))
        ended = entered + timedelta(days=5 + draw.randrange(SLOWEST - 5))
        outcome = outcome_of(draw.random(), level)
        name = f"{month:%y%m}-{DISTRICTS.index(district)}-{number}"
        if entered <= as_at:
            known = (outcome, ended) if ended <= as_at else ("", "")
            yield dict(zip(FILLED, (entered, *known, district, name, f"s{name}"), strict=True))


def outcome_of(chance, level):
    """Two thirds of what is not resolved out of court are charged."""
    if chance < level:
        return RESOLVED
    return CHARGED if chance < level + (1 - level) * 2 / 3 else ENDED
