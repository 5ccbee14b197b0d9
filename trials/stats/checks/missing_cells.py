"""How much of what should have been observed is missing."""

import numpy as np

from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3, Maryland: more than a fifth missing costs a step.
MOST_MISSING = 0.2


def run(evidence, estimates) -> Finding:
    """Share of unit-periods without a row, from each unit's first row on, over the periods compared."""
    panel = evidence.panel
    compared = panel.windows.before | panel.windows.after
    entered = np.maximum.accumulate(panel.observed, axis=1)[:, compared]
    missing = int((entered & ~panel.observed[:, compared]).sum())
    empty = int((panel.observed & ~(panel.size > 0))[:, compared].sum())
    expected = int(entered.sum())
    facts = {"missing": missing, "expected": expected, "empty": empty, "share": missing / max(expected, 1)}
    text = f"{missing} of {expected} cells are missing and {empty} are empty."
    return Finding("", "fails" if missing > MOST_MISSING * expected else "passes", text, facts)


CHECK = Check(question="Is the table complete?", needs=words(), run=run, grade=one_step_if_failed)
