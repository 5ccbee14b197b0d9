"""Trials that have ended, as rows; those of one nudge beside each other, and their mean from three up."""

from collections import Counter

from django.urls import reverse

from trials.lifecycle_of_trials import State
from trials.planning.pooling import FEWEST, error_of, pool_trials, question_of
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
            "headline": one.run.verdict if one.run else "It ended without a result.",
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
    """Context of the page of one nudge's trials: rows, and their mean where there are three that can be pooled.

    Trials are pooled that ask the same; where they ask several things, those most often asked.
    """
    pairs = [(one, TrialPlan.from_json(one.run.plan.body)) for one in finished]
    figures = [found for found in (figure_of(one, plan) for one, plan in pairs) if found]
    questions = Counter(question for question, *_ in figures)
    alike = [found for found in figures if found[0] == questions.most_common(1)[0][0]]
    pooled = pool_trials([value for _, value, _ in alike], [error for *_, error in alike])
    return {
        "rows": [row_of(one, one.run.result, one.run.result["engine"]["primary"]) for one in finished],
        "headings": TOGETHER_HEADINGS,
        "pooled": pooled_words(pooled, len(alike), len(finished) - len(alike)),
        "synthetic": any(one.trial.synthetic for one in finished),
    }


def figure_of(one, plan):
    """(question, difference, standard error) of a trial; None without a difference in points beside a control."""
    primary, question = one.run.result["engine"]["primary"], question_of(plan)
    if not primary or primary["scale"] != "risk_difference" or question is None:
        return None
    error = error_of(primary, plan.alpha)
    return (question, primary["value"], error) if error else None


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


def pooled_words(pooled, count, left_out):
    """The mean over trials in a sentence, or why there is none."""
    if pooled is None:
        have = "one trial has" if count == 1 else f"{count or 'no'} trials have"
        return f"No mean is given: {have} a difference in points of the same measure and nudges, and it takes {FEWEST}."
    others = f" Left out, as they ask something else or compare with nothing: {left_out}." if left_out else ""
    return (
        f"Mean of {pooled.trials} trials, random effects: {points(pooled.value)} points ({points(pooled.low)} to "
        f"{points(pooled.high)}). Trials differ by a standard deviation of {points(pooled.between)} points, so that a "
        f"further trial may show {points(pooled.low_next)} to {points(pooled.high_next)}.{others}"
    )
