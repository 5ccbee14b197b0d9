"""Every design that the form offers leads to a result page: a number or a refusal in words, never a failure."""

import pytest
from django.urls import reverse

from cjnudge.cases import practice as made
from cjnudge.cases.operations.practice import fill_practice
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW
from trials.forms.comparisons import design_choices
from trials.frames import contents_of
from trials.models import Run
from trials.operations.plans import seal_plan, write_plan
from trials.operations.runs import request_analysis
from trials.operations.trials import create_trial
from trials.plan_building import ALL, NONE, Choices, build_plan, uses_comparison

DESIGNS = [key for key, _ in design_choices()]


@pytest.mark.django_db
@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_of_the_form_gives_a_result_page(design, practice, lead, client):
    snapshot, _ = fill_practice(force=practice, by="tests", at=NOW)
    trial = create_trial(
        force=practice, title=design, question="Did it move?", measure="oocr_of_eligible_within_w",
        snapshot=snapshot, basis="entry", design=design, by=lead, at=NOW,
    )  # fmt: skip
    plan = write_plan(trial=trial, body=build_plan(contents_of(trial), choices(trial)), by=lead, at=NOW)
    seal_plan(plan=plan, by=lead, at=NOW)
    plan.refresh_from_db()
    run_job(request_analysis(plan=plan, by=lead, at=NOW).pk)
    assert Job.objects.get(kind="analyse_trial").state == "done"
    run = Run.scoped.for_force(practice).get()
    client.force_login(lead)
    page = client.get(reverse("trials:result", args=[practice.slug, trial.pk, run.pk]))
    assert page.status_code == 200
    assert "points" in run.verdict or run.verdict.startswith("No verdict")


def choices(trial):
    days, change = contents_of(trial).days, made.CHANGE_IN_MONTH - 1
    return Choices(
        kind=trial.kind,
        design=trial.design,
        treated=made.CHANGED_UNITS,
        comparison_rule=ALL if uses_comparison(trial.design) else NONE,
        before=(days[0], days[change - 1]),
        after=(days[change], days[-1]),
        seed=7,
        reason_for_dates="Made so.",
        known_when_written="How they were made.",
    )
