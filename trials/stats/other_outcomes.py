"""Secondary, exploratory and guardrail outcomes: the plan's own design on each, judged by role."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from trials.stats.arithmetic.multiplicity import benjamini_hochberg, holm
from trials.stats.errors import CannotEstimate
from trials.stats.evidence import Evidence
from trials.stats.guardrail import judge_every_arm
from trials.stats.reading import read_evidence
from trials.stats.report import OutcomeResult, Refusal
from trials.stats.strategy import all_estimators

ADJUSTMENTS = {"secondary": holm, "exploratory": benjamini_hochberg}
# STATISTICS section 3: a guardrail is judged by its two-sided 95 % interval, whatever the plan's alpha.
GUARDRAIL_ALPHA = 0.05


def other_outcomes(evidence: Any, tables: Mapping) -> dict[str, OutcomeResult]:
    """A result for every outcome of the plan but the primary, supplied or not."""
    plan = evidence.sealed
    found = {
        outcome.key: _result(evidence, outcome, tables)
        for outcome in plan.outcomes
        if outcome.role != "primary"
    }
    for role, adjust in ADJUSTMENTS.items():
        found |= _adjusted([item for item in found.values() if item.role == role], adjust)
    return found


def _result(evidence: Any, outcome: Any, tables: Mapping) -> OutcomeResult:
    if outcome.key not in tables:
        return _without(outcome, None, "Not supplied.")
    try:
        own = _own_evidence(evidence, outcome, tables[outcome.key])
        estimate = own.estimate(own.design.primary(own))
    except CannotEstimate as error:
        return _without(outcome, Refusal.of(error), f"No estimate. {error}")
    status, text = None, ""
    if outcome.role == "guardrail":
        try:
            status, text, estimate = judge_every_arm(outcome, own, estimate)
        except (
            CannotEstimate
        ) as error:  # what it is judged by is not the estimate itself, and may not be there
            status, text = "cannot tell", f"Harm cannot be judged. {error}"
    return OutcomeResult(
        outcome.key, outcome.role, estimate, None, None, status, text, _beside(own), _by_arm(own, estimate)
    )


def _by_arm(own: Evidence, estimate: Any) -> dict[str, Any]:
    """Every arm against control, adjusted together, where there are several; else nothing beyond the estimate."""
    found = own.design.contrasts(own, estimate)
    return dict(found) if len(found) > 1 else {}


def _beside(own: Evidence) -> dict[str, Any]:
    """The estimates that stand beside every outcome, those that can be made of this one."""
    found = {}
    for key, estimator in all_estimators().items():
        if estimator.every_outcome and estimator.needs <= own.offers:
            try:
                found[estimator.every_outcome] = own.estimate(key)
            except CannotEstimate:  # the outcome's own estimate stands; a correlation it has not is left out
                continue
    return found


def _without(outcome: Any, refusal: Refusal | None, text: str) -> OutcomeResult:
    status = "cannot tell" if outcome.role == "guardrail" else None
    return OutcomeResult(outcome.key, outcome.role, None, refusal, None, status, text)


def _own_evidence(evidence: Any, outcome: Any, table: Any) -> Evidence:
    plan = evidence.sealed
    if outcome.role == "guardrail":
        plan = replace(plan, alpha=GUARDRAIL_ALPHA, scale=outcome.margin_scale or plan.scale)
    return read_evidence(plan, evidence.design, table)


def _adjusted(results: list[OutcomeResult], adjust: Any) -> dict[str, OutcomeResult]:
    tested = [item for item in results if item.estimate is not None and item.estimate.p_value is not None]
    adjusted = adjust([item.estimate.p_value for item in tested])
    return {item.key: replace(item, adjusted_p=p) for item, p in zip(tested, adjusted, strict=True)}
