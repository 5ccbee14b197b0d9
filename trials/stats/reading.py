"""From an outcome's table to the evidence its estimators read."""

from typing import Any

from trials.stats.errors import InputRefused
from trials.stats.evidence import Evidence
from trials.stats.frame import read_frame
from trials.stats.strategy import Design


def read_evidence(plan: Any, design: Design, table: Any) -> Evidence:
    """The checked evidence for one outcome's table under the plan's design."""
    panel = read_frame(
        table,
        plan,
        staggered=design.staggered,
        baseline=design.baseline,
        split=(*design.split, *(plan.covariates if design.split else ())),
    )
    if panel.kind.name not in design.kinds:
        raise InputRefused(
            f"the design {plan.design} reads no {panel.kind.name}",
            remedy=f"Give a {' or a '.join(sorted(design.kinds))}, or choose another design.",
        )
    if plan.scale not in panel.kind.scales:
        raise InputRefused(
            f"the scale {plan.scale} has no meaning for a {panel.kind.name}",
            remedy=f"Choose one of: {', '.join(sorted(panel.kind.scales & design.scales))}.",
        )
    if len(panel.arms) > 2 and not design.several_arms:
        raise InputRefused(
            f"the table holds {len(panel.arms)} arms and this design compares two",
            remedy="Give one nudge's units and the units to compare with.",
        )
    design.check_frame(panel)
    return Evidence(panel, plan, design)
