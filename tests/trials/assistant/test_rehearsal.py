"""A rehearsal shows the result page under three truths, is marked everywhere, and leaves no run behind."""

import pytest
from django.urls import reverse

from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.assistant_world import assisted_trial
from trials.lifecycle import WrongState
from trials.models import Run, TrialRehearsal
from trials.operations.planning import create_planned_trial
from trials.operations.powering import ask_rehearsal, delete_rehearsal
from trials.planning.truths import HOPED, NO_EFFECT, SCENARIOS, WIDENING


@pytest.fixture
def trial(practice, lead):
    return assisted_trial(practice, lead)[0]


@pytest.fixture
def rehearsal(trial, lead):
    asked = ask_rehearsal(trial=trial, by=lead, at=NOW)
    assert run_job(asked.job_id)
    asked.refresh_from_db()
    return asked


def page(client, trial, *key):
    name = "trials:rehearsed" if key else "trials:rehearsal"
    return client.get(reverse(name, args=[trial.force.slug, trial.pk, *key])).content.decode()


def test_rehearsal_shows_three_pages_each_marked_and_none_to_download(client, lead, trial, rehearsal):
    client.force_login(lead)
    assert "REHEARSAL – synthetic" in page(client, trial)
    for key in SCENARIOS:
        text = page(client, trial, key)
        assert text.count("REHEARSAL – synthetic") >= 4 and "It is not a result." in text
        assert "result_url" not in text and ".csv" not in text and "bundle" not in text
        assert "What this cannot tell" in text and "Seed of the analysis" not in text


def test_each_truth_is_found_for_what_it_is(rehearsal):
    patterns = {one["key"]: one["report"]["verdict"]["pattern"] for one in rehearsal.scenarios}
    assert patterns[HOPED] != patterns[NO_EFFECT] and patterns[WIDENING] == "net_widening", patterns
    hoped = next(one for one in rehearsal.scenarios if one["key"] == HOPED)
    estimate = hoped["report"]["engine"]["primary"]
    assert estimate["low"] < 0.10 < estimate["high"] and hoped["report"]["synthetic"]
    widening = next(one for one in rehearsal.scenarios if one["key"] == WIDENING)
    assert "no evidence of fewer prosecutions" in widening["report"]["verdict"]["headline"]


def test_rehearsal_writes_nothing_that_could_be_taken_for_a_result(rehearsal, trial):
    assert not Run.scoped.for_force(trial.force).exists()
    assert all("draw" not in one and "seal" not in one for one in rehearsal.scenarios)
    assert not trial.plans.exclude(seal="").exists() and rehearsal.made_at


def test_guardrail_that_takes_a_year_is_shown_as_not_mature(rehearsal):
    found = rehearsal.scenarios[0]["report"]["guardrails"][0]
    assert found["state"] == "not mature" or "mature" in found["state"], found


def test_another_rehearsal_takes_the_place_of_the_first(rehearsal, trial, lead):
    again = ask_rehearsal(trial=trial, by=lead, at=NOW)
    assert TrialRehearsal.scoped.for_force(trial.force).get().pk == again.pk


def test_rehearsal_can_be_deleted(client, rehearsal, trial, lead):
    delete_rehearsal(rehearsal=rehearsal, by=lead, at=NOW)
    client.force_login(lead)
    assert "Rehearse</button>" in page(client, trial)
    url = reverse("trials:rehearsed", args=[trial.force.slug, trial.pk, HOPED])
    assert client.get(url).status_code == 404


def test_deleted_rehearsal_does_not_come_back_with_its_job(trial, lead):
    from cjnudge.jobs.models import Job

    asked = ask_rehearsal(trial=trial, by=lead, at=NOW)
    delete_rehearsal(rehearsal=asked, by=lead, at=NOW)
    job = Job.scoped.for_force(trial.force).get(kind="rehearse_trial")
    assert not run_job(job.pk)
    assert not TrialRehearsal.scoped.for_force(trial.force).exists()


def test_without_power_there_is_nothing_to_rehearse_with(practice, lead):
    made = create_planned_trial(
        force=practice, title="Bare", question="Does it?", slug="bare", by=lead, at=NOW
    )
    with pytest.raises(WrongState):
        ask_rehearsal(trial=made, by=lead, at=NOW)
