"""A guest of one trial against every address of the installation."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from cjnudge.accounts import guests
from cjnudge.accounts.permissions import Permission, Role
from tests.people import NOW, make_person
from tests.security import matrix
from tests.trials.planning_world import make_planned
from trials.models import Guest
from trials.queries.guests import GUESTS_MAY

OPEN = {200, 302, 405}


@pytest.fixture
def world(db):
    return matrix.build_world()


@pytest.fixture
def invited(world, client):
    """A client signed in as a guest of one trial, and that trial, which no other address of the matrix names."""
    writer = make_person("own-writer", world.force, Role.LEAD)
    trial, _ = make_planned(world.force, writer, slug="own")
    person = world.people["guest"]
    values = {"invited_by": writer, "invited_at": NOW, "expires_on": localdate() + timedelta(days=9)}
    Guest.objects.create(force=world.force, trial=trial, email=person.email, **values)
    client.force_login(person)
    client.raise_request_exception = False
    return client, trial


def of_the_force():
    """{name: table} of every address that names a force and is not the guest's own first page."""
    tables = matrix.declared_routes().items()
    return {
        name: table for name, table in tables if "force" in table.get("args", {}) and name != "trials:invited"
    }


def opened(client, world, routes):
    """Addresses that let the guest in; who may enter is asked before the method, so that one of each is enough."""
    found = []
    for name, table in routes.items():
        address = reverse(name, kwargs={key: world[value] for key, value in table["args"].items()})
        method = "GET" if "GET" in table else "POST"
        if matrix.ask(client, method, address).status_code in OPEN:
            found.append(f"{method} {address}")
    return found


def test_guest_is_let_in_by_no_address_of_another_trial_or_of_the_force(world, invited):
    client, trial = invited
    assert client.get(reverse("trials:trial", args=[trial.force.slug, trial.pk])).status_code == 200
    assert opened(client, world, of_the_force()) == []


def test_a_rule_that_forgets_the_trial_is_found(world, invited, monkeypatch):
    def forgetful(user, force, permission, address):
        return permission in GUESTS_MAY

    monkeypatch.setattr(guests, "_rules", [forgetful])
    plans = {name: of_the_force()[name] for name in ("trials:plan", "trials:protocol", "trials:judge_plan")}
    assert len(opened(invited[0], world, plans)) == 3


def test_own_trial_opens_only_pages_of_reading_and_judging(world, invited):
    client, trial = invited
    refused = []
    for name, table in of_the_force().items():
        if "trial" in table["args"]:
            values = {key: world[value] for key, value in table["args"].items()} | {"trial": trial.pk}
            reads = table.get("GET", table.get("POST", {})).get("evaluator") in OPEN
            if not reads and matrix.ask(client, "GET", reverse(name, kwargs=values)).status_code in OPEN:
                refused.append(name)
    assert refused == []


def test_guest_role_carries_nothing_but_the_list_of_own_trials():
    from cjnudge.accounts.permissions import ROLE_PERMISSIONS

    assert ROLE_PERMISSIONS[Role.GUEST] == {Permission.BE_GUEST}
