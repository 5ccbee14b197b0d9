"""The actual default on simulated studies, one after the other: its p-values."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from trials.stats.errors import CannotEstimate
from trials.stats.frame import BASELINE
from trials.stats.layout import Layout
from trials.stats.planned_arms import arm_names, blocks_planned, contrasts_tested
from trials.stats.precision import PowerMethod
from trials.stats.reading import read_evidence
from trials.stats.simulated import draw_frame
from trials.stats.strategy import all_designs


def simulated_p_values(
    plan: Any, layout: Layout, effect: float, runs: int, method: PowerMethod
) -> np.ndarray:
    """p-values (runs, contrasts tested) of the plan's default; a refusal counts as not found.

    Units and periods are the layout's, not the allocation's own: as many pairs or strata as it has are drawn.
    Covariates other than the baseline explain nothing in what is simulated and are left out.
    """
    rng = np.random.Generator(np.random.PCG64(plan.seed))
    starts, periods, design = method.starts(layout), method.periods(layout), all_designs()[plan.design]
    labels = _labels(plan, layout) if design.several_arms else {}
    planned = tuple(name for name in plan.covariates if name == BASELINE)
    plan = replace(
        plan, allocation=None, covariates=planned, start=None, washout=0, exclude_periods=(), groups=()
    )
    found = []
    moved = _moved(plan, layout, starts)
    for _ in range(runs):
        table = _labelled(draw_frame(layout, moved, periods, effect, rng), labels, starts)
        evidence = read_evidence(plan, design, table)
        try:
            found.append(_tested(evidence))
        except CannotEstimate:
            found.append(None)
    width = next((len(row) for row in found if row is not None), 1)
    return np.array([np.ones(width) if row is None else row for row in found])


def _tested(evidence: Any) -> list[float]:
    """p-values of the contrasts the plan tests: the one it names, else every arm against control."""
    primary = evidence.estimate(evidence.design.primary(evidence))
    if evidence.plan.primary_contrast is not None:
        return [primary.p_value]
    return [each.p_value for each in evidence.design.contrasts(evidence, primary).values()]


def _labels(plan: Any, layout: Layout) -> dict[str, np.ndarray]:
    """The columns beyond the counts, one value a unit: the arm where there are several, the block where any."""
    blocks, found = blocks_planned(plan, layout), {}
    if len(layout.units) > 2:
        found["arm"] = np.repeat(arm_names(plan, layout), layout.units)
    if blocks.any() and plan.design == "cluster_randomised":
        found["stratum"] = blocks.astype(str)
    return found


def _moved(plan: Any, layout: Layout, starts: np.ndarray) -> np.ndarray:
    """`starts` of the units the effect moves: not those of the arm that a named contrast compares with."""
    _, base = contrasts_tested(plan, layout)[0] if plan.primary_contrast else (1, 0)
    arm = np.repeat(np.arange(len(layout.units)), layout.units)
    return np.where(arm == base, np.inf, starts) if base else starts


def _labelled(table: pd.DataFrame, labels: dict[str, np.ndarray], starts: np.ndarray) -> pd.DataFrame:
    """The table with the labels of its units, the nudge in force from their starts."""
    unit = table["unit"].str.removeprefix("unit ").astype(int).to_numpy()
    treated = (table["period"].to_numpy() >= starts[unit]).astype(int)
    return table.assign(treated=treated, **{name: values[unit] for name, values in labels.items()})
