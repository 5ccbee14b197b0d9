"""data.police.uk `outcomes` files: one row for each outcome, in the month of the outcome.

A crime can have several rows, so that the grain is the outcome row. Court results are later rows of a crime
that has
been charged: they count as nothing, or a charge would count twice.
"""

from cjnudge.cases.feeds import Feed, Layout, Row

from ._police_uk import (
    PLACE_COLUMNS,
    SHARED_PROBLEMS,
    SOURCE,
    covered_types,
    crime_id,
    label_map,
    outcomes_of,
    place_and_month,
)


def _rows(record, options):
    place, period = place_and_month(record)
    outcomes = outcomes_of(record, "Outcome type", court_counts=False)
    yield Row(place, None, "closed", period, "month", outcomes, None, crime_id(record), 1)


FEED = Feed(
    key="police_uk_outcomes",
    version=1,
    title="data.police.uk outcomes",
    grain="outcome row",
    bases=("closed",),
    published=True,
    members="*-outcomes.csv",
    source=SOURCE,
    mapping_version=label_map()[0],
    known_problems=(
        "One crime can have several outcome rows; each is counted in its month.",
        "Counted by month of outcome: how long each case was followed is not known.",
        *SHARED_PROBLEMS,
    ),
    layouts=(
        Layout("outcomes", (*PLACE_COLUMNS, "Outcome type"), _rows, covers=covered_types(), unique=False),
    ),
)
