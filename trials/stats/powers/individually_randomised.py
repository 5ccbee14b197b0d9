"""Power of a trial of single cases: the difference of two proportions, cases independent."""

from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from trials.stats.layout import Layout
from trials.stats.planned_arms import contrasts_tested
from trials.stats.precision import PowerMethod, Precision, both_sides, check_arms, one_start
from trials.stats.simulated_tests import simulated_p_values


def precision(plan, layout: Layout) -> Precision:
    """Normal, both arms' variance at the middle proportion; several arms by Bonferroni, which Holm is never under.

    An arm's cases are its units' over the periods after the start; correlations within units are left out, as
    each unit holds every arm.
    """
    check_arms(layout)
    ends = np.cumsum(layout.units)
    cases = [
        layout.sizes[end - count : end].sum() * layout.periods_after
        for count, end in zip(layout.units, ends, strict=True)
    ]
    contrasts = contrasts_tested(plan, layout)
    se = tuple(float(np.sqrt(1 / cases[base] + 1 / cases[arm])) for arm, base in contrasts)
    return Precision(se=se, df=np.inf, bound=float(-ndtri(plan.alpha / len(se) / 2)))


def p_values(plan, layout: Layout, effect: float, runs: int) -> np.ndarray:
    """p-values of the default on tables of independent cases."""
    return simulated_p_values(plan, replace(layout, icc=0.0, cac=1.0, decay=0.0), effect, runs, POWER)


POWER = PowerMethod(
    precision=precision,
    starts=one_start,
    periods=both_sides,
    p_values=p_values,
    words="Closed form: normal, cases independent",
)
