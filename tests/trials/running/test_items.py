"""What a running trial asks of people on the first page."""

from datetime import UTC, date, datetime, time, timedelta

from django.urls import reverse

from cjnudge.accounts.awaiting import awaiting
from cjnudge.accounts.permissions import Role
from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.running.world import STARTED_AT, early_extract, final_look, mature_extract
from trials.lifecycle_of_trials import State
from trials.models import Alert, Conduct, Run
from trials.operations.looking import follow

MARCH = STARTED_AT + timedelta(days=60)


def texts(force, user, role, at):
    return [item.text for item in awaiting(force, user, role, at)]


def test_monitor_alone_is_asked_to_answer_an_alarm(trial, owner, monitor):
    Alert.objects.create(
        force=trial.force, trial=trial, rule="serious", snapshot_hash="1" * 64, raised_at=NOW
    )
    alarm = "A stop rule of “Prompt before a charge” fired: answer it"
    assert alarm in texts(trial.force, monitor, Role.EVALUATOR, MARCH)
    assert alarm not in texts(trial.force, owner, Role.LEAD, MARCH)


def test_lead_is_asked_for_a_late_extract_and_then_to_close(trial, owner, practice):
    late = "“Prompt before a charge” has had no new extract for weeks: bring one in"
    assert late in texts(practice, owner, Role.LEAD, MARCH)
    early_extract(practice)
    assert late not in texts(practice, owner, Role.LEAD, MARCH)
    over = "The last month of “Prompt before a charge” is over: close it"
    assert over in texts(practice, owner, Role.LEAD, NOW) and NOW.date() > date(2026, 6, 30)


def test_lead_is_asked_to_publish_until_it_is_said_why_not(trial, owner, practice, monkeypatch):
    monkeypatch.setattr("trials.running_items.state_of_planned", lambda *args: State.ANALYSED)
    asked = "“Prompt before a charge” is analysed: publish its result, or say why not"
    assert asked in texts(practice, owner, Role.LEAD, NOW)
    Conduct.objects.filter(trial=trial).update(unpublished_reason="The board reads it first.")
    assert asked not in texts(practice, owner, Role.LEAD, NOW)


def test_lead_is_told_that_a_look_is_due_from_its_day_on(trial, owner, practice):
    due = "A look of “Prompt before a charge” is due: it runs by itself once an extract knows how its cases ended"
    day = datetime.combine(final_look(trial).due_on, time(12), UTC)
    assert due not in texts(practice, owner, Role.LEAD, day - timedelta(days=1))
    assert due in texts(practice, owner, Role.LEAD, day)


def test_look_before_the_end_is_told_to_readers_for_a_fortnight(looked_at, monitor, owner, practice):
    early_extract(practice)
    for job in follow(looked_at, on=date(2026, 8, 1), at=NOW):
        run_job(job.pk)
    (run,) = Run.scoped.for_force(practice)
    said = "A look at “Prompt before a charge” was analysed: read it"
    there = reverse("trials:trial_result", args=[practice.slug, looked_at.pk, run.pk])
    soon = run.created_at + timedelta(days=1)
    assert (said, there) in [
        (item.text, item.url) for item in awaiting(practice, monitor, Role.EVALUATOR, soon)
    ]
    assert said in texts(practice, owner, Role.LEAD, soon)
    assert said not in texts(practice, monitor, Role.EVALUATOR, soon + timedelta(days=14))


def test_analysis_at_the_end_is_told_as_no_look(trial, monitor, practice):
    mature_extract(practice)
    for job in follow(trial, on=NOW.date(), at=NOW):
        run_job(job.pk)
    (run,) = Run.scoped.for_force(practice)
    assert not [one for one in texts(practice, monitor, Role.EVALUATOR, run.created_at) if "A look at" in one]


def test_published_result_is_told_to_readers_for_a_fortnight(trial, monitor, practice):
    said = "The result of “Prompt before a charge” is published: read it"
    assert said not in texts(practice, monitor, Role.EVALUATOR, NOW)
    Conduct.objects.filter(trial=trial).update(published_at=NOW)
    assert said in texts(practice, monitor, Role.EVALUATOR, NOW)
    assert said not in texts(practice, monitor, Role.EVALUATOR, NOW + timedelta(days=15))
