"""A trial's results as a list, and what is said where there is none yet."""

import json

from django.urls import reverse
from django.utils.timezone import localtime


def result_rows(runs, final):
    """[{title, headline, url, of_final}] of every run, newest first."""
    return [
        {
            "title": f"Look {run.look or 1}, computed {day(localtime(run.created_at))}",
            "headline": json.loads(run.report)["verdict"]["headline"],
            "url": reverse("trials:trial_result", args=[run.force.slug, run.trial_id, run.pk]),
            "of_final": bool(final) and run.look == final.look,
        }
        for run in runs
    ]


def waiting_words(next_on):
    """When the first result can be there."""
    if next_on is None:
        return "Results come from the planned looks: seal the plan, and start the trial."
    return (
        f"The next look is due on {day(next_on)}, once every case up to it has its full follow-up. It runs by itself, "
        "and nothing by arm is computed before."
    )


def standing(conduct, finished):
    """Whether the result is published, and until when it is to be; "" while there is none."""
    if conduct.published_at:
        return f"Published on {day(localtime(conduct.published_at))}."
    if not finished or not finished.due_on:
        return ""
    due = f"Finished, not published. It is to be published by {day(finished.due_on)}, whatever it says."
    return f"{due} Reason given: {finished.reason}" if finished.reason else due


def day(at):
    return f"{at.day} {at:%B %Y}"
