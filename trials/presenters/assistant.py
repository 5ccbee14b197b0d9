"""The advice of the design assistant in words: the ladder, and every field of the plan with its reason."""

from cjnudge.cases.measures import measure
from trials.planning.assistant import PILOT
from trials.planning.periods import label_of as month_of
from trials.planning.wording import FIELDS, METHOD_LABELS, SUMMARIES
from trials.presenters.planning import harm_words, survey_words

NAMES = {
    "measure_version": "Version of the measure",
    "follow_up_days": "Follow-up",
    "analysis_seed": "Seed of the analysis",
    "basis": "Cases counted",
    "covariates": "Covariates",
    "max_information": "Largest information",
    "alpha": "Chance of a false alarm",
    "scale": "Scale",
    "weights": "Weights",
    "icc": "ICC",
    "cac": "CAC",
    "overlaps": "Other nudges in the same units",
    "safety_monitor_id": "Account of the safety monitor",
    "seed_digest": "Committed seed",
    "synthetic": "Data",
    "after_data_seen": "After data were seen",
}


def advice_page(asked, seen, advice):
    """What the page of the advice shows beside its form."""
    return {
        "chosen": advice.chosen,
        "pilot": advice.chosen.design == PILOT,
        "stronger": [[rung.title, rung.why] for rung in advice.stronger],
        "stronger_headings": [["Design", ""], ["Why not", ""]],
        "weaker": [rung.title for rung in advice.weaker if rung.design != PILOT],
        "units": len(seen.names),
        "months": seen.months,
        "nudges": asked.nudges(),
        "assumed": not seen.months,
    }


def field_rows(plan, reasons):
    """[[field, how it is, why]] of every field, in the order of the plan."""
    return [[label_of(name), said(plan, name), why] for name, why in reasons.items()]


def label_of(name):
    return FIELDS[name].label if name in FIELDS else NAMES[name]


def said(plan, name):
    """A field in a few words."""
    value = getattr(plan, name)
    return SPOKEN[name](plan) if name in SPOKEN else _plainly(value)


def _plainly(value):
    if value in (None, "", ()):
        return "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        return ", ".join(map(_plainly, value))
    return str(value).replace("_", " ") if isinstance(value, str) else f"{value:g}"


SPOKEN = {
    "question": lambda plan: plan.question,
    "arms": lambda plan: ", ".join(arm.title for arm in plan.arms),
    "units": lambda plan: f"{len(plan.units)} units",
    "allocation": lambda plan: METHOD_LABELS.get(plan.allocation.method, "–") if plan.allocation else "–",
    "measure": lambda plan: measure(plan.measure).title if plan.measure else "–",
    "first_period": lambda plan: month_of(plan, 1) if plan.first_period else "–",
    "start": lambda plan: f"{month_of(plan, plan.start)} (month {plan.start})" if plan.first_period else "–",
    "summary": lambda plan: SUMMARIES.get(plan.summary, plan.summary),
    "primary_contrast": lambda plan: " against ".join(
        arm.title for key in plan.primary_contrast for arm in plan.arms if arm.key == key
    ),
    "worthwhile": lambda plan: f"{100 * plan.worthwhile.effect:.1f} points: {plan.worthwhile.reason}",
    "follow_up_days": lambda plan: f"{plan.follow_up_days} days",
    "intercurrent": lambda plan: f"{len(plan.intercurrent)} events named",
    "outcomes": lambda plan: ", ".join(line.title for line in plan.outcomes),
    "stop_rules": lambda plan: ", ".join(rule.text for rule in plan.stop_rules) or "–",
    "looks": lambda plan: ", ".join(f"after month {look.after_period}" for look in plan.looks) or "–",
    "safety_monitor": lambda plan: "Named" if plan.safety_monitor else "–",
    "safety_monitor_id": lambda plan: "Chosen" if plan.safety_monitor_id else "–",
    "seed_digest": lambda plan: plan.seed_digest or "–",
    "basis": lambda plan: "by the month of entry",
    "synthetic": lambda plan: "Synthetic" if plan.synthetic else "The force’s own",
    "alpha": lambda plan: f"{100 * plan.alpha:g} %",
    "harm": lambda plan: harm_words(plan.harm) if plan.harm else "–",
    "survey": lambda plan: survey_words(plan) if plan.survey else "–",
}
