"""Difference of proportions as if every case were in each arm, from a logistic model with covariates."""

import numpy as np
from scipy.special import expit, ndtr, ndtri

from trials.stats.cluster_arms import arms_of, numbers_of
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

STEPS, CONVERGED, EDGE = 60, 1e-12, 1e-8


def run(evidence) -> Estimate:
    """Average over all cases of fitted proportion in the arm minus in its base; delta-method interval.

    Source: Ge et al. (2011) Drug Inf J 45:481.
    """
    panel, plan = evidence.panel, evidence.plan
    names, arm = arms_of(panel, plan)
    total, size, own, covariates = _cells(panel, plan, arm)
    design = _columns(own, covariates, len(names))
    beta, covariance = _fit(total, size, design)
    means, slopes = [], []
    for number in numbers_of(plan, names):
        everyone = _columns(np.full(len(own), number), covariates, len(names))
        fitted = expit(everyone @ beta)
        means.append(np.average(fitted, weights=size))
        slopes.append((size * fitted * (1 - fitted)) @ everyone / size.sum())
    value, slope = float(means[0] - means[1]), slopes[0] - slopes[1]
    se = float(np.sqrt(slope @ covariance @ slope))
    half = float(-ndtri(plan.alpha / 2)) * se
    return Estimate(
        scale="risk_difference",
        value=value,
        low=value - half,
        high=value + half,
        p_value=float(2 * ndtr(-abs(value) / se)),
        df=None,
        method="Difference of proportions by g-computation from a logistic model",
        reference="normal",
        details={"standard_error": se, "covariates": list(plan.covariates)},
    )


def _cells(panel, plan, arm: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(events, cases, arm, covariates) of every cell from the start on that has a case."""
    after = panel.windows.after
    size = panel.size[:, after]
    used = size > 0
    own = np.repeat(arm[:, None], size.shape[1], axis=1)[used]
    columns = [panel.flow[name][:, after][used] for name in plan.covariates if name in panel.flow]
    centred = [(c - c.mean()) / (c.std() or 1.0) for c in columns]
    covariates = np.column_stack(centred) if centred else np.empty((len(own), 0))
    return panel.total[:, after][used], size[used], own, covariates


def _columns(arm: np.ndarray, covariates: np.ndarray, arms: int) -> np.ndarray:
    indicators = (arm[:, None] == np.arange(1, arms)).astype(float)
    return np.column_stack([np.ones(len(arm)), indicators, covariates])


def _fit(total: np.ndarray, size: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Maximum likelihood by Newton's steps. CannotEstimate "a" where proportions run to 0 or 1."""
    beta = np.zeros(design.shape[1])
    for _ in range(STEPS):
        fitted = expit(design @ beta)
        weight = size * fitted * (1 - fitted)
        step = np.linalg.pinv(design.T @ (weight[:, None] * design)) @ (design.T @ (total - size * fitted))
        beta = beta + np.clip(step, -4, 4)
        if np.abs(step).max() < CONVERGED * (1 + np.abs(beta).max()):
            break
    fitted = expit(design @ beta)
    if not np.isfinite(beta).all() or fitted.min() < EDGE or fitted.max() > 1 - EDGE:
        raise CannotEstimate(
            "a",
            missing="In an arm every case, or none, has the outcome: no finite logistic model exists.",
            would_do="Read the difference of proportions, which stays finite.",
        )
    return beta, np.linalg.pinv(design.T @ ((size * fitted * (1 - fitted))[:, None] * design))


ESTIMATOR = Estimator(
    title="g-computation", needs=words("arm_counts", "proportion", "risk_difference"), run=run
)
