"""Enrolled cases of which an extract knows nothing: a reference mistyped, or one that somebody made up to see an arm.

All persons together: who enrolled which place stands in the audit trail, and no page counts one officer's cases.
"""

from cjnudge.cases.counting.chosen_cases import number_found
from cjnudge.cases.counting.refusals import MeasureRefused
from cjnudge.disclosure import HIDDEN
from trials.monitoring import shown
from trials.planning.allocated import is_in_turn
from trials.queries.allocations import crimes_enrolled

ASK = (
    "A case can be some weeks late in the records. Where the number stays, ask those who enrol whether references were "
    "mistyped or tried out: every case enrolled keeps its arm, and the result says how many were never found."
)


def seen_words(trial, plan, snapshot):
    """How many of the cases enrolled up to the extract's day it has no row of, in words; "" where none is enrolled.

    None where the units have their arms and no case is enrolled by itself. Small counts are hidden.
    """
    if not is_in_turn(plan) or snapshot is None:
        return None
    crimes = crimes_enrolled(trial, until=snapshot.as_at)
    if not crimes:
        return ""
    try:
        missing = len(set(crimes)) - number_found(snapshot, crimes)
    except MeasureRefused as refusal:
        return str(refusal)
    by_then = f"Of {text(shown(len(crimes)))} cases enrolled by {snapshot.as_at:%-d %B %Y}"
    if not missing:
        return f"{by_then}, this extract knows every one."
    return f"{by_then}, {text(shown(missing))} are in no row of this extract. {ASK}"


def text(count):
    return "few" if count is HIDDEN else f"{count:,}"
