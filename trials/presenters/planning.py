"""A plan that was written before its data, in words: rows for its pages, its parts with what they still lack."""

from django.urls import reverse

from cjnudge.cases.measures import measure
from trials.planning.periods import label_of
from trials.planning.scales import margin_words
from trials.planning.validation import problems, problems_by_field
from trials.planning.wording import METHOD_LABELS, ROLE_LABELS, SUMMARIES
from trials.stats.strategy import all_designs

SEEN = "Written after outcomes of the trial's months could have been seen"


def approval_words(approval):
    """Who approved a plan, as whom, and when; "" for None."""
    if approval is None:
        return ""
    invited = f", guest evaluator invited by {approval.invited_by.name}" if approval.invited_by else ""
    return f"{approval.by.name}{invited}, {approval.at:%-d %B %Y}"


def plan_rows(plan, alarms=None):
    """[(name, value)] of everything the plan fixes.

    alarms: {key of a guardrail: how often chance alone would cross its limit, in words}, where a page tells it.
    """
    watched = _watched(plan, alarms or {})
    return [*_asked(plan), *_compared(plan), *_timed(plan), *_judged(plan), *watched, *_kept(plan)]


def _asked(plan):
    return [
        ("Question", plan.question),
        ("Behaviour", plan.behaviour or "Not stated"),
        ("Cases", plan.population or "Not stated"),
        ("Cases left out", plan.exclusions or "None"),
        *[(f"If: {event}", rule) for event, rule in plan.intercurrent],
    ]


def _compared(plan):
    return [
        ("Arms", ", ".join(arm_words(arm) for arm in plan.arms)),
        ("Units", f"{len(plan.units)}: {', '.join(unit_words(plan, unit) for unit in plan.units)}"),
        ("Design", design_title(plan)),
        ("Allocation", allocation_words(plan)),
        ("Committed seed", plan.seed_digest or "None: nothing is drawn"),
        ("The verdict rests on", contrast_words(plan)),
    ]


def arm_words(arm):
    if not arm.nudges:
        return f"{arm.title} (no nudge)"
    versions = ", ".join(f"version {version}" for _, version in arm.nudges)
    return f"{arm.title} ({'bundle of ' if len(arm.nudges) > 1 else ''}{versions})"


def unit_words(plan, unit):
    """The unit with what was said of it: stratum, pair, or the arm and month that people chose."""
    titles = {arm.key: arm.title for arm in plan.arms}
    said = [
        f"stratum {unit.stratum}" if unit.stratum else "",
        f"pair {unit.pair}" if unit.pair else "",
        titles.get(unit.arm, ""),
        f"from {label_of(plan, unit.start)}" if unit.start and plan.first_period else "",
    ]
    more = ", ".join(part for part in said if part)
    return f"{unit.name} ({more})" if more else unit.name


def design_title(plan):
    found = all_designs().get(plan.design)
    return found.title if found else plan.design


def allocation_words(plan):
    rule = plan.allocation
    if rule is None:
        return "Nothing is drawn"
    said = [METHOD_LABELS.get(rule.method, rule.method)]
    said += [f"ratio {' to '.join(map(str, rule.ratio))}"] if rule.ratio else []
    said += [f"balancing {', '.join(rule.factors)}"] if rule.factors else []
    said += ["cases enrolled one after another"] if rule.sequential else []
    return "; ".join(said)


def contrast_words(plan):
    titles = {arm.key: arm.title for arm in plan.arms}
    return " against ".join(titles.get(key, key) for key in plan.primary_contrast) or "Not stated"


def _timed(plan):
    if not plan.first_period:
        return [("Months", "Not stated")]
    rows = [
        ("Months", f"{label_of(plan, 1)} to {label_of(plan, plan.periods)}: {plan.periods}"),
        ("First start", f"{label_of(plan, plan.start)} (month {plan.start})"),
        ("Washout", f"{plan.washout} months" if plan.washout else "None"),
    ]
    return rows + ([("Between two steps", f"{plan.step_periods} months")] if plan.step_periods else [])


