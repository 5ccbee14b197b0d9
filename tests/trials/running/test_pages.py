"""The pages of a running trial: each step says what it means first, and no page shows how cases end."""

from datetime import date

import pytest
from django.urls import reverse

from tests.cases.case_snapshots import case_snapshot
from tests.people import NOW
from tests.trials.running.cases import rows
from tests.trials.running.world import START_ON, early_extract, made_sealed
from trials.changes import KINDS
from trials.models import Alert, Change, Conduct
from trials.operations.allocating import draw_allocation


def address(name, trial, *more):
    return reverse(f"trials:{name}", args=[trial.force.slug, trial.pk, *more])


def text_of(client, *where):
    answer = client.get(address(*where))
    assert answer.status_code == 200
    return answer.content.decode()


def dated(on, name="on"):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def as_owner(client, owner):
    client.force_login(owner)
    return client


def test_monitor_says_what_to_do_before_any_extract(as_owner, trial):
    page = text_of(as_owner, "monitor", trial)
    assert "Bring in an extract" in page and "not before 28 October 2026" in page


def test_monitor_shows_who_enters_and_not_how_cases_end(as_owner, trial, practice):
    early_extract(practice)
    page = text_of(as_owner, "monitor", trial)
    assert "January 2026" in page and "March 2026" in page
    assert "The arms take in cases as they did before the start." in page
    for word in ("OoCR", "Charged", "resolved", "out of court resolutions"):
        assert word not in page
    assert "Planned and delivered, by unit" in page and "Synthetic data" in page


@pytest.mark.parametrize("kind", [key for key, kind in KINDS.items() if kind.by_hand])
def test_every_change_says_its_consequence_before_it_asks(as_owner, trial, kind):
    page = text_of(as_owner, "change", trial, kind)
    assert KINDS[kind].consequence[:60] in page


def test_change_is_recorded_once_and_shown_with_its_actual_day(as_owner, trial):
    sent = {"unit": "Team B", **dated(date(2026, 2, 3)), "reason": "The server was down."}
    answer = as_owner.post(address("change", trial, "paused"), sent)
    assert answer.status_code == 302, answer.content.decode()
    change = Change.scoped.for_force(trial.force).get(trial=trial)
    assert (change.kind, change.unit, change.on) == ("paused", "Team B", date(2026, 2, 3))
    page = text_of(as_owner, "changes", trial)
    assert "paused in Team B on 3 February 2026" in page and "The server was down." in page


def test_refusals_stand_on_the_form(as_owner, trial):
    sent = {"unit": "Team B", "into": "Team B", **dated(date(2026, 2, 3)), "reason": "Merged."}
    page = as_owner.post(address("change", trial, "unit_merged"), sent).content.decode()
    assert "another of the trial" in page.replace("&#x27;", "'")


def test_start_takes_the_planned_day_and_says_what_is_kept_back(as_owner, practice, owner, monitor):
    trial = made_sealed(practice, owner, monitor, slug="other")
    page = as_owner.post(address("start", trial), dated(START_ON)).content.decode()
    assert "draw the allocation" in page.lower() and "kept back" in page
    draw_allocation(trial=trial, by=owner, at=NOW)
    early = as_owner.post(address("start", trial), dated(date(2025, 12, 30))).content.decode()
    assert "goes live on 1 January 2026 at the earliest" in early
    assert as_owner.post(address("start", trial), dated(START_ON)).status_code == 302
    assert Conduct.scoped.for_force(practice).get(trial=trial).started_on == START_ON


def test_late_start_is_recorded_as_a_change(as_owner, practice, owner, monitor):
    trial = made_sealed(practice, owner, monitor, slug="late")
    draw_allocation(trial=trial, by=owner, at=NOW)
    as_owner.post(address("start", trial), dated(date(2026, 3, 2)))
    change = Change.scoped.for_force(practice).get(trial=trial)
    assert (change.kind, change.on) == ("late_start", date(2026, 3, 2))


def test_monitor_alone_answers_an_alarm_and_may_stop_the_trial(client, trial, owner, monitor):
    alert = Alert.objects.create(
        force=trial.force, trial=trial, rule="serious", snapshot_hash="1" * 64, raised_at=NOW
    )
    sent = {"goes_on": "no", "answer": "Too many."}
    client.force_login(owner)
    client.post(address("alert", trial, alert.pk), sent)
    alert.refresh_from_db()
    assert alert.answered_at is None
    client.force_login(monitor)
    assert "One resolution in five is serious." in text_of(client, "alert", trial, alert.pk)
    client.post(address("alert", trial, alert.pk), sent)
    alert.refresh_from_db()
    assert alert.answered_by == monitor
    conduct = Conduct.scoped.for_force(trial.force).get(trial=trial)
    assert conduct.stopped_at and "Too many." in conduct.stop_reason


def test_pages_of_a_trial_that_never_started_are_not_there(as_owner, practice, owner, monitor):
    trial = made_sealed(practice, owner, monitor, slug="still")
    for name in ("monitor", "changes", "alerts", "open_figures", "close"):
        assert as_owner.get(address(name, trial)).status_code == 404


def test_monitor_raises_no_false_alarm_about_an_extract_from_before_the_start(as_owner, trial, practice):
    as_at = date(2025, 12, 20)
    case_snapshot(practice, rows(as_at=as_at, months=11), as_at=as_at, title="From before")
    page = text_of(as_owner, "monitor", trial)
    assert "No case since the start" not in page
    assert page.count("Cannot be told yet") == 2
