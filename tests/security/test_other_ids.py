"""An id is of no use under another force: whoever puts ids of one force into addresses of their own gets nothing.

The route matrix asks as a stranger at the force's own addresses. Here a lead and an evaluator of another force ask at
addresses of their own, where they may do everything, with the ids that they should not have.
"""

from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cjnudge.accounts.permissions import Role
from surveys.models import Wave
from tests.people import make_person
from tests.security import matrix

METHODS = (*matrix.METHODS, "HEAD", "OPTIONS")
NOTHING = {403, 404, 405}
OVERRIDDEN = {"HTTP_X_HTTP_METHOD_OVERRIDE": "GET", "HTTP_X_METHOD_OVERRIDE": "GET"}
# Keys of one force's own that are no ids, because they are made from words.
OWN_KEYS = {"draft_key", "own_instrument"}


@pytest.fixture
def world(db):
    return matrix.build_world()


def strangers(world):
    """{role: Client} of people of the other force."""
    people = {
        "lead": world.people["other_lead"],
        "evaluator": make_person("other-evaluator", world.other_force, Role.EVALUATOR),
    }
    clients = {role: Client(raise_request_exception=False) for role in people}
    for role, client in clients.items():
        client.force_login(people[role])
    return clients


def is_id(world, name):
    try:
        UUID(str(world[name]))
    except ValueError:
        return name in OWN_KEYS
    return True


def addresses(world):
    """Every address below a force, written with the other force's slug and the first one's ids."""
    for name, table in matrix.declared_routes().items():
        args = table.get("args", {})
        if args.get("force") == "force" and any(is_id(world, value) for value in args.values()):
            kwargs = {key: world[value] for key, value in args.items()} | {"force": world.other_force.slug}
            yield name, reverse(name, kwargs=kwargs)


def openings(world, clients, ways):
    """([a line of whatever answers more than that there is nothing], how many were asked)."""
    found, asked = [], 0
    for name, address in addresses(world):
        for role, client in clients.items():
            for method, more in ways:
                asked += 1
                status = ask(client, method, address, more)
                if status not in NOTHING and (method, status) != ("OPTIONS", 200):
                    found.append(f"{method} {name} as {role}: {status}")
    return found, asked


def ask(client, method, address, more):
    """The status of one request whose effects are undone."""
    with transaction.atomic():
        status = client.generic(method, address, **more).status_code
        transaction.set_rollback(True)
    return status


def test_ids_of_one_force_open_nothing_under_another(world):
    lead = {"lead": strangers(world)["lead"]}
    found, asked = openings(world, lead, [("GET", {}), ("POST", {})])
    assert found == [] and asked > 150


@pytest.mark.on_demand
def test_no_method_and_no_role_opens_an_id_of_another_force(world):
    ways = [*((method, {}) for method in METHODS), ("POST", OVERRIDDEN)]
    found, asked = openings(world, strangers(world), ways)
    assert found == [] and asked > 1000


def test_pages_that_forgot_the_force_of_a_survey_would_be_found(world, monkeypatch):
    monkeypatch.setattr(
        "surveys.views.finding.wave_of", lambda force, wave: Wave.objects.filter(pk=wave).first()
    )
    found, _ = openings(world, {"lead": strangers(world)["lead"]}, [("GET", {})])
    assert len(found) > 10
