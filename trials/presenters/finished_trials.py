"""Trials that have ended, as rows; those of one nudge beside each other, and their mean from three up."""

from django.urls import reverse

from trials.lifecycle_of_trials import State
from trials.planning.pooling import FEWEST, error_of, pool_trials
from trials.planning.trial_plan import TrialPlan
from trials.presenters.numbers import points
from trials.presenters.trial_result_evidence import estimate_row
from trials.presenters.trial_results import day

TOGETHER_HEADINGS = [
    *(("Trial", ""), ("Design", ""), ("Grade", "numeric")),
    *(("Percentage points", "numeric"), ("95 % interval", ""), ("Verdict", "")),
]


def archive_rows(finished, today):
    """[{title, url, state, colour, headline, note}]: null and stopped trials among the others."""
    return [
        {
            "title": one.trial.title,
            "url": reverse("trials:trial_results", args=[one.trial.force.slug, one.trial.pk]),
            "state": label(one, today),
            "colour": colour(one, today),
            "headline": one.run.result["verdict"]["headline"] if one.run else "It ended without a result.",
            "note": note(one),
            "synthetic": one.trial.synthetic,
        }
        for one in finished
    ]


def label(one, today):
    if one.state is State.STOPPED:
        return "Stopped"
    if one.published_on:
        return "Published"
    return "Finished, not published" if one.is_late(today) or one.reason else "Finished"


def colour(one, today):
    return {"Published": "green", "Stopped": "red", "Finished": "blue"}.get(label(one, today), "orange")


def note(one):
    """When it was published or is to be, and the reason why it is not."""
    if one.published_on:
        return f"Published on {day(one.published_on)}."
    said = f"To be published by {day(one.due_on)}, whatever it says." if one.due_on else ""
    reason = f"Reason for not publishing: {one.reason}" if one.reason else ""
    stopped = f"Stopped: {one.trial.conduct.stop_reason}" if one.trial.conduct.stop_reason else ""
    return " ".join(text for text in (stopped, said, reason) if text)


def together(finished):
    """Context of the page of one nudge's trials: rows, and their mean where there are three that can be pooled."""
    rows, values, errors = [], [], []
    for one in finished:
        report, plan = one.run.result, TrialPlan.from_json(one.run.plan.body)
        primary = report["engine"]["primary"]
        rows.append(row_of(one, report, primary))
        error = error_of(primary, plan.alpha) if primary and primary["scale"] == "risk_difference" else None
        if error:
            values.append(primary["value"])
            errors.append(error)
    return {
        "rows": rows,
        "headings": TOGETHER_HEADINGS,
        "pooled": pooled_words(pool_trials(values, errors), len(values)),
        "synthetic": any(one.trial.synthetic for one in finished),
    }


def row_of(one, report, primary):
    _, size, bounds, _ = estimate_row("", primary)
    grade = str(report["grade"]) if report["grade"] else ""
    return [
        one.trial.title,
        report["design"].replace("_", " "),
        grade,
        size,
        bounds,
        report["verdict"]["headline"],
    ]


def pooled_words(pooled, count):
    """The mean over trials in a sentence, or why there is none."""
    if pooled is None:
        have = "one trial has" if count == 1 else f"{count or 'no'} trials have"
        return f"No mean is given: {have} a difference in points, and it takes {FEWEST}."
    return (
        f"Mean of {pooled.trials} trials, random effects: {points(pooled.value)} points ({points(pooled.low)} to "
        f"{points(pooled.high)}). Trials differ by a standard deviation of {points(pooled.between)} points, so that a "
        f"further trial may show {points(pooled.low_next)} to {points(pooled.high_next)}."
    )
