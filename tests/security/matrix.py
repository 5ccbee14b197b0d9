"""The route matrix: every address × method × person, as declared and as answered."""

import tomllib
from copy import deepcopy
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from cjnudge.accounts.permissions import Role
from tests.people import make_force, make_person

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PEOPLE = ("anonymous", "officer", "lead", "evaluator", "administrator", "other_lead", "installer")
SIGN_IN = "in"  # declared for a redirect to the sign-in page
BARRED = {SIGN_IN, 403, 404}  # answers given before the method is even looked at


@dataclass
class World(dict):
    """The two forces and the people of the matrix, and (as a dict) the value of each address parameter."""

    force: object = None
    other_force: object = None
    practice: object = None
    people: dict = field(default_factory=dict)


def build_world():
    """A World holding one of everything that an address can name; each app's tests/<app>/world.py adds its own."""
    world = World(force=make_force(), other_force=make_force("bedfordshire"))
    world.practice = make_force(
        "hertfordshire-practice", "Hertfordshire practice", kind="practice", practice_of=world.force
    )
    world.people = {role.value: make_person(role.value, world.force, role) for role in Role}
    world.people["other_lead"] = make_person("other-lead", world.other_force, Role.LEAD)
    world.people["installer"] = make_person("installer", runs_installation=True)
    world.update(force=world.force.slug, practice=world.practice.slug)
    for path in sorted(Path(__file__).parent.parent.glob("*/world.py")):
        import_module(f"tests.{path.parent.name}.world").build(world)
    return world


def declared_routes():
    """{URL name: table} of every file in routes/; a name declared twice is refused."""
    found = {}
    for path in sorted((Path(__file__).parent / "routes").glob("*.toml")):
        for name, table in tomllib.loads(path.read_text()).items():
            assert name not in found, f"{name} is declared twice, the second time in {path.name}"
            found[name] = table
    return found


def route_names(resolver=None, namespace=""):
    """The full name of every address the resolver knows; one without a name comes as its pattern in <>."""
    names = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            names.append(f"{namespace}{entry.name}" if entry.name else f"<{entry.pattern}>")
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            names += route_names(entry, namespace + inner)
    return names


def expected(table, method, person):
    """What the declaration says; a method it does not name is refused, after the access check."""
    if method in table:
        return table[method][person]
    said = {table[named][person] for named in METHODS if named in table}
    barred = said & BARRED
    return barred.pop() if barred else 405


def answered(response):
    """The status, or "in" for a redirect to the sign-in page."""
    to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("accounts:sign_in"))
    return SIGN_IN if to_sign_in else response.status_code


def signed_in_clients(world):
    """{person: Client}, without the exceptions of the views: a failure is a 500 like any other answer."""
    clients = {person: Client(raise_request_exception=False) for person in PEOPLE}
    for person, client in clients.items():
        if person != "anonymous":
            client.force_login(world.people[person])
    return clients


def ask(client, method, address):
    """One request whose effects on the database and on the client's cookies are undone."""
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    client.cookies = kept
    return response


def asked_methods(number, table, every):
    """What page `number` is asked with: every method, or what it declares and one other, in turns."""
    if every:
        return METHODS
    declared = [method for method in METHODS if method in table]
    others = [method for method in METHODS if method not in table]
    return declared + ([others[number % len(others)]] if others else [])


def differences(routes, world, clients, *, every=True):
    """One line for each request that was answered otherwise than declared; every: ask with each method."""
    wrong = []
    for number, (name, table) in enumerate(routes.items()):
        address = reverse(name, kwargs={key: world[value] for key, value in table.get("args", {}).items()})
        for method in asked_methods(number, table, every):
            for person, client in clients.items():
                said, got = expected(table, method, person), answered(ask(client, method, address))
                if said != got:
                    wrong.append(f"{method} {address} as {person}: declared {said}, answered {got}")
    return wrong
