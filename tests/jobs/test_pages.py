"""The pages of jobs: progress, cancelling, trying again; and who may."""

import pytest
from django.urls import reverse

from cjnudge.jobs.lease import claim
from cjnudge.jobs.running import Work, run_job
from cjnudge.jobs.states import State
from tests.jobs.asking import ask
from tests.jobs.rehearsal.tasks import PROBLEM
from tests.people import NOW


@pytest.fixture
def job(force, lead):
    return ask(force=force, by=lead, at=NOW)


def get(client, name, force, *args, **headers):
    return client.get(reverse(f"jobs:{name}", args=[force.slug, *args]), headers=headers)


def test_a_force_without_jobs_says_when_one_will_appear(client, force, lead):
    client.force_login(lead)
    assert "No job yet" in get(client, "jobs", force).content.decode()


def test_a_force_sees_its_own_jobs_alone(client, force, other_force, lead, job):
    ask("problem", force=other_force)
    client.force_login(lead)
    page = get(client, "jobs", force).content.decode()
    assert "Rehearsal: count" in page
    assert "Rehearsal: problem" not in page


def test_another_forces_job_is_answered_as_an_unknown_one(client, force, other_force, lead):
    client.force_login(lead)
    assert get(client, "job", force, ask(force=other_force).pk).status_code == 404
    assert get(client, "job", force, ask(force=None).pk).status_code == 404


def test_a_running_job_shows_its_stage_and_polls(client, force, evaluator, job):
    Work(claim(job.pk, at=NOW)).stage("fit the model", done=1, total=4)
    client.force_login(evaluator)
    page = get(client, "job", force, job.pk).content.decode()
    assert "Step 2 of 4: fit the model" in page
    assert "hx-get" in page
    assert "Cancel this job" not in page


def test_htmx_gets_the_progress_alone_and_the_whole_page_when_it_ended(client, force, lead, job):
    client.force_login(lead)
    running = get(client, "job", force, job.pk, hx_request="true")
    assert "<html" not in running.content.decode()
    assert "HX-Refresh" not in running
    run_job(job.pk)
    ended = get(client, "job", force, job.pk, hx_request="true")
    assert ended["HX-Refresh"] == "true"
    assert "hx-get" not in ended.content.decode()


def test_a_done_job_leads_to_what_it_made(client, force, evaluator, job):
    run_job(job.pk)
    client.force_login(evaluator)
    assert f'href="/outcomes/{job.pk}/"' in get(client, "job", force, job.pk).content.decode()


def test_a_job_that_met_a_problem_says_what_to_do_and_can_be_tried_again(client, force, lead):
    job = ask("problem", force=force)
    run_job(job.pk)
    client.force_login(lead)
    page = get(client, "job", force, job.pk).content.decode()
    assert PROBLEM in page
    assert "Try again" in page
    client.post(reverse("jobs:retry", args=[force.slug, job.pk]))
    job.refresh_from_db()
    assert job.state == State.READY


def test_a_lead_cancels_a_job(client, force, lead, job):
    client.force_login(lead)
    client.post(reverse("jobs:cancel", args=[force.slug, job.pk]))
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    page = client.post(reverse("jobs:cancel", args=[force.slug, job.pk]), follow=True).content.decode()
    assert "nothing to cancel" in page


@pytest.mark.parametrize("person", ["officer", "evaluator", "other_lead"])
def test_nobody_else_cancels_or_retries_one(client, request, force, job, person):
    client.force_login(request.getfixturevalue(person))
    for name in ("cancel", "retry"):
        assert client.post(reverse(f"jobs:{name}", args=[force.slug, job.pk])).status_code in {403, 404}
    job.refresh_from_db()
    assert job.state == State.READY
