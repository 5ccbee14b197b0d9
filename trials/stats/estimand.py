"""What is estimated, in one sentence and what the plan's weights and scale make of it."""

from typing import Any

WEIGHED = (
    "Units count by how precisely their value is known (weights by precision), so that this is the average of "
    "neither units nor cases."
)
SCALES = {
    "log_risk_ratio": "The difference is one of logarithms: a ratio of levels.",
    "log_odds_ratio": "The difference is one of log odds.",
}


def estimand_of(evidence: Any) -> str:
    """The design's estimand, and after it what differs from a plain difference of equally counted units."""
    plan, said = evidence.sealed, [evidence.design.estimand]
    if plan.weights == "precision":
        said.append(WEIGHED)
    return " ".join([*said, *([SCALES[plan.scale]] if plan.scale in SCALES else [])])
