"""From case rows to the page: a look that ran by itself is shown, marked synthetic wherever it goes."""

from django.test import Client
from django.urls import reverse

from cjnudge.jobs.running import run_job
from tests.people import NOW, make_person
from tests.trials.running.world import made_running, mature_extract
from trials.operations.looking import follow
from trials.queries.finished import final_result
from trials.verification import verify_trial


def test_look_of_cases_is_shown_verified_and_marked_synthetic(force, practice):
    owner, monitor = make_person("owner", force, "lead"), make_person("monitor", force, "evaluator")
    trial = made_running(practice, owner, monitor)
    mature_extract(practice)
    assert all(run_job(job.pk) for job in follow(trial, on=NOW.date(), at=NOW))
    run = final_result(trial)
    client = Client()
    client.force_login(monitor)
    at = [practice.slug, trial.pk, run.pk]
    page = client.get(reverse("trials:trial_result", args=at)).content.decode()
    assert run.result["verdict"]["headline"] in page
    assert "Synthetic data" in page
    assert all(one["text"] in page for one in run.result["guardrails"])
    for name in ("trial_figures", "trial_figures_outside", "trial_pack", "trial_public_bundle"):
        given = client.get(reverse(f"trials:{name}", args=at))
        assert given["Content-Disposition"].startswith('attachment; filename="synthetic-trial-'), name
    assert {line.equal for line in verify_trial(trial.pk)} == {True}
