"""The two sides a comparison of pooled counts is made of, and the contrast two arms give."""

from collections.abc import Mapping
from typing import Any

# What the cumulative incidence of (treated or not, after or before) adds to a design's difference.
OWN_CHANGE = {(1, 1): 1, (1, 0): -1}
ARMS_APART = {(1, 1): 1, (0, 1): -1}
CHANGES_APART = {**OWN_CHANGE, (0, 1): -1, (0, 0): 1}


def before_and_after(evidence: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """(events, cases) of the treated units after and before, all compared periods pooled."""
    pooled = evidence.pooled
    sides = (pooled.after, ~pooled.after)
    return tuple((float(pooled.total[side].sum()), float(pooled.size[side].sum())) for side in sides)


def treated_alone(panel: Any) -> Any:
    """The treated units summed to one series."""
    from trials.stats.pooled import pool_treated  # here: a page that lists designs waits for no numpy

    return pool_treated(panel)


def one_contrast(evidence: Any, primary: Any) -> Mapping[str, Any]:
    """The primary estimate under the name of the arm that is treated."""
    panel = evidence.panel
    arms = panel.arm[panel.treated].tolist() if panel.arm is not None else []
    named = [name for name in sorted(set(arms)) if name != evidence.plan.control]
    return {named[0] if len(named) == 1 else "treated": primary}


def inverse_variance(evidence: Any, estimate: Any) -> float:
    """1/SE² of an estimate that carries its standard error: the information it rests on."""
    return float(estimate.details["standard_error"]) ** -2
