"""What a running trial asks of people on a force's first page: alarms, a late extract, a trial to be closed."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from cjnudge.accounts.awaiting import Item
from trials.lifecycle_of_trials import State
from trials.operations.starting import last_day
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import state_of_planned
from trials.queries.following import (
    ANALYSED_IN,
    looks_since,
    published_since,
    running_in,
    snapshots_of_cases,
    trials_with_alarms,
    trials_with_looks_due,
)
from trials.queries.monitors import safety_monitor
from trials.queries.planning import sealed_plan

# Extracts come by the month; one that is a fortnight late is worth a question.
LATE_AFTER = timedelta(days=45)
NEW_FOR = timedelta(days=14)


def alarms_to_answer(force, user, at):
    """An item for each stop rule that fired and waits for this person, the safety monitor. No figure is in it."""
    found = []
    alarmed = trials_with_alarms(force)
    for trial in running_in(force) if alarmed else ():
        if trial.pk not in alarmed:
            continue
        monitor = safety_monitor(trial, TrialPlan.from_json(sealed_plan(trial).body))
        if monitor is not None and monitor.pk == user.pk:
            found.append(_item(force, trial, "alerts", "A stop rule of “{title}” fired: answer it"))
    return found


def trials_to_look_after(force, user, at):
    """What a running trial needs of those who run it: newer cases, to be closed, or to be published."""
    today, found = localdate(at), []
    looks_due = trials_with_looks_due(force, today)
    newest = next(iter(snapshots_of_cases(force)), None)
    for trial in running_in(force):
        state = state_of_planned(trial, trial.conduct)
        if state == State.ANALYSED and not trial.conduct.unpublished_reason:
            said = "“{title}” is analysed: publish its result, or say why not"
            found.append(_item(force, trial, "trial_results", said))
        if state in ANALYSED_IN and trial.pk in looks_due:
            said = "A look of “{title}” is due: it runs by itself once an extract knows how its cases ended"
            found.append(_item(force, trial, "monitor", said))
        if state != State.RUNNING:
            continue
        if today > last_day(trial):
            found.append(_item(force, trial, "close", "The last month of “{title}” is over: close it"))
        elif newest is None or today - newest.as_at > LATE_AFTER:
            found.append(
                _item(force, trial, "monitor", "“{title}” has had no new extract for weeks: bring one in")
            )
    return found


def looks_to_read(force, user, at):
    """The looks before the end that were analysed in the last fortnight, for those who read results."""
    return [
        Item(
            f"A look at “{look.trial.title}” was analysed: read it",
            reverse("trials:trial_result", args=[force.slug, look.trial_id, look.run_id]),
        )
        for look in looks_since(force, at - NEW_FOR)
    ]


def published_lately(force, user, at):
    """The results of planned trials that were published in the last fortnight, for those who read them."""
    return [
        _item(force, trial, "trial_results", "The result of “{title}” is published: read it")
        for trial in published_since(force, at - NEW_FOR)
    ]


def _item(force, trial, name, text):
    return Item(text.format(title=trial.title), reverse(f"trials:{name}", args=[force.slug, trial.pk]))
