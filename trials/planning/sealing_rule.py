"""May this plan be sealed, given what it can find? At least 80 % power for the smallest worthwhile effect, or a reason.

The power meant is that at the estimated ICC and CAC (under twenty units an ICC of at least 0.05); beside it stands the
power at the ICC's upper 80 % limit. A remedy speaks of units and months, never of more cases: those come as they come.
"""

from dataclasses import dataclass, replace

from trials.planning.power_found import WANTED, power_digest

MONITORING = 0.50  # a guardrail with less than this chance to be shown to hold is named "monitoring only"


@dataclass(frozen=True)
class Ruling:
    """Whether the plan may be sealed, the sentences that say why, and whether it would be sealed below 80 %."""

    may_seal: bool
    text: str
    underpowered: bool = False


def power_ruling(plan, figures=None):
    """The Ruling on a TrialPlan; figures: its PowerFigures, None where its power was never worked out."""
    if plan.is_pilot:
        return Ruling(True, "A pilot gives no verdict, so no power is asked of it.")
    if not plan.worthwhile.effect or not plan.worthwhile.reason.strip():
        return Ruling(
            False, "Say first which effect is the smallest worth having, and why: then work out the power."
        )
    if figures is None or figures.digest != power_digest(plan):
        return Ruling(
            False, "The power of this plan has not been worked out since it was last changed: do so."
        )
    if figures.power is not None and figures.power >= WANTED:
        return Ruling(True, in_words(figures))
    return _below(plan, figures)


def _below(plan, figures):
    said = in_words(figures)
    if plan.worthwhile.override_reason.strip():
        return Ruling(True, f"{said} It is sealed all the same: {plan.worthwhile.override_reason}", True)
    return Ruling(
        False, f"{said} {remedy(figures)} Or record why the trial is worth running all the same.", True
    )


def in_words(figures):
    """What the plan can find, in two sentences."""
    if figures.power is None:
        return f"This plan cannot answer its question. {figures.refused}"
    high = figures.power_at_high_icc
    at_high = "is not known" if high is None else f"is {100 * high:.0f} %"
    found = (
        "" if figures.detectable is None else f"; with 80 % it finds {100 * figures.detectable:.1f} points"
    )
    return (
        f"Power for {100 * figures.effect:.1f} points is {100 * figures.power:.0f} %{found}. At the upper 80 % limit "
        f"of the ICC ({figures.values.icc_high:.3f}) it {at_high}."
    )


def remedy(figures):
    """What would bring the power to 80 %, in months and units."""
    if figures.power is None:
        return "Choose another design, or run it as a pilot."
    ways = []
    if figures.months_needed:
        ways.append(f"{figures.months_needed} months from the first start on instead of {figures.months}")
    if figures.units_needed:
        ways.append(f"{figures.units_needed} units instead of {sum(figures.units)}")
    if not ways:
        return "No number of months or units in reach brings it to 80 %: look for a larger effect, or run a pilot."
    return f"It takes {', or '.join(ways)} to bring it to 80 %."


def monitoring_only(figures):
    """Keys of the guardrails that could not be shown to hold half the time, even if nothing got worse."""
    return tuple(line.key for line in figures.guardrails if line.power is None or line.power < MONITORING)


def with_power(plan, figures, override_reason=""):
    """The plan with what its power was worked out from written into it: correlations, power, information."""
    worthwhile = replace(
        plan.worthwhile,
        power=figures.power,
        power_at_high_icc=figures.power_at_high_icc,
        override_reason=override_reason,
    )
    information = 1 / figures.standard_error**2 if figures.standard_error and plan.looks else None
    return replace(
        plan,
        worthwhile=worthwhile,
        icc=figures.values.icc,
        cac=figures.values.cac,
        max_information=information,
    )
