"""data.police.uk `street` files: one row for each crime, in the month recorded, with its last outcome.

The outcome is the last one known on the day the archive was made, so that recent months look less finished
than they will be. "Suspect charged" never appears: a court step stands for the charge. Anti-social behaviour
has neither a crime identifier nor an outcome.
"""

from cjnudge.cases.feeds import Feed, Layout, Row
from cjnudge.cases.outcomes import NONE
from cjnudge.cases.reading.cells import filled_or_none

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

OUTCOME = "Last outcome category"


def _rows(record, options):
    place, period = place_and_month(record)
    outcomes = outcomes_of(record, OUTCOME, court_counts=True) if record[OUTCOME].strip() else NONE
    group = filled_or_none(record, "Crime type")
    yield Row(place, None, "recorded", period, "month", outcomes, group, crime_id(record), 1)


FEED = Feed(
    key="police_uk_street",
    version=1,
    title="data.police.uk street crime",
    grain="crime",
    bases=("recorded",),
    published=True,
    members="*-street.csv",
    source=SOURCE,
    mapping_version=label_map()[0],
    known_problems=(
        "The outcome is the last one known when the archive was made: recent months are not complete, and "
        "charges come later than resolutions.",
        "“Suspect charged” never appears: court steps are counted as charges (type 1).",
        "A few crime identifiers come twice, in some forces up to 3 in 100; every row is counted.",
        *SHARED_PROBLEMS,
    ),
    layouts=(
        Layout(
            "street",
            (*PLACE_COLUMNS, "Crime type", OUTCOME, "Context"),
            _rows,
            covers=covered_types(),
            unique=False,
        ),
    ),
)
