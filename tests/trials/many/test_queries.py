"""A page asks as much of the database where much has been tried as where little has: it does not slow down with age."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.trials.many.made import copy_all, copy_interventions, one_of_each
from trials.models import Trial
from trials.presenters.intervention_calendar import MOST_OVERLAPS
from trials.queries.conduct import conduct_of, state_of_planned

pytestmark = pytest.mark.django_db
FEW, MANY = 1, 5


@pytest.fixture
def tried(practice, lead, evaluator):
    return one_of_each(practice, lead, evaluator)


def pages(force, tried):
    """{name: address} of every page of trials that lists or surveys what there is, and of one of each kind."""
    force_wide = ("trials", "nudges", "interventions", "intervention_calendar", "record_intervention")
    force_wide += ("finished_trials", "assistant", "new_trial")
    nudge, draft, finished = tried["nudge"].nudge_id, tried["draft"].pk, tried["finished"].pk
    running, intervention = tried["running"].pk, tried["intervention"].pk
    single = {
        "nudge": nudge, "nudge_trials": nudge, "intervention": intervention, "planning": draft, "power": draft,
        "trial": draft, "monitor": running, "delivery": running, "allocation": running, "alerts": running,
        "trial_results": finished, "audits": finished,
    }  # fmt: skip
    found = {name: [force.slug] for name in force_wide} | {
        name: [force.slug, one] for name, one in single.items()
    }
    parts = {f"planning {part}": [force.slug, draft, part] for part in ("arms", "units", "outcomes")}
    addresses = {name: reverse(f"trials:{name.split()[0]}", args=args) for name, args in found.items()}
    addresses |= {name: reverse("trials:planning_part", args=args) for name, args in parts.items()}
    return addresses | {"first page": reverse("accounts:force", args=[force.slug])}


def open_to(client, addresses):
    """Those of the addresses that this person may open: most of them, or the test would say nothing."""
    found = {name: address for name, address in addresses.items() if client.get(address).status_code == 200}
    assert len(found) > 15
    return found


def queries_of(client, addresses):
    """{name: number of queries} of pages that were opened once before."""
    found = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        found[name] = len(seen)
    return found


def test_no_page_asks_more_of_the_database_for_each_nudge_trial_or_intervention(
    tried, practice, lead, evaluator, client
):
    addresses = pages(practice, tried)
    counts = {}
    for number in (FEW, MANY):
        copy_all(tried, number)
        for person in (lead, evaluator):
            client.force_login(person)
            counts[number, person.pk] = queries_of(client, open_to(client, addresses))
    for person in (lead, evaluator):
        assert counts[FEW, person.pk] == counts[MANY, person.pk]


def test_calendar_with_much_at_once_names_some_of_what_meets_and_says_that_there_is_more(
    tried, practice, lead, client
):
    client.force_login(lead)
    address = reverse("trials:intervention_calendar", args=[practice.slug])
    copy_interventions(tried["intervention"], 5)
    page = client.get(address, {"to": "2026-06"}).content.decode()
    assert page.count("were live in") == 15 and "There are more" not in page
    copy_interventions(tried["intervention"], 15)
    page = client.get(address, {"to": "2026-06"}).content.decode()
    assert page.count("were live in") == MOST_OVERLAPS and "There are more" in page


def test_list_that_asks_for_each_trial_would_be_seen(tried, practice):
    """The negative control: states asked one by one cost queries by the trial."""
    seen = []
    for number in (FEW, MANY):
        copy_all(tried, number)
        with CaptureQueriesContext(connection) as asked:
            for trial in Trial.scoped.for_force(practice).select_related("force"):
                state_of_planned(trial, conduct_of(trial))
        seen.append(len(asked))
    assert seen[1] > seen[0] + 3 * MANY
