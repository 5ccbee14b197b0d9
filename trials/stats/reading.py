"""From an outcome's table to the evidence its estimators read."""

from typing import Any

import pandas as pd

from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.evidence import Evidence
from trials.stats.frame import BASELINE, read_frame
from trials.stats.incidence import PERIOD, read_incidence, typed_cases
from trials.stats.incidence_by_cell import read_by_cell, too_large
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
    _check_arms(panel, plan, design)
    _check_baseline(panel, plan, design)
    design.check_frame(panel)
    if timing is None:
        return Evidence(panel, plan, design, look=look)
    if panel.kind.name != "proportion":
        raise InputRefused(
            f"a timing table says when cases had an outcome, and this table holds a {panel.kind.name}",
            remedy="Leave timing out.",
        )
    _check_look(timing, look)
    return Evidence(panel, plan, design, _incidence(timing, panel, plan, design), look)


def _incidence(timing: Any, panel: Any, plan: Any, design: Design) -> Any:
    """By cell where units start at different times and the timing table names periods, else by side."""
    if design.cells is None or not isinstance(timing, pd.DataFrame) or PERIOD not in timing:
        return read_incidence(timing, panel, plan, design)
    try:
        cells = design.cells(panel, plan)
    except CannotEstimate:  # the primary says why nothing can be compared; the curves can still be shown
        return read_incidence(timing.drop(columns=PERIOD), panel, plan, design)
    cases = typed_cases(timing)
    if too_large(cases, cells):
        return read_incidence(timing.drop(columns=PERIOD), panel, plan, design)
    return read_by_cell(cases, panel, plan, cells)


def _check_arms(panel: Any, plan: Any, design: Design) -> None:
    """Where the design does not choose among arms, the table's arms are the treated units and the others."""
    if design.several_arms or panel.arm is None:
        return
    treated, others = set(panel.arm[panel.treated]), set(panel.arm[~panel.treated])
    if plan.control in treated:
        raise InputRefused(
            f"the control arm, {plan.control}, holds treated units",
            remedy="Name the arm without the nudge as the control, or correct the table.",
        )
    if treated & others:
        raise InputRefused(
            "arm and treated contradict each other",
            where=f"arm {min(treated & others)}",
            remedy="Give units with the nudge one arm and units without it another.",
        )


def _check_baseline(panel: Any, plan: Any, design: Design) -> None:
    """A baseline the plan names as a covariate is a column, or what units of a cluster trial showed before."""
    if BASELINE not in plan.covariates or BASELINE in panel.flow:
        return
    before = "clusters" in design.offers and (panel.size[:, panel.windows.before] > 0).any()
    if not before:
        raise InputRefused(
            "the plan names baseline as a covariate and the table holds none",
            remedy="Add the column baseline, or for units allocated as a whole their periods before the start.",
        )


def _check_look(timing: Any, look: Any) -> None:
    """An early look reads the timing of the periods it covers alone, so the table must say which they are."""
    early = look is not None and not look.now.final
    if early and isinstance(timing, pd.DataFrame) and PERIOD not in timing:
        raise InputRefused(
            f"the timing table does not say which period a case came in, and look {look.now.number} is an early one",
            remedy="Add the column period to the timing table, or leave the table out until the final look.",
        )
