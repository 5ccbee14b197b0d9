"""How much of what parts units lasts from one period to the next: the cluster autocorrelation, natural scale."""

import numpy as np

from trials.stats.arithmetic.nested_cells import Cells
from trials.stats.arithmetic.nested_reml import fit_reml
from trials.stats.arithmetic.profile import cac_interval
from trials.stats.cluster_arms import arms_of
from trials.stats.errors import CannotEstimate
from trials.stats.panel import Panel
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """REML over units and periods from the start, periods and arms as fixed effects; profile interval."""
    cells = cells_after(evidence.panel, arms_of(evidence.panel, evidence.plan)[1])
    found = fit_reml(cells).variances
    between = found.tau2 + found.gamma2
    if not between > 0:
        raise _none("Units do not differ beyond chance, so what lasts of their differences has no value.")
    cac = found.tau2 / between
    low, high = cac_interval(cells, cac, evidence.plan.alpha)
    return Estimate(
        scale="correlation",
        value=cac,
        low=low,
        high=high,
        p_value=None,
        df=None,
        method="Cluster autocorrelation between periods, within arms, from REML variances",
        reference="profile likelihood",
    )


def cells_after(panel: Panel, arm: np.ndarray) -> Cells:
    """Cells of the periods from the start on, with their sum of squares within; refused under two periods or units."""
    after = panel.windows.after & (panel.size > 0).any(axis=0)
    size, total = np.nan_to_num(panel.size[:, after]), np.nan_to_num(panel.total[:, after])
    seen = size > 0
    value = np.where(seen, total / np.where(seen, size, 1), np.nan)
    names, group = np.unique(arm, return_inverse=True)
    patterns = np.repeat(np.eye(len(names))[:, None, 1:], size.shape[1], axis=1)
    if panel.kind.name == "continuous":
        within = np.nansum((size - 1).clip(0) * np.nan_to_num(panel.spread[:, after]) ** 2)
    else:
        within = np.nansum(total * (1 - np.nan_to_num(value)))
    cells = Cells(value, size, group, patterns, float(within))
    if size.shape[1] < 2 or not cells.told_apart:
        raise _none("One period after the start does not show what lasts from one to the next.")
    if cells.cells - cells.design.shape[2] < 2 or not within > 0:
        raise _none("Too few cells with cases to tell what lasts from chance.")
    return cells


def _none(missing: str) -> CannotEstimate:
    return CannotEstimate("b", missing=missing, would_do="Plan with an autocorrelation from earlier data.")


ESTIMATOR = Estimator(
    title="Cluster autocorrelation", needs=words("clusters", "within"), run=run, every_outcome="cac"
)
