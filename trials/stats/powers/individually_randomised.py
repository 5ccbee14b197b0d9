"""Power of a trial of single cases: the difference of two proportions, cases independent."""

from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from trials.stats.layout import Layout
from trials.stats.precision import PowerMethod, Precision, both_sides, one_start
from trials.stats.reading import read_evidence
from trials.stats.simulated import draw_frame
from trials.stats.strategy import all_designs


def precision(plan, layout: Layout) -> Precision:
    """Normal, both arms' variance at the middle proportion; several arms by Bonferroni, which Holm is never under.

    An arm's cases are its units' over the periods after the start; correlations within units are left out, as
    each unit holds every arm.
    """
    ends = np.cumsum(layout.units)
    cases = [
        layout.sizes[end - count : end].sum() * layout.periods_after
        for count, end in zip(layout.units, ends, strict=True)
    ]
    se = tuple(float(np.sqrt(1 / cases[0] + 1 / arm)) for arm in cases[1:])
    return Precision(se=se, df=np.inf, bound=float(-ndtri(plan.alpha / len(se) / 2)))


def p_values(plan, layout: Layout, effect: float, runs: int) -> np.ndarray:
    """p-values of the default on tables of independent cases."""
    rng, design = np.random.Generator(np.random.PCG64(plan.seed)), all_designs()[plan.design]
    alone = replace(layout, icc=0.0, cac=1.0, decay=0.0)
    found = np.ones(runs)
    for turn in range(runs):
        table = draw_frame(alone, one_start(alone), both_sides(alone), effect, rng)
        evidence = read_evidence(plan, design, table)
        found[turn] = evidence.estimate(design.primary(evidence)).p_value
    return found


POWER = PowerMethod(
    precision=precision,
    starts=one_start,
    periods=both_sides,
    p_values=p_values,
    words="Closed form: normal, cases independent",
)
