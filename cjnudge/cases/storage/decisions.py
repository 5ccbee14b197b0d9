"""Which row stands for a decision that several rows are about: one suspect, one entry date, one outcome and its date.

The one with the least favourable eligibility, so that a decision is eligible only if every crime in it is: one crime
that rules a resolution out, or whose eligibility is not known, does so for the decision. Among equals the gravest one,
then the rows' own values decide; the order of rows and files has a say only where those are the same throughout.
"""

from cjnudge.cases.extract.fields import PIECE_COLUMNS

DECISION = ("suspect", "entry_on", "outcome", "outcome_on")
LEAST_FAVOURABLE_FIRST = ("not eligible", "unknown", "conditional", "eligible")
KEY = ", ".join(DECISION)
_OTHERS = [name for name in PIECE_COLUMNS if name not in (*DECISION, "gravity")]
# What a row must have for rank() to place it.
RANKED = (*DECISION, "eligibility", "gravity", *_OTHERS)
_ORDER = ", ".join(
    (
        f"list_position({list(LEAST_FAVOURABLE_FIRST)}, eligibility) NULLS LAST",
        "gravity DESC NULLS LAST",
        *(f'"{name}" NULLS LAST' for name in _OTHERS),
    )
)


def place(*ties):
    """SQL: the place of a row among those of its decision, 1 for the one that stands for it; ties: columns."""
    return f"row_number() OVER (PARTITION BY {KEY} ORDER BY {', '.join((_ORDER, *ties))})"


def same(one, other):
    """SQL condition: rows of two tables are about one decision."""
    return " AND ".join(f"{one}.{name} IS NOT DISTINCT FROM {other}.{name}" for name in DECISION)
