"""Staggered starts: the average effect on the treated by extended two-way fixed effects."""

import warnings

import numpy as np
import pandas as pd

from trials.stats.adoption import Adoption, read_adoption
from trials.stats.arithmetic.imputation import stand_by_labels
from trials.stats.arithmetic.sequence_permutation import allocation_space
from trials.stats.arithmetic.student import check_df, check_variation, t_estimate
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

LEAST_FOR_T = 30  # STATISTICS section 3: under thirty units p and interval come from permuted labels


def run(evidence) -> Estimate:
    """Each treated cell against units not treated yet; under thirty units which unit started when is permuted."""
    adoption, plan = evidence.derive(read_adoption), evidence.plan
    check_df(len(adoption.units) - 1)
    seen = adoption.value[~np.isnan(adoption.value)]
    check_variation(float(np.ptp(seen)), float(np.abs(seen).max()))
    if len(adoption.units) < LEAST_FOR_T:
        return _permuted(adoption, plan)
    value, se = fit_etwfe(long_table(adoption))
    return t_estimate(
        scale=plan.scale,
        value=value,
        se=se,
        df=len(adoption.units) - 1,
        alpha=plan.alpha,
        method="Extended two-way fixed effects, units as clusters",
        around=float(np.abs(seen).max()),
        details=describe(adoption),
    )


def _permuted(adoption: Adoption, plan) -> Estimate:
    space = allocation_space(adoption.cohort, np.zeros(len(adoption.cohort), dtype=int), plan.seed)
    standing = stand_by_labels(adoption.value, adoption.patterns, adoption.cohort, space)
    if standing.smallest_p > plan.alpha:
        raise CannotEstimate(
            "a",
            missing=f"With {len(standing.low)} ways to hand out the starts no p-value is under "
            f"{standing.smallest_p:.3g}, above {plan.alpha:g}.",
            would_do="Add units, treated or not.",
        )
    low, high = standing.interval(plan.alpha)
    return Estimate(
        scale=plan.scale,
        value=standing.estimate,
        low=low,
        high=high,
        p_value=standing.p_value(),
        df=None,
        method="Extended two-way fixed effects; permutation of which unit started when",
        reference=f"{'drawn' if space.added else 'all'} {len(space.sequences)} ways to hand out the starts",
        details={**describe(adoption), "smallest_p": standing.smallest_p},
    )


def fit_etwfe(table: pd.DataFrame) -> tuple[float, float]:
    """ATT and its standard error by diff-diff: variance times G/(G - 1) (N - 1)/(N - k)."""
    from diff_diff import WooldridgeDiD  # slow to import; only this file needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # periods it leaves out for want of untreated units
        try:
            found = WooldridgeDiD(rank_deficient_action="silent").fit(
                table, outcome="y", unit="unit", time="time", first_treat="start"
            )
        except ValueError:  # no cell it could compare is left
            raise _too_few() from None
    value, se = float(found.overall_att), float(found.overall_se)
    if not (np.isfinite(value) and np.isfinite(se)):
        raise _too_few()
    return value, se


def _too_few() -> CannotEstimate:
    return CannotEstimate(
        "b",
        missing="Too few cells are seen to tell the effects of the starts apart.",
        would_do="Give more periods before the starts, or more units.",
    )


def long_table(adoption: Adoption) -> pd.DataFrame:
    """One row a cell in diff-diff's columns; start 0 where never treated."""
    unit, period = np.nonzero(~np.isnan(adoption.value))
    start = adoption.starts[adoption.cohort[unit]]
    columns = {
        "unit": unit,
        "time": adoption.periods[period],
        "start": np.where(np.isfinite(start), start, 0),
    }
    return pd.DataFrame({**columns, "y": adoption.value[unit, period]}).astype({"start": int})


def describe(adoption: Adoption) -> dict:
    """The figures a page prints beside a staggered effect."""
    return {
        "units": len(adoption.units),
        "treated_units": int(np.isfinite(adoption.starts[adoption.cohort]).sum()),
        "starts": [int(start) for start in adoption.starts[np.isfinite(adoption.starts)]],
        "cut": adoption.cut,
    }


ESTIMATOR = Estimator(title="Extended two-way fixed effects", needs=words("adoption"), run=run)
