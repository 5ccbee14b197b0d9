"""Whether an outcome that must not get worse has stayed inside its margin."""

from dataclasses import replace
from typing import Any

from scipy.special import ndtr, stdtr

from trials.stats.arithmetic.score_difference import non_inferiority_p as score_p
from trials.stats.cluster_arms import arms_of
from trials.stats.report import Estimate
from trials.stats.wording import amount, unit_of

# From the best to the worst news.
WORST = ("holds", "cannot tell", "watch", "breached")


def judge_every_arm(outcome: Any, evidence: Any, estimate: Estimate) -> tuple[str, str, Estimate]:
    """(status, sentence, estimate) of the arm that fares worst, each against control by its own interval.

    All must hold, so none is widened for the number of arms. With one contrast that is `estimate`'s; one without
    a test describes and rules nothing out, unless a series stands beside it.
    """
    kind = evidence.panel.kind.name
    contrasts = evidence.design.contrasts(evidence, estimate)
    if len(contrasts) < 2:
        return _judge_one(outcome, evidence, estimate)
    control = arms_of(evidence.panel, evidence.plan)[0][0]
    judged = []
    for arm in contrasts:
        own = replace(evidence, plan=replace(evidence.plan, primary_contrast=(arm, control)))
        found = own.estimate(own.design.primary(own))
        judged.append((*judge_guardrail(outcome, found, kind), _with_p(outcome, found, own), arm))
    status, text, found, arm = max(
        judged, key=lambda each: (WORST.index(each[0]), _harm(outcome, each[2])[1])
    )
    return status, f"In the arm {arm}: {text[0].lower()}{text[1:]}", found


def _judge_one(outcome: Any, evidence: Any, estimate: Estimate) -> tuple[str, str, Estimate]:
    if estimate.p_value is None:
        if "long_series" not in evidence.offers:
            text = "A description of the cases alone rules nothing out, and the series is too short to."
            return "cannot tell", text, estimate
        estimate = evidence.estimate("mean_post_effect")
    status, text = judge_guardrail(outcome, estimate, evidence.panel.kind.name)
    return status, text, _with_p(outcome, estimate, evidence)


def _with_p(outcome: Any, estimate: Estimate, evidence: Any) -> Estimate:
    p_value = non_inferiority_p(outcome, estimate, evidence)
    if p_value is None:
        return estimate
    return replace(estimate, details={**estimate.details, "non_inferiority_p": p_value})


def judge_guardrail(outcome: Any, estimate: Estimate, kind: str = "proportion") -> tuple[str, str]:
    """("holds" | "breached" | "watch" | "cannot tell", the sentence).

    Holds: the harmful-side bound of the 95 % interval is inside the margin. Breached: the whole
    interval is past it. Source: STATISTICS section 3, the non-inferiority reading of an interval.
    """
    if outcome.margin is None:
        return "cannot tell", "The plan sets no margin of harm for this guardrail."
    least, most = _harm(outcome, estimate)
    if most < outcome.margin:
        return "holds", f"Harm of {_size(outcome.margin, estimate, kind)} or more is ruled out."
    if least > outcome.margin:
        margin = _size(outcome.margin, estimate, kind)
        return "breached", f"Harm is at least {_size(least, estimate, kind)}, past the margin of {margin}."
    return "watch", f"Harm of up to {_size(most, estimate, kind)} is not ruled out."


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


def _size(harm: float, estimate: Estimate, kind: str) -> str:
    return f"{amount(harm, kind, estimate.scale)}{unit_of(kind, estimate.scale)}"
