"""Contrasts of arms in a cluster-randomised trial: each against control, adjusted together."""

from dataclasses import replace
from typing import Any

import numpy as np

from trials.stats.arithmetic.arm_regression import ArmFit
from trials.stats.arithmetic.dunnett import dunnett_critical, dunnett_p, one_factor
from trials.stats.arithmetic.icc import anova_icc
from trials.stats.arithmetic.multiplicity import holm
from trials.stats.arithmetic.student import critical, t_estimate
from trials.stats.cluster_arms import numbers_of
from trials.stats.clusters import Clusters, read_clusters
from trials.stats.report import Estimate

TESTS = {
    "equal": "equal-variance t",
    "precision": "weighted by precision; random effects by REML, Knapp-Hartung",
}
ADJUSTED = {"dunnett": "adjusted for several arms by Dunnett", "holm": "adjusted for several arms by Holm"}


def named_contrast(plan: Any, clusters: Clusters) -> tuple[int, int]:
    """(arm, base) the verdict rests on, numbered from the control at 0."""
    return numbers_of(plan, clusters.arms)


def primary_contrast(evidence: Any, weights: str) -> Estimate:
    """The plan's named contrast at full alpha; without one, the first arm against control, adjusted."""
    clusters, plan = evidence.derive(read_clusters), evidence.plan
    if plan.primary_contrast is None and len(clusters.arms) > 2:
        return against_control(evidence, weights)[clusters.arms[1]]
    return _plain(evidence, weights, *named_contrast(plan, clusters))


def against_control(evidence: Any, weights: str = "equal") -> dict[str, Estimate]:
    """{arm: its difference from the control}: Dunnett's p-values and intervals; Holm's where those fail.

    `weights` are the plan's words: "equal", every unit counts once, or "precision".
    """
    clusters, plan = evidence.derive(read_clusters), evidence.plan
    fit = _fit(clusters, weights)
    plain = {name: _plain(evidence, weights, arm, 0) for arm, name in enumerate(clusters.arms) if arm}
    if len(plain) == 1:
        return plain
    spread = np.sqrt(np.diag(fit.covariance))
    factors = one_factor(fit.covariance / np.outer(spread, spread))
    if factors is None:
        return _by_holm(plain, plan.alpha)
    reach = dunnett_critical(plan.alpha, fit.df, factors)
    return {name: _by_dunnett(found, reach, fit.df, factors) for name, found in plain.items()}


def _fit(clusters: Clusters, weights: str) -> ArmFit:
    return clusters.fit if weights == "equal" else clusters.precise_fit


def _by_dunnett(found: Estimate, reach: float, df: int, factors: tuple[float, ...]) -> Estimate:
    half = reach * found.details["standard_error"]
    return replace(
        found,
        low=found.value - half,
        high=found.value + half,
        p_value=dunnett_p(found.value / found.details["standard_error"], df, factors),
        method=f"{found.method}, {ADJUSTED['dunnett']}",
        details={**found.details, "unadjusted_p": found.p_value},
    )


def _by_holm(plain: dict[str, Estimate], alpha: float) -> dict[str, Estimate]:
    """Holm's p-values; intervals by Bonferroni, since Holm gives none that are simple."""
    adjusted = holm([found.p_value for found in plain.values()])
    reach = critical(alpha / len(plain), next(iter(plain.values())).df)
    return {
        name: replace(
            found,
            low=found.value - reach * found.details["standard_error"],
            high=found.value + reach * found.details["standard_error"],
            p_value=p,
            method=f"{found.method}, {ADJUSTED['holm']}",
            details={**found.details, "unadjusted_p": found.p_value},
        )
        for (name, found), p in zip(plain.items(), adjusted, strict=True)
    }


def _plain(evidence: Any, weights: str, arm: int, base: int) -> Estimate:
    clusters = evidence.derive(read_clusters)
    fit = _fit(clusters, weights)
    value, se = fit.contrast(arm, base)
    beside = "".join(f", adjusted for {name}" for name in clusters.covariate_names)
    blocks = f" within {clusters.block_kind}" if clusters.block_kind else ""
    between = {} if fit.between is None else {"between_unit_variance": fit.between}
    return t_estimate(
        scale=evidence.plan.scale,
        value=value,
        se=se,
        df=fit.df,
        alpha=evidence.plan.alpha,
        method=f"Difference of mean unit values{blocks}{beside}, {TESTS[weights]}",
        around=float(np.abs(clusters.y).max()),
        details={**describe_arms(evidence, arm, base), **between},
    )


def describe_arms(evidence: Any, arm: int, base: int) -> dict[str, Any]:
    """The figures a page prints beside a contrast of two arms."""
    clusters = evidence.derive(read_clusters)
    own, others = (clusters.natural[clusters.arm == number] for number in (arm, base))
    icc = anova_icc(
        clusters.total / clusters.size, clusters.size, clusters.within, clusters.arm, evidence.plan.alpha
    )
    found = {
        "arm": clusters.arms[arm],
        "base": clusters.arms[base],
        "arm_mean": float(own.mean()),
        "base_mean": float(others.mean()),
        "ratio": float(own.mean() / others.mean()) if others.mean() > 0 else None,
        "arm_units": len(own),
        "base_units": len(others),
        "units": len(clusters.y),
        "blocks": len(np.unique(clusters.block)) if clusters.block_kind else 0,
        "covariates": list(clusters.covariate_names),
        "size_mean": float(clusters.size.mean()),
        "size_cv": float(clusters.size.std(ddof=1) / clusters.size.mean()),
    }
    return found | ({} if icc is None else {"icc": icc.value, "icc_low": icc.low, "icc_high": icc.high})
