"""A picture of all trials of one nudge beside each other, drawn with the newest of them and kept with its run."""

from cjnudge import arm_charts
from trials.charts import Drawing
from trials.planning.pooling import FEWEST, error_of, pool_trials, question_of
from trials.planning.trial_plan import TrialPlan
from trials.presenters.numbers import points
from trials.queries.finished import trials_of_nudge

KEY = "nudge-trials"


def draw_nudge_forest(trial, plan, report):
    """[Drawing] of this trial and the finished ones that asked the same of its nudge, from three up; [] for fewer."""
    found = {(trial.pk): entry(trial.title, plan, report)}
    for nudge, _ in next(arm.nudges for arm in plan.arms if arm.key == plan.primary_contrast[0]):
        for one in trials_of_nudge(trial.force, nudge):
            own = TrialPlan.from_json(one.run.plan.body)
            if question_of(own) == question_of(plan):
                found.setdefault(one.trial.pk, entry(one.trial.title, own, one.run.result))
    entries = [one for one in found.values() if one]
    if len(entries) < FEWEST:
        return []
    return [drawing_of(entries)]


def entry(title, plan, report):
    """(title, difference, low, high, standard error) in shares; None where a trial has no difference in points."""
    primary = report["engine"]["primary"]
    if not primary or primary["scale"] != "risk_difference" or primary["low"] is None:
        return None
    error = error_of(primary, plan.alpha) if question_of(plan) else None
    return (title, primary["value"], primary["low"], primary["high"], error) if error else None


def drawing_of(entries):
    """The Drawing: a row a trial, and their mean marked apart."""
    pooled = pool_trials([one[1] for one in entries], [one[4] for one in entries])
    mean = (f"Mean of {pooled.trials} trials", pooled.value, pooled.low, pooled.high, None)
    rows = [
        {"name": name, "value": 100 * value, "low": 100 * low, "high": 100 * high, "margin": None,
         "mark": error is None}
        for name, value, low, high, error in (*entries, mean)
    ]  # fmt: skip
    cells = [
        [name, points(value), f"{points(low)} to {points(high)}"]
        for name, value, low, high, _ in (*entries, mean)
    ]
    words = "; ".join(f"{name}: {value} points ({bounds})" for name, value, bounds in cells)
    return Drawing(
        KEY,
        "All trials of this nudge",
        f"Differences with their intervals, one row a trial, their random-effects mean last. {words}.",
        arm_charts.draw_intervals(rows, x_title="Difference, percentage points"),
        {"headings": [["Trial", ""], ["Difference", "numeric"], ["95 % interval", ""]], "rows": cells},
    )
