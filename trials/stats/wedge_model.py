"""The mixed model of a stepped wedge's cells: step effects and one or more columns for the nudge."""

from typing import Any

import numpy as np

from trials.stats.arithmetic.nested_cells import Cells
from trials.stats.arithmetic.nested_reml import MixedFit, fit_reml
from trials.stats.arithmetic.student import check_df, check_variation
from trials.stats.errors import CannotEstimate
from trials.stats.panel import Panel
from trials.stats.wedge import Wedge, check_contrast, sum_to_steps


def constant_effect(panel: Panel, plan: Any) -> MixedFit:
    """The model in which the nudge has one effect however long it is in force."""
    wedge = sum_to_steps(panel, plan)
    return fit_reml(model_cells(wedge, wedge.labels[..., None]))


def effect_by_exposure(panel: Panel, plan: Any) -> MixedFit:
    """The model with an effect for each number of steps since the start."""
    wedge = sum_to_steps(panel, plan)
    return fit_reml(model_cells(wedge, exposure_columns(wedge)))


def exposure_columns(wedge: Wedge) -> np.ndarray:
    """Indicators (sequences, steps, times) of the steps since the start that are seen, in their order."""
    times = np.unique(wedge.exposure[wedge.seen & (wedge.exposure > 0)])
    return (np.cumsum(wedge.labels, axis=1).astype(int)[..., None] == times).astype(float)


def model_cells(wedge: Wedge, columns: np.ndarray) -> Cells:
    """The cells on the natural scale with step effects and `columns` (sequences, steps, columns) beside them.

    Refused where they cannot be told apart.
    CannotEstimate "d": with steps taken out the nudge is not separated; "b": too few cells; "a": no variation.
    """
    check_contrast(wedge)
    within = max(float(wedge.within.sum()), 0.0)
    cells = Cells(wedge.natural, wedge.size, wedge.sequence, columns, within)
    if not cells.told_apart:
        raise CannotEstimate(
            "d",
            missing="Some steps hold no comparison for one of the effects to be told apart.",
            would_do="Read the permuted sequences, which ask for one effect only.",
        )
    check_df(cells.cells - cells.design.shape[2])
    values = wedge.natural[wedge.seen]
    check_variation(float(np.ptp(values)), float(np.abs(values).max()))
    return cells
