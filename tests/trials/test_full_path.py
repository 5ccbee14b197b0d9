"""From a plan to a page: sealed, analysed by a job, read by the evaluator, refused to everyone else."""

import json

import pytest
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.trials.conftest import LATER
from trials.models import Chart, Run
from trials.operations.runs import request_analysis


@pytest.fixture
def run(job):
    assert run_job(job.pk)
    return Run.scoped.for_force(job.force).get()


def page(run, name="result", *more):
    return reverse(f"trials:{name}", args=[run.force.slug, run.trial_id, run.pk, *more])


def test_job_publishes_one_run_with_its_charts_and_an_event(run, job):
    job.refresh_from_db()
    assert job.state == "done"
    assert [chart.key for chart in Chart.scoped.for_force(run.force).filter(run=run)] == [
        "series",
        "placebo",
        "decomposition",
    ]
    assert AuditEvent.objects.filter(action="run.published", object_id=str(run.pk)).count() == 1


def test_result_page_puts_the_verdict_first_and_the_limits_below(client, evaluator, run):
    client.force_login(evaluator)
    text = client.get(page(run)).content.decode()
    for words in (
        "Plan written after the data were seen",
        "Force 00 rose",
        "while the other 22 forces",
        "was chosen after seeing the figures",
        "Key numbers",
        "Our reading of the Maryland scale",
        "Follow-up unknown",
        "What this cannot tell",
        "What not to do",
        run.plan.seal,
        run.snapshot_hash,
        "Seed",
    ):
        assert words in text
    assert text.index("app-verdict") < text.index("Key numbers") < text.index("What not to do")


def test_same_plan_and_snapshot_give_one_run_however_often_asked(run, sealed, lead):
    again = request_analysis(plan=sealed, by=lead, at=LATER)
    assert again.pk == run.job_id
    assert not run_job(again.pk)
    assert Run.scoped.for_force(run.force).count() == 1
    assert Job.objects.count() == 1


def test_page_of_another_force_is_not_found(client, other_lead, run):
    client.force_login(other_lead)
    own_slug = page(run).replace(run.force.slug, "bedfordshire")
    for url in (page(run), own_slug, page(run, "result_json"), page(run, "chart", "series")):
        assert client.get(url).status_code == 404


def test_officer_may_not_read_results(client, officer, run):
    client.force_login(officer)
    assert client.get(page(run)).status_code == 403


def test_chart_is_a_picture_that_can_run_nothing(client, evaluator, run):
    client.force_login(evaluator)
    response = client.get(page(run, "chart", "placebo"))
    assert response["Content-Type"].startswith("image/svg+xml")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.content.startswith(b"<svg")


def test_json_download_holds_everything_and_where_it_came_from(client, evaluator, run):
    client.force_login(evaluator)
    response = client.get(page(run, "result_json"))
    values = json.loads(response.content)
    assert values["report"] == run.result
    assert values["provenance"]["Plan seal (SHA-256)"] == run.plan.seal
    assert values["written_after_data_seen"] is True and values["synthetic"] is False
    assert len(values["cells"]["places"]) == 24
    assert 'filename="result-' in response["Content-Disposition"]


def test_csv_download_has_the_figures_of_the_page(client, evaluator, run):
    client.force_login(evaluator)
    text = client.get(page(run, "result_csv")).content.decode()
    assert text.startswith("section,item,column,value\r\n")
    assert "Placebo in space" in text and run.plan.seal in text


def test_evaluator_sees_no_way_to_change_anything(client, evaluator, run):
    client.force_login(evaluator)
    text = client.get(reverse("trials:trial", args=[run.force.slug, run.trial_id])).content.decode()
    assert "Run the analysis" not in text and "Write a new version" not in text
