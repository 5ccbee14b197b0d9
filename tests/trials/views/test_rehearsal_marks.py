"""A trial whose plan is a rehearsal says so on each of its pages, as one of made-up data does."""

import pytest
from django.urls import reverse

from cjnudge.safeguards.rules import Allowed
from tests.people import make_person
from tests.trials.planning_world import drawn_plan, make_planned, make_sealed
from tests.trials.running.world import made_running, made_sealed

pytestmark = pytest.mark.django_db
BEFORE_THE_DRAW = ("allocation", "draw_allocation", "power", "worthwhile", "delivery", "guests", "planning")
RUNNING = (
    "allocation", "power", "delivery", "log_delivery", "upload_declines", "monitor", "changes", "alerts", "stop",
    "open_figures", "trial_results", "audits", "trial",
)  # fmt: skip
SAID, MADE_UP = "Rehearsal only", "Synthetic data"


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def monitor(force):
    """The second person, who can read alarms."""
    return make_person("monitor", force, "evaluator")


def said(client, trial, names):
    """{name of a page: its text}, of pages that this person may open."""
    found = {}
    for name in names:
        answer = client.get(reverse(f"trials:{name}", args=[trial.force.slug, trial.pk]))
        assert answer.status_code == 200, name
        found[name] = answer.content.decode()
    return found


def test_every_page_of_a_rehearsal_says_so(as_lead, force, lead, monitor):
    trial = made_running(force, lead, monitor)
    for name, page in said(as_lead, trial, RUNNING).items():
        assert SAID in page, name


def test_rehearsal_says_so_before_anything_is_drawn(as_lead, force, lead, evaluator):
    trial, _ = make_sealed(force, lead, evaluator, plan=drawn_plan())
    for name, page in said(as_lead, trial, BEFORE_THE_DRAW).items():
        assert SAID in page, name


def test_pages_of_made_up_data_say_that_instead(as_lead, practice, lead, monitor):
    trial = made_running(practice, lead, monitor)
    for name, page in said(as_lead, trial, RUNNING).items():
        assert MADE_UP in page and SAID not in page, name


def test_trial_that_is_none_is_called_none(as_lead, force, lead, evaluator, monkeypatch):
    """The control: the words come from the plan that is sealed, and from nothing else."""
    monkeypatch.setattr("trials.operations.planning.may_use_real_data", lambda *args, **given: Allowed())
    trial, _ = make_planned(force, lead, plan=drawn_plan(), slug="draft")
    assert not any(SAID in page for page in said(as_lead, trial, ("allocation", "delivery")).values())
    real = made_sealed(force, lead, evaluator, plan=drawn_plan(), slug="real")
    assert not any(SAID in page for page in said(as_lead, real, BEFORE_THE_DRAW).values())


def test_files_of_the_allocation_say_so_in_their_names(as_lead, force, practice, lead, monitor):
    for space, mark in ((force, "REHEARSAL-prompt"), (practice, "SYNTHETIC-prompt")):
        trial = made_running(space, lead, monitor)
        answer = as_lead.get(reverse("trials:allocation_json", args=[space.slug, trial.pk]))
        assert mark in answer["Content-Disposition"]
