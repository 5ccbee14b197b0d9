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
from trials.lifecycle import TrialKind
from trials.models import Guest, Trial
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


def of_planned_trials(world):
    """{name: table} of every address of a planned trial; what it declares as `guest` is for a guest of that trial."""
    planned = Trial.objects.filter(kind=TrialKind.PROSPECTIVE)
    planned = {str(one) for one in planned.values_list("pk", flat=True)}
    tables = of_the_force().items()
    return {name: table for name, table in tables if str(world.get(table["args"].get("trial"))) in planned}


def answers_to_a_guest(world, client, table):
    """{method: status} of the methods that an address declares, to a guest invited to the very trial it names."""
    trial = Trial.objects.get(pk=world[table["args"]["trial"]])
    person, until = world.people["guest"], localdate() + timedelta(days=9)
    values = {"invited_by": trial.owner, "invited_at": NOW, "expires_on": until}
    Guest.objects.get_or_create(force=trial.force, trial=trial, email=person.email, defaults=values)
    address = reverse(table["name"], kwargs={key: world[value] for key, value in table["args"].items()})
    asked = [method for method in matrix.METHODS if method in table]
    return {method: matrix.answered(matrix.ask(client, method, address)) for method in asked}


def test_every_address_of_a_trial_answers_its_guest_as_declared(world, client):
    client.force_login(world.people["guest"])
    client.raise_request_exception = False
    wrong = []
    for name, table in of_planned_trials(world).items():
        declared = {method: 403 for method in matrix.METHODS if method in table} | table.get("guest", {})
        got = answers_to_a_guest(world, client, table | {"name": name})
        wrong += [f"{name}: declared {declared}, answered {got}"] if got != declared else []
    assert wrong == []


def test_guest_opens_no_more_of_a_trial_than_an_evaluator():
    tables = matrix.declared_routes().values()
    given = [
        (table[method]["evaluator"], status)
        for table in tables
        for method, status in table.get("guest", {}).items()
    ]
    assert len(given) > 20 and all(evaluators == guests_ for evaluators, guests_ in given)


def test_power_and_rehearsal_are_open_to_the_guest_of_the_trial():
    declared = matrix.declared_routes()
    pages = ("power", "power_chart", "reasons", "rehearsal", "rehearsed", "rehearsed_chart")
    assert [declared[f"trials:{name}"]["guest"] for name in pages] == [{"GET": 200}] * 6


def test_guest_role_carries_nothing_but_the_list_of_own_trials():
    from cjnudge.accounts.permissions import ROLE_PERMISSIONS

    assert ROLE_PERMISSIONS[Role.GUEST] == {Permission.BE_GUEST}
