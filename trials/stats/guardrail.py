"""Whether an outcome that must not get worse has stayed inside its margin."""

from typing import Any

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


def _harm(outcome: Any, estimate: Estimate) -> tuple[float, float]:
    """The interval turned so that positive is harm."""
    if outcome.better == "higher":
        return -estimate.high, -estimate.low
    return estimate.low, estimate.high


def _size(harm: float, estimate: Estimate) -> str:
    if estimate.scale == "risk_difference":
        return f"{100 * harm:.1f} points"
    return f"{harm:.3g} on the {estimate.scale.replace('_', ' ')}"
