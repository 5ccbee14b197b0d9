"""Inside a running trial nothing is compared, by any road, until its own analysis is there."""

import datetime

import pytest
from django.urls import reverse

from cjnudge.cases import withholding
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.interventions import figures
from tests.trials.running.world import START_ON, early_extract, made_running, second_person
from trials import waiting
from trials.models import NotCompared, Trial
from trials.operations.comparing import COMPARE, ask_for_comparisons, job_key

ON = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def trial(force, practice, lead):
    return made_running(practice, lead, second_person(force))


@pytest.fixture
def inside(practice, lead, nudge, trial):
    """The trial's nudge, live in two of its units."""
    facts = {"units": ["Team A", "Team B"], "went_live_on": START_ON, "title": "In the trial", "trial": trial}
    return figures.intervention(practice, lead, nudge, **facts)


def comparisons(force):
    return Trial.scoped.for_force(force).filter(kind="intervention")


def test_intervention_of_a_running_trial_is_not_compared_and_its_page_says_until_when(
    inside, practice, lead, client
):
    early_extract(practice)
    assert ask_for_comparisons(at=ON) == []
    client.force_login(lead)
    page = client.get(reverse("trials:intervention", args=[practice.slug, inside.pk])).content.decode()
    assert "nothing by arm is computed before a planned look" in page
    due = inside.trial.looks.order_by("number").first().due_on
    assert f"Its next look is due on {due:%-d %B %Y}" in page and "Next update" not in page


def test_job_that_was_asked_for_before_computes_nothing_either(inside, practice, looked, monkeypatch):
    early_extract(practice)
    with monkeypatch.context() as blind:
        blind.setattr("trials.operations.comparing.waits_for", lambda *a, **k: "")
        [job] = ask_for_comparisons(at=ON)
    assert not run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and "arms run side by side" in job.problem
    assert not comparisons(practice).exists() and not NotCompared.objects.exists()


def test_without_the_rule_its_arms_would_be_compared(inside, practice, monkeypatch):
    """The control of the two tests above: the figures would give a comparison, were it not for the rule."""
    early_extract(practice)
    monkeypatch.setattr(waiting, "withheld_by_its_trial", lambda intervention: "")
    monkeypatch.setattr(waiting, "holds_of", lambda force, on: [])
    monkeypatch.setattr(withholding, "holds_of", lambda force, on: [])
    monkeypatch.setattr("trials.comparison_job.holds_of", lambda force, on: [])
    [job] = ask_for_comparisons(at=ON)
    run_job(job.pk)
    assert comparisons(practice).exists()


def test_other_intervention_in_units_of_a_running_trial_waits_as_well(trial, practice, lead, nudge):
    facts = {"units": ["Team A"], "went_live_on": datetime.date(2025, 6, 2), "title": "Card"}
    found = figures.intervention(practice, lead, nudge, **facts)
    early_extract(practice)
    assert ask_for_comparisons(at=ON) == []
    assert "are kept back while" in waiting.waits_for(found, at=ON)


def test_units_of_a_running_trial_are_no_comparison(trial, practice, lead, nudge, looked):
    facts = {"units": ["Elsewhere"], "went_live_on": datetime.date(2025, 10, 1), "title": "Card"}
    found = figures.intervention(practice, lead, nudge, **facts)
    units = ("Elsewhere", "Team A", "Team B", "Team C")
    figures.extract(practice, units=units, changed=("Elsewhere",))
    looked(ON)
    body = comparisons(practice).get(intervention=found).plans.get().content
    assert body["data"]["comparison"] == [] and body["data"]["treated"] == ["Elsewhere"]


def test_comparison_that_failed_is_asked_for_again_after_a_rest(practice, lead, nudge):
    found = figures.intervention(practice, lead, nudge)
    snapshot = figures.extract(practice)
    key = job_key(found, snapshot)
    Job.objects.create(
        key=key, kind=COMPARE, force=practice, state="failed", created_at=NOW, finished_at=ON,
        payload={"intervention": str(found.pk), "snapshot": str(snapshot.pk)},
    )  # fmt: skip
    assert ask_for_comparisons(at=ON + datetime.timedelta(minutes=5)) == []
    [again] = ask_for_comparisons(at=ON + datetime.timedelta(hours=2))
    assert again.key == key


def test_real_data_wait_for_a_safeguards_record(force, lead):
    found = figures.intervention(force, lead)
    figures.extract(force)
    assert ask_for_comparisons(at=ON) == []
    assert "No safeguards record covers this trial" in waiting.waits_for(found, at=ON)
