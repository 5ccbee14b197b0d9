"""What the page of delivery says: planned and actual days by unit, contamination, and why cases went to court."""

from cjnudge.disclosure import CASE_THRESHOLD, shown_count
from trials.planning.allocated import usual_practice
from trials.planning.fidelity import fidelity
from trials.planning.periods import label_of
from trials.presenters.allocation import arm_titles
from trials.stats.checks.fidelity import LEAST_DELIVERED

HIDDEN = f"under {CASE_THRESHOLD}"


def delivery_page(plan, draw_json, exposures, *, on):
    """The tables and sentences of a trial's delivery up to a day."""
    found = fidelity(plan, draw_json, exposures, on=on)
    titles = arm_titles(plan) | {usual_practice(plan): "Usual practice"}
    return {
        "summary": summary(found),
        "units": unit_table(found, titles),
        "log": [log_line(plan, one, titles) for one in exposures if not one.is_contamination],
        "strayed": [log_line(plan, one, titles) for one in exposures if one.is_contamination],
    }


def summary(found):
    """Fidelity in a sentence or two; what was not recorded counts as not delivered, and is said so."""
    if not found.due:
        return "No month with a nudge has ended yet: fidelity is shown from then on."
    silent = [one.unit for one in found.units if one.due and one.first_on is None]
    share = f"{found.delivered} of {found.due} unit-months in which it was due ({found.share:.0%})"
    high = found.share >= LEAST_DELIVERED
    said = f"The nudge was recorded in {share}"
    said += "." if high else f": under the {LEAST_DELIVERED:.0%} usual for high fidelity."
    if found.elsewhere:
        said += f" It was also recorded in {found.elsewhere} unit-months in which it was not due."
    if silent:
        said += f" Nothing is recorded for {', '.join(silent)}, which counts as not delivered."
    return said


def unit_table(found, titles):
    """{"caption", "headings", "rows"}: each unit's planned and actual days."""
    headings = [
        ("Unit", ""),
        ("Arm", ""),
        ("Planned from", ""),
        ("Actually from", ""),
        ("Days late", ""),
    ]
    headings += [
        ("Months delivered of those due", "numeric"),
        ("Months not due", "numeric"),
        ("Switched off", ""),
    ]
    rows = [
        [
            one.unit,
            titles.get(one.arm, "Each case its own"),
            day(one.planned_on),
            day(one.first_on),
            late_words(one.late_days),
            f"{one.delivered} of {one.due}",
            one.elsewhere,
            day(one.off_on),
        ]
        for one in found.units
    ]
    return {"caption": "Delivery by unit", "headings": headings, "rows": rows}


def late_words(days):
    """How far the actual first day lies from the planned one."""
    if days is None:
        return "–"
    return f"{-days} early" if days < 0 else str(days)


def day(value):
    return f"{value:%-d %B %Y}" if value else "–"


def log_line(plan, one, titles):
    """One entry as its list shows it."""
    span = f"from {day(one.from_on)}" + (f" to {day(one.until_on)}" if one.until_on else ", still there")
    return {"exposure": one, "unit": one.unit, "arm": titles.get(one.arm, one.arm), "span": span}


def reasons_table(reasons):
    """{"caption", "headings", "rows"} over all units: counts under five hidden, the others rounded to five."""
    rows = [[reason, shown(times)] for reason, times in reasons]
    headings = [("Reason", ""), ("Cases, to the nearest 5", "numeric")]
    return {"caption": "Why not out of court? All units together", "headings": headings, "rows": rows}


def reasons_by_arm(plan, arms, counts):
    """The same by arm, once the trial is analysed; None where no unit has an arm of its own."""
    keys = [arm.key for arm in plan.arms if arm.key in arms.values()]
    if len(keys) < 2:  # noqa: PLR2004 - one arm alone is all units together
        return None
    sums = {}
    for (unit, reason), times in counts.items():
        sums[reason, arms.get(unit)] = sums.get((reason, arms.get(unit)), 0) + times
    titles = arm_titles(plan)
    rows = [
        [reason, *(shown(sums.get((reason, key), 0)) for key in keys)]
        for reason in sorted({r for _, r in counts})
    ]
    headings = [("Reason", ""), *((titles[key], "numeric") for key in keys)]
    return {"caption": "Why not out of court? By arm, to the nearest 5", "headings": headings, "rows": rows}


def shown(times):
    count = shown_count(times, published=False)
    return HIDDEN if count is None else count


def months_words(plan):
    """The months of the trial, as the upload page names them."""
    return f"{label_of(plan, 1)} to {label_of(plan, plan.periods)}"
