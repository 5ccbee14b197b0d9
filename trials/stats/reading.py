"""From an outcome's table to the evidence its estimators read."""

from typing import Any

from trials.stats.errors import InputRefused
from trials.stats.evidence import Evidence
from trials.stats.frame import read_frame
from trials.stats.incidence import read_incidence
from trials.stats.strategy import Design


def read_evidence(plan: Any, design: Design, table: Any, timing: Any = None, *, look: Any = None) -> Evidence:
    """The checked evidence for one outcome's table, and its timing table, under the plan's design."""
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
    if timing is None:
        return Evidence(panel, plan, design, look=look)
    if panel.kind.name != "proportion":
        raise InputRefused(
            f"a timing table says when cases had an outcome, and this table holds a {panel.kind.name}",
            remedy="Leave timing out.",
        )
    return Evidence(panel, plan, design, read_incidence(timing, panel, plan, design), look)
