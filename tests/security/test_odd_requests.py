"""Odd values in every parameter of every page: refused or shown again in words, never a failure."""

import re
from copy import deepcopy
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from cjnudge.accounts.access import public
from cjnudge.accounts.models import Unit
from tests.people import NOW
from tests.security import matrix

ODD = {
    "NUL": "a\0b",
    "surrogate": "\ud800",
    "no number": "abc",
    "negative": "-1",
    "long number": "9" * 25,
    "longer than Python reads": "9" * 5000,
    "other digits": "٣",
    "not finite": "nan",
    "quote": "' OR 1=1 --",
    "format": "%s{0.__class__}{{7*7}}",
    "path": "../../etc/passwd",
    "long": "x" * 20_000,
    "nothing": "",
}
WRITING = ("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT")
# Section 62 of the Data Protection Act 2018 wants a line for who read real cases: written at the first look in an hour.
LOGGED = ("cases:rules_changes",)
QUERY_NAMES = ("page", "measure", "basis", "place", "on_day", "on_month", "on_year", "next", "order", "force")
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def world(db):
    return matrix.build_world()


@pytest.fixture
def clients(world):
    return matrix.signed_in_clients(world)


def pages(world):
    """(address, its declaration) of every page that may be looked at."""
    for name, table in matrix.declared_routes().items():
        if "GET" in table:
            yield (
                reverse(name, kwargs={key: world[value] for key, value in table.get("args", {}).items()}),
                table,
            )


def one_let_in(table, clients):
    """The client of a person whom the page is shown to; None where all are sent elsewhere."""
    return next((clients[person] for person, status in table["GET"].items() if status == 200), None)


def encoded(names, value):
    text = quote(value, safe="", errors="surrogatepass")
    return "&".join(f"{name}={text}" for name in names)


def status(client, method, address, body=""):
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, address, body, content_type=URLENCODED)
        transaction.set_rollback(True)
    client.cookies = kept
    return response.status_code


def failures(world, clients, *, posts=True, share=1):
    """Every request that was answered with a failure. share: of n pages one gets any given value, each page some."""
    found = []
    for number, (address, table) in enumerate(pages(world)):
        client = one_let_in(table, clients)
        if client is None:
            continue
        names = set(re.findall(r'name="(\w+)"', client.get(address).content.decode(errors="replace")))
        for kind, value in list(ODD.items())[number % share :: share]:
            asked = [("GET", f"{address}?{encoded(QUERY_NAMES, value)}", "")]
            if posts and "POST" in table:
                asked += [("POST", address, encoded(names, value))]
            found += [f"{m} {address} {kind}" for m, a, body in asked if status(client, m, a, body) >= 500]
    return found


def test_odd_values_in_every_parameter_fail_nowhere(world, clients):
    assert failures(world, clients, share=4) == []


@pytest.mark.on_demand
def test_every_odd_value_in_every_parameter_fails_nowhere(world, clients):
    assert failures(world, clients) == []


@public
def careless_page(request):
    return Unit.objects.filter(key=request.GET.get("page", ""), starts_on=NOW)[int(request.GET["page"])]


def test_a_page_that_trusts_its_parameters_would_be_found(world, clients, monkeypatch):
    class Careless:
        urlpatterns = [path("careless/", careless_page, name="careless"), path("", include("cjnudge.urls"))]

    everyone = {"GET": dict.fromkeys(matrix.PEOPLE, 200)}
    monkeypatch.setattr(matrix, "declared_routes", lambda: {"careless": everyone})
    with override_settings(ROOT_URLCONF=Careless):
        assert len(failures(world, clients, posts=False)) >= len(ODD)


def test_one_odd_value_among_good_ones_fails_nowhere(clients, world):
    good = {"name": "North", "key": "north", "level": "team", "parent": ""}
    good |= {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2024"}
    address = reverse("accounts:unit_add", args=[world.force.slug])
    for odd in good:
        for kind, value in ODD.items():
            body = "&".join(encoded([name], value if name == odd else text) for name, text in good.items())
            assert status(clients["lead"], "POST", address, body) in {200, 302}, f"{odd}: {kind}"


def test_looking_at_any_page_writes_nothing_and_opens_no_transaction(world, clients, settings):
    # That a session was seen is written once in a while, but not while this reads, however long it takes.
    settings.SESSION_STORE_EVERY_SECONDS = 3600
    logged = {reverse(name, kwargs={"force": world["force"]}) for name in LOGGED}
    for address, _ in pages(world):
        for client in clients.values():
            if address in logged:
                client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            assert [q["sql"] for q in queries if q["sql"].startswith(WRITING)] == [], address
