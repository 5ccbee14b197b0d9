"""Whether an outcome that must not get worse has stayed inside its margin."""

from typing import Any

from scipy.special import ndtr, stdtr

from trials.stats.arithmetic.score_difference import non_inferiority_p as score_p
from trials.stats.report import Estimate


def judge_guardrail(outcome: Any, estimate: Estimate) -> tuple[str, str]:
    """("holds" | "breached" | "watch" | "cannot tell", the sentence).

    Holds: the harmful-side bound of the 95 % interval is inside the margin. Breached: the whole
    interval is past it. Source: STATISTICS section 3, the non-inferiority reading of an interval.
    """
    if outcome.margin is None:
        return "cannot tell", "The plan sets no margin of harm for this guardrail."
    least, most = _harm(outcome, estimate)
    if most < outcome.margin:
        return "holds", f"Harm of {_size(outcome.margin, estimate)} or more is ruled out."
    if least > outcome.margin:
        margin = _size(outcome.margin, estimate)
        return "breached", f"Harm is at least {_size(least, estimate)}, past the margin of {margin}."
    return "watch", f"Harm of up to {_size(most, estimate)} is not ruled out."


def non_inferiority_p(outcome: Any, estimate: Estimate, evidence: Any) -> float | None:
    """One-sided p-value against harm of the margin or more; None where the estimate carries none.

    Farrington and Manning's for proportions of single allocated cases, else the estimate's own t or normal.
    """
    if outcome.margin is None:
        return None
    if {"arm_counts", "proportion", "risk_difference"} <= evidence.offers:
        (events1, cases1), (events0, cases0) = evidence.counts
        if outcome.better == "lower":
            events1, events0 = cases1 - events1, cases0 - events0
        return score_p(events1, cases1, events0, cases0, outcome.margin)
    se = estimate.details.get("standard_error")
    if not se:
        return None
    harm = -estimate.value if outcome.better == "higher" else estimate.value
    statistic = (outcome.margin - harm) / se
    return float(ndtr(-statistic) if estimate.df is None else stdtr(estimate.df, -statistic))


def _harm(outcome: Any, estimate: Estimate) -> tuple[float, float]:
    """The interval turned so that positive is harm."""
    if outcome.better == "higher":
        return -estimate.high, -estimate.low
    return estimate.low, estimate.high


def _size(harm: float, estimate: Estimate) -> str:
    if estimate.scale == "risk_difference":
        return f"{100 * harm:.1f} points"
    return f"{harm:.3g} on the {estimate.scale.replace('_', ' ')}"
