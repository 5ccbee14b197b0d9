"""A stop rule fired: the safety monitor is told without a figure, and says what is done."""

from functools import partial

from django.db import transaction
from django.urls import reverse

from cjnudge.accounts.mail import absolute, mail_to, one_line, send
from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle import WrongState
from trials.models import Alert
from trials.operations.starting import stop_trial
from trials.operations.trials import locked
from trials.planning.trial_plan import TrialPlan
from trials.queries.monitors import safety_monitor
from trials.queries.planning import sealed_plan

WRITER = "worker"
SUBJECT = "{force}: a stop rule of a trial asks for your decision"
BODY = """\
A stop rule of the trial “{title}” fired on new figures. You are its safety monitor.

Read which rule it is, and say whether the trial goes on:

{link}

This mail holds no figure, and the page shows none by arm.
"""


@audited
def raise_alerts(*, trial, rules, snapshot, at):
    """An Alert for each rule that fired on this snapshot, once; the safety monitor gets one mail for all of them."""
    trial = locked(trial)
    new = [key for key in rules if _raised(trial, key, snapshot, at)]
    if new:
        transaction.on_commit(partial(tell_monitor, trial))
    return new


def _raised(trial, key, snapshot, at):
    values = {"trial": trial, "rule": key, "snapshot_hash": snapshot.hash}
    alerts = Alert.scoped.for_force(trial.force)
    _, created = alerts.get_or_create(force=trial.force, **values, defaults={"raised_at": at})
    if created:
        after = {"rule": key, "snapshot": snapshot.hash}
        record(Event.STOP_RULE_FIRED, by=WRITER, at=at, force=trial.force, subject=trial, after=after)
    return created


def tell_monitor(trial):
    """Whether the mail went out; without it the alert still stands on the monitor's first page."""
    monitor = safety_monitor(trial, TrialPlan.from_json(sealed_plan(trial).body))
    return monitor is not None and send(letter(trial, monitor))


def letter(trial, monitor):
    address = absolute(reverse("trials:alerts", args=[trial.force.slug, trial.pk]))
    words = {"force": one_line(trial.force.name), "title": one_line(trial.title), "link": address}
    return mail_to(monitor.email, SUBJECT.format(**words), BODY.format(**words))


@audited
def answer_alert(*, alert, goes_on, answer, by, at):
    """What the safety monitor decided: the trial goes on, or it is stopped with the reason."""
    trial = locked(alert.trial)
    alert = Alert.scoped.for_force(trial.force).select_for_update().get(pk=alert.pk)
    monitor = safety_monitor(trial, TrialPlan.from_json(sealed_plan(trial).body))
    if monitor is None or monitor.pk != by.pk:
        raise WrongState("The safety monitor of the plan decides this, and nobody else.")
    if alert.answered_at:
        raise WrongState("This alarm was answered already.")
    if not answer.strip():
        raise WrongState("Say why: the answer stays with the trial.")
    alert.answered_at, alert.answered_by, alert.answer = at, by, answer.strip()
    alert.save(update_fields=["answered_at", "answered_by", "answer"])
    after = {"rule": alert.rule, "goes_on": goes_on}
    record(Event.ALERT_ANSWERED, by=by, at=at, force=trial.force, subject=trial, after=after)
    if not goes_on:
        stop_trial(trial=trial, reason=f"Stopped by its safety monitor: {alert.answer}", by=by, at=at)
    return alert
