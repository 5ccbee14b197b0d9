"""Disparity between groups where units start at different times: the design's own effect in each group's cells."""

from typing import Any

import numpy as np

from trials.stats.arithmetic.hotelling import Together
from trials.stats.arithmetic.permuted_figures import PermutedFigures
from trials.stats.arithmetic.placebo import TIE
from trials.stats.arithmetic.student import critical
from trials.stats.cells_in_time import CellsInTime, values_on_scale
from trials.stats.disparity import TOO_FEW, Disparity, each_group, two_are_needed
from trials.stats.errors import CannotEstimate
from trials.stats.panel import Panel

MOST = 1999  # other allocations looked at: a p-value near 0.05 is then known to within half a point


def compare_in_time(evidence: Any) -> Disparity | str:
    """The comparison, or in words why there is none.

    Under no disparity every group has one effect: it is taken off, then starts are handed out again for all
    groups together, and the largest |contrast| over its spread is ranked.
    """
    cells = evidence.derive(evidence.design.cells)
    found = {name: _of_one(cells, evidence, panel) for name, panel in evidence.groups.items()}
    kept = {name: figures for name, figures in found.items() if figures is not None}
    if len(kept) < 2:
        return two_are_needed(len(kept), evidence.plan)
    first = next(iter(kept.values()))
    if not first.attains(evidence.plan.alpha):
        return TOO_FEW
    effect = np.array([float(figures.own[0]) for figures in kept.values()])
    alike = np.column_stack([figures.without(effect.mean())[:, 0] for figures in kept.values()])
    moves = np.column_stack([figures.moves[:, 0] for figures in kept.values()])
    contrast, alpha = _apart(effect), evidence.plan.alpha
    # the standard error whose t interval is that of the allocations' own quantile: with units few and steps
    # several, t on units alone held 98 % of true contrasts
    spread = np.quantile(np.abs(_apart(moves)), 1 - alpha, axis=0) / critical(alpha, first.df)
    if not (spread > TIE * max(1.0, float(np.abs(effect).max()))).all():
        return "The groups' figures do not vary enough to be compared."
    return each_group(
        groups=tuple(kept),
        effect=effect,
        contrast=contrast,
        error=spread,
        df=first.df,
        together=_rank(contrast, _apart(alike), first.added),
        alpha=alpha,
        units=cells.units,
        left_out=tuple(name for name, figures in found.items() if figures is None),
        incomplete=(),
    )


def _of_one(cells: CellsInTime, evidence: Any, panel: Panel | None) -> PermutedFigures | None:
    """One group's effect; None where it has under `min_cell` cases with or without the nudge, or none in common."""
    if panel is None:
        return None
    total, size = (
        cells.gather(_as_whole(matrix, panel, evidence.panel)) for matrix in (panel.total, panel.size)
    )
    on = cells.treated > 0
    if min(size[on].sum(), size[~on].sum()) < evidence.plan.min_cell:
        return None
    values, weight = values_on_scale(evidence, total, size)
    try:
        return cells.figures(values[..., None], weight, MOST)
    except (CannotEstimate, np.linalg.LinAlgError):
        return None


def _as_whole(matrix: np.ndarray, own: Panel, whole: Panel) -> np.ndarray:
    """A group's matrix in the rows and periods of the whole table."""
    found = np.full(whole.size.shape, np.nan)
    place = {name: row for row, name in enumerate(whole.units)}
    row = [place[name] for name in own.units]
    found[np.ix_(row, np.searchsorted(whole.periods, own.periods))] = matrix
    return found


def _apart(effects: np.ndarray) -> np.ndarray:
    """Each group's effect less the mean of the others', along the last axis."""
    count = effects.shape[-1]
    return (effects - effects.mean(axis=-1, keepdims=True)) * count / (count - 1)


def _rank(contrast: np.ndarray, others: np.ndarray, added: int) -> Together:
    """p-values of the largest and of each contrast, in units of its spread over the allocations."""
    spread = others.std(axis=0, ddof=1)
    own, found = np.abs(contrast) / spread, np.abs(others) / spread
    whole = len(found) + added
    largest = int((found.max(axis=1) >= own.max() * (1 - TIE)).sum()) + added
    each = ((found >= own * (1 - TIE)).sum(axis=0) + added) / whole
    return Together(
        largest / whole, f"largest contrast over {len(found)} other ways to hand out the starts", each
    )
