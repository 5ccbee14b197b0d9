"""A result of a force's own cases leaves with its purpose and recipient, and exactly one event; others at once."""

import json

import pytest
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from tests.trials.world import published_run

WHY = {"purpose": "board", "recipient": "Hertfordshire criminal justice board"}
FILES = {"result_json": ("json", "application/json"), "result_csv": ("csv", "text/csv")}


@pytest.fixture
def run(sealed, lead, client):
    client.force_login(lead)
    return published_run(sealed)


def address(run, name):
    return reverse(f"trials:{name}", args=[run.force.slug, run.trial_id, run.pk])


def exports():
    return list(AuditEvent.objects.filter(action="result.exported"))


@pytest.mark.parametrize("name", FILES)
def test_result_of_own_cases_asks_first_and_writes_one_event(run, client, lead, monkeypatch, name):
    monkeypatch.setattr("trials.views.results.is_consulted", lambda snapshot: True)
    file, kind = FILES[name]
    for answer in (client.get(address(run, name)), client.post(address(run, name), {"purpose": "gossip"})):
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    assert not exports()
    answer = client.post(address(run, name), WHY)
    assert answer["Content-Type"].startswith(kind) and "attachment" in answer["Content-Disposition"]
    (event,) = exports()
    assert (event.actor, event.purpose, event.operation) == (str(lead.pk), "board", "disclosure")
    assert json.loads(event.detail)["after"] == {"file": file, "recipient": WHY["recipient"]}


@pytest.mark.parametrize("name", FILES)
def test_result_of_published_figures_is_given_at_once(run, client, name):
    assert client.get(address(run, name))["Content-Type"].startswith(FILES[name][1])
    assert not exports()
