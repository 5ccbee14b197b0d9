"""Where a stop rule's limit is set, its page says how often chance alone would cross it."""

import pytest
from django.urls import reverse

from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.assistant.test_power_job import own_plan
from tests.trials.assistant.world import past_of_teams
from trials.operations.planning import create_planned_trial, write_trial_plan
from trials.operations.powering import ask_power
from trials.planning.trial_plan import OutcomeLine
from trials.queries.powering import written_plan
from trials.queries.watching import watches_of

SERIOUS = OutcomeLine(key="serious_share", title="Serious", role="guardrail", better="lower", margin=0.2)


@pytest.fixture(autouse=True)
def _few_simulations(monkeypatch):
    monkeypatch.setattr("trials.planning.power_page.RUNS", 5)


@pytest.fixture
def trial(practice, lead):
    named = {"title": "Prompt", "question": "Does it work?", "slug": "prompt"}
    made = create_planned_trial(force=practice, **named, by=lead, at=NOW)
    write_trial_plan(trial=made, plan=own_plan(outcomes=(SERIOUS,)), by=lead, at=NOW)
    return made


@pytest.fixture
def powered(trial, practice, lead):
    snapshot = past_of_teams(practice, fields=("gravity",), gravity=True)
    assert run_job(ask_power(trial=trial, snapshot=snapshot, by=lead, at=NOW).job_id)
    return trial


def safety(trial):
    return reverse("trials:planning_part", args=[trial.force.slug, trial.pk, "safety"])


def saved(client, lead, trial, limit):
    client.force_login(lead)
    sent = {"limit_serious_share": limit, "safety_monitor": str(lead.pk)}
    return client.post(safety(trial), sent, follow=True).content.decode()


def test_limit_that_chance_would_cross_too_often_is_warned_of_and_stays_on_the_plan(client, lead, powered):
    page = saved(client, lead, powered, "22")
    assert "more than 5 in 100" in page and "A limit at or above" in page
    assert written_plan(powered).stop_rules[0].threshold == 0.22
    version = client.get(reverse("trials:plan", args=[powered.force.slug, powered.pk, 1])).content.decode()
    assert "chance alone would cross it in about" in version and "more than 5 in 100" in version


def test_limit_far_from_the_level_is_not_warned_of(client, lead, powered):
    page = saved(client, lead, powered, "60")
    assert "in 100" not in page
    version = client.get(reverse("trials:plan", args=[powered.force.slug, powered.pk, 1])).content.decode()
    assert "cross it in fewer than 1 of 100 such trials" in version


def test_form_says_which_limit_would_do_before_one_is_typed(client, lead, powered):
    client.force_login(lead)
    assert "in 5 of 100 trials at most" in client.get(safety(powered)).content.decode()


def test_without_a_past_it_is_said_that_nothing_is_known(client, lead, trial):
    saved(client, lead, trial, "22")
    version = client.get(reverse("trials:plan", args=[trial.force.slug, trial.pk, 1])).content.decode()
    assert "How often chance alone would cross it is not known" in version


def test_cases_are_those_that_count_for_the_guardrail_and_not_all(powered):
    """Three cases in ten are resolved out of court, and of those alone the guardrail is a share."""
    watch = watches_of(powered, written_plan(powered))["serious_share"]
    everything = 10 * 12 / 2  # ten teams of twelve cases a month, half of them with the nudge
    assert len(watch.cases) == 12 and 0.2 * everything < watch.cases[0] < 0.45 * everything
