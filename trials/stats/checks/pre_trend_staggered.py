"""Whether cohorts were already moving apart from the never treated before they started, and what could be seen."""

import numpy as np

from trials.stats.adoption import Adoption, read_adoption
from trials.stats.arithmetic.leads import (
    chi_square_bound,
    chi_square_p,
    permuted_statistics,
    power_for_trend,
    read_leads,
    statistic,
    wald,
)
from trials.stats.checks.pre_trend import ALPHA, LEAST_POWER, lower
from trials.stats.estimators.etwfe import LEAST_FOR_T
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

DRAWS = 499  # the test is judged at 5 %: 499 draws place a p-value there within 1 point
LEAST_DRAWS = 100


def run(evidence, estimates) -> Finding:
    """Wald over all changes (or slopes) before the starts; with few units its bound comes from permutation."""
    adoption = evidence.derive(read_adoption)
    leads = read_leads(adoption)
    never = len(adoption.starts) - 1
    made = None if leads is None else wald(leads, adoption.cohort, never)
    if made is None:
        return Finding(
            "", "cannot tell", "Too few units or periods before the starts to test for a trend.", {}
        )
    square, count = statistic(*made), len(leads.step)
    p_value, bound = chi_square_p(square, count), chi_square_bound(ALPHA, count)
    if len(adoption.units) < LEAST_FOR_T or not leads.many_units:
        drawn = permuted_statistics(leads, adoption.cohort, never, DRAWS, evidence.plan.seed)
        if len(drawn) < LEAST_DRAWS:
            return Finding("", "cannot tell", "Too few units to test for a trend before the starts.", {})
        p_value = float(((drawn >= square).sum() + 1) / (len(drawn) + 1))
        bound = float(np.quantile(drawn, 1 - ALPHA))
    trend = _trend_as_large(adoption, estimates["etwfe"].value)
    power = power_for_trend(leads, made[1], trend, bound, ALPHA)
    facts = {"wald": square, "df": count, "p_value": p_value, "power": power, "contrasts": leads.kind}
    return _finding(p_value, power, facts)


def _trend_as_large(adoption: Adoption, effect: float) -> float:
    """The drift a period that alone would give the estimated effect over the treated cells."""
    since = adoption.periods[None, :] - adoption.starts[adoption.cohort][:, None] + 1
    treated = (since > 0) & ~np.isnan(adoption.value)
    return effect / float(since[treated].mean())


def _finding(p_value: float, power: float, facts: dict) -> Finding:
    if p_value < ALPHA:
        text = f"Units moved apart before they started (Wald p = {p_value:.3f})."
        return Finding("", "fails", text, facts)
    if power < LEAST_POWER:
        text = f"No trend was found, but the test had power {power:.2f} for one as large as the effect."
        return Finding("", "cannot tell", text, facts)
    return Finding("", "passes", f"Units moved alike before they started (power {power:.2f}).", facts)


CHECK = Check(
    question="Were units already moving apart before they started?",
    needs=words("adoption", "etwfe"),
    run=run,
    grade=lower,
    warns=True,
)
