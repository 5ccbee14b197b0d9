"""Whether weighing units equally and by precision tells the same story."""

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# The fraction of the interval's half-width STATISTICS section 3 uses to call two averages different.
FRACTION = 0.5


def run(evidence, estimates) -> Finding:
    """The two estimates against half the half-width of the equal-weights interval."""
    equal, precise = estimates["cluster_long_difference"], estimates["random_effects_change"]
    allowed = FRACTION * (equal.high - equal.low) / 2
    facts = {"equal": equal.value, "precision": precise.value, "allowed": allowed}
    if abs(equal.value - precise.value) > allowed:
        text = "Weighing units equally and by their number of cases gives different answers."
        return Finding("", "cannot tell", text, facts)
    return Finding("", "passes", "Weighing units equally or by precision gives much the same answer.", facts)


CHECK = Check(
    question="Do equal and precision weights agree?",
    needs=words("cluster_long_difference", "random_effects_change"),
    run=run,
    blocks_verdict=True,
)
