"""Whether the average unit and the average case changed alike."""

import numpy as np

from trials.stats.checks.weights_agree import FRACTION
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """The unit-average difference against the one with units weighted by their cases."""
    changes, equal = evidence.changes, estimates["cluster_long_difference"]
    own, others = (
        np.average(changes.change[side], weights=changes.size[side])
        for side in (changes.treated, ~changes.treated)
    )
    by_case = float(own - others)
    facts = {"unit_average": equal.value, "case_average": by_case}
    if abs(by_case - equal.value) > FRACTION * (equal.high - equal.low) / 2:
        text = "The average unit and the average case changed differently: the size of a unit is informative."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "The average unit and the average case changed much alike.", facts)


CHECK = Check(
    question="Did large and small units change alike?", needs=words("cluster_long_difference"), run=run
)
