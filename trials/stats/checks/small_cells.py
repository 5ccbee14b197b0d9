"""Whether the points of a series rest on enough cases for a log odds."""

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# More than a quarter of points under the plan's least cell: the empirical logit's bias towards one half
# is then no longer confined to stray points. A judgement, not a measurement.
MOST_SMALL = 0.25


def run(evidence, estimates) -> Finding:
    """Share of compared points with fewer cases than the plan's `min_cell`."""
    size, least = evidence.pooled.size, evidence.plan.min_cell
    small = int((size < least).sum())
    facts = {"small": small, "points": len(size), "min_cell": least}
    text = f"{small} of {len(size)} points have fewer than {least} cases."
    return Finding("", "fails" if small > MOST_SMALL * len(size) else "passes", text, facts)


CHECK = Check(question="Are the points large enough?", needs=words("series", "proportion"), run=run)
