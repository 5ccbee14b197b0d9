"""On the page of a planned trial stands the one button that leads on, for whoever may press it."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import NOW
from tests.trials.planning_world import approve, drawn_plan, make_planned, seal, whole_plan, work_out
from trials.operations.planning import write_trial_plan
from trials.planning.trial_plan import Worthwhile
from trials.planning_steps import to_judge

pytestmark = pytest.mark.django_db


def page(user, trial, name="trial"):
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"trials:{name}", args=[trial.force.slug, trial.pk])).content.decode()


def test_draft_without_its_power_asks_for_that_before_a_second_person(force, lead, evaluator):
    known = whole_plan()
    bare = replace(known, worthwhile=replace(known.worthwhile, power=None))
    trial, _ = make_planned(force, lead, plan=bare)
    for name in ("trial", "planning"):
        assert "Work out the power" in page(lead, trial, name)
    assert "A second person reads the plan" not in page(lead, trial)
    assert "Work out the power" not in page(evaluator, trial)
    work_out(trial, known, lead)
    write_trial_plan(trial=trial, plan=known, by=lead, at=trial.created_at)
    assert "Work out the power" not in page(lead, trial)
    assert "A second person reads the plan" in page(lead, trial)


def test_plan_waits_for_a_second_person_once_it_could_be_sealed_and_no_sooner(force, lead, evaluator):
    known = whole_plan()
    trial, _ = make_planned(
        force, lead, plan=replace(known, worthwhile=Worthwhile(effect=0.05, reason="So."))
    )
    assert to_judge(force, evaluator, NOW) == []
    work_out(trial, replace(known, periods=20), lead)
    assert to_judge(force, evaluator, NOW) == []  # that was found of another plan
    work_out(trial, known, lead)
    assert [item.text for item in to_judge(force, evaluator, NOW)] == [
        f"The plan of “{trial.title}” waits for a second person: approve or return it"
    ]
    assert to_judge(force, lead, NOW) == []


def test_sealed_trial_leads_its_lead_to_the_draw(force, lead, evaluator):
    trial, draft = make_planned(force, lead, plan=drawn_plan())
    approve(draft, evaluator)
    assert "Draw the allocation</a>" not in page(lead, trial)
    seal(draft, lead)
    assert "Draw the allocation</a>" in page(lead, trial)
    assert "Draw the allocation</a>" not in page(evaluator, trial)