def _judged(plan):
    asked, held = measure(plan.measure), plan.worthwhile
    return [
        ("Primary outcome", f"{asked.title} (measure {plan.measure}, version {plan.measure_version})"),
        ("Follow-up", f"{plan.follow_up_days} days for every case"),
        ("Whose average", SUMMARIES.get(plan.summary, plan.summary)),
        ("Smallest effect worth having", f"{points(held.effect)} points. {held.reason}".strip()),
        ("Power for it", power_words(held)),
        *[(ROLE_LABELS[line.role], outcome_words(line)) for line in plan.outcomes],
        *sources(plan),
        ("Subgroups", ", ".join(plan.subgroups) or "None"),
        ("Test", f"Two-sided, at {plan.alpha:g}"),
        (
            "Kind",
            "A pilot: delivery, burden and description, no verdict"
            if plan.is_pilot
            else "A trial with a verdict",
        ),
    ]


def power_words(held):
    if held.power is None:
        found = "Not worked out"
    else:
        high = held.power_at_high_icc
        found = f"{held.power:.0%}" + (
            "" if high is None else f"; {high:.0%} at the upper 80 % limit of the ICC"
        )
    return f"{found}. Run all the same: {held.override_reason}" if held.override_reason else found


def outcome_words(line):
    way = "higher is better" if line.better == "higher" else "lower is better"
    margin = f", harm up to {margin_words(line)} is acceptable" if line.margin else ""
    days = f", followed for {line.follow_up_days} days" if line.follow_up_days else ""
    return f"{line.title}{days} ({way}{margin})"


def sources(plan):
    """Rows of what outcomes beside the cases are made from; none where the plan has no such outcome."""
    rows = [("How heavy an offence counts", harm_words(plan.harm))] if plan.harm else []
    return rows + ([("Surveys before and after", survey_words(plan))] if plan.survey else [])


def harm_words(harm):
    """The weights and where they come from."""
    if harm.by == "gravity":
        return f"The gravity score of the extract. {harm.named}"
    table = "; ".join(f"{key} {weight:g}" for key, weight in harm.weights)
    return f"{harm.named}: {table}"


def survey_words(plan):
    """Which two surveys are compared."""
    pair = plan.survey
    month = label_of(plan, pair.after_month) if plan.first_period else f"month {pair.after_month}"
    return (
        f"“{pair.before_title}” before, and the first survey with the same questionnaire ({pair.instrument}, version "
        f"{pair.instrument_version}) that opens in {month} or later"
    )


def points(share):
    """A share in percentage points, without noughts at the end."""
    return f"{round(100 * share, 6):g}"


def _watched(plan, alarms):
    looks = [
        f"after {label_of(plan, look.after_period)} with {100 * look.planned_information:.0f} % of the information"
        for look in plan.looks
        if plan.first_period
    ]
    return [
        ("Looks before the end", "; ".join(looks) or "None"),
        ("Stop rules", " ".join(stop_words(rule, alarms) for rule in plan.stop_rules) or "None"),
        ("Safety monitor", plan.safety_monitor or "Nobody"),
        ("Who knows what", plan.blinding or "Not stated"),
    ]


def stop_words(rule, alarms):
    """The rule as it was written, and after it what its limit means if nothing is wrong."""
    return " ".join(part for part in (rule.text, alarms.get(rule.guardrail, "")) if part)


def _kept(plan):
    rows = [("Other interventions in these units", "; ".join(plan.overlaps) or "None known")]
    if plan.amendment_reason:
        rows.append(("Why it was amended", plan.amendment_reason))
    return rows


def parts(trial, plan, forms):
    """Steps for the task list: each part of the plan, whether it is complete, and what it lacks.

    forms: the forms of the parts, each with `part`, `title_of_part` and `names`.
    """
    found = problems_by_field(plan)
    return [
        _step(trial, form, [words for name in form.names for words in found.get(name, [])]) for form in forms
    ]


def _step(trial, form, lacking):
    url = reverse("trials:planning_part", args=[trial.force.slug, trial.pk, form.part])
    return {
        "label": form.title_of_part,
        "state": "To do" if lacking else "Done",
        "hint": lacking[0] if lacking else "",
        "url": url,
    }


def lacking(plan):
    """The sentences of everything the plan still lacks."""
    return [words for _, words in problems(plan)]
