"""Whether something else happened at the same time: without untreated units nobody can tell."""

from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """Always "cannot tell": it marks the limit of a design without untreated units."""
    text = "Anything else that began at about the same time is part of this figure; no unit shows its size."
    return Finding("", "cannot tell", text, {})


CHECK = Check(question="Did anything else happen at the same time?", needs=words("uncontrolled"), run=run)
