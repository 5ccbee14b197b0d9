"""Staggered starts: Callaway and Sant'Anna's average effect and its course over time since the start."""

import math
import warnings

import pandas as pd

from trials.stats.adoption import read_adoption
from trials.stats.arithmetic.student import check_df, check_variation, t_estimate
from trials.stats.errors import CannotEstimate
from trials.stats.estimators.etwfe import describe, long_table
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Against units never treated; its z rejects too often under forty units, so it is never the primary."""
    adoption = evidence.derive(read_adoption)
    check_df(len(adoption.units) - 1)
    try:
        found = fit_callaway_santanna(long_table(adoption))
    except ValueError:
        raise _too_few() from None
    value, se = float(found.overall_att), float(found.overall_se)
    if not (math.isfinite(value) and math.isfinite(se)):
        raise _too_few()
    check_variation(se, abs(value) + se)
    return t_estimate(
        scale=evidence.plan.scale,
        value=value,
        se=se,
        df=len(adoption.units) - 1,
        alpha=evidence.plan.alpha,
        method="Callaway and Sant'Anna, never treated units as comparison",
        around=abs(value) + se,
        details={**describe(adoption), **_course(found)},
    )


def _too_few() -> CannotEstimate:
    return CannotEstimate(
        "b",
        missing="Too few cells are seen to compare each group of units with the period before its start.",
        would_do="Read the extended two-way fixed effects, which use every untreated period.",
    )


def fit_callaway_santanna(table: pd.DataFrame, control: str = "never_treated", base: str = "varying"):
    """diff-diff's results; raises ValueError where no comparison can be made.

    With base "universal" every period is compared with the one just before the start, with "varying" those before
    the start with the period before each.
    """
    from diff_diff import CallawaySantAnna  # slow to import; only this file needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cells it passes over are told by what the course holds
        estimator = CallawaySantAnna(control_group=control, base_period=base, rank_deficient_action="silent")
        return estimator.fit(table, outcome="y", unit="unit", time="time", first_treat="start")


def _course(found) -> dict:
    """Effect by time since the start; negative times are before it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        course = found.aggregate("event_study")
    kept = [
        (int(time), float(effect), float(se))
        for time, effect, se in zip(course.event_time, course.att, course.se, strict=True)
        if math.isfinite(effect) and math.isfinite(se)
    ]
    times, effects, errors = (list(part) for part in zip(*kept, strict=True)) if kept else ([], [], [])
    return {"times": times, "effects": effects, "standard_errors": errors}


ESTIMATOR = Estimator(title="Callaway and Sant'Anna", needs=words("adoption"), run=run)
