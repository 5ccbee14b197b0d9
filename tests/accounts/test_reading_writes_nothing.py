"""Looking at a page changes nothing and opens no transaction."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.security import matrix

WRITING = ("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT")


@pytest.fixture
def world(db):
    return matrix.build_world()


def own_pages(world):
    for name, table in matrix.declared_routes().items():
        if "GET" in table and name.startswith(("accounts:", "home", "privacy", "accessibility")):
            yield reverse(name, kwargs={key: world[value] for key, value in table.get("args", {}).items()})


def writes(client, page):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(page)
    return [query["sql"] for query in queries if query["sql"].startswith(WRITING)]


def test_looking_at_any_page_of_people_and_forces_writes_nothing(world):
    for client in matrix.signed_in_clients(world).values():
        for page in own_pages(world):
            assert writes(client, page) == [], page


def test_a_page_that_writes_would_be_seen(world):
    client = matrix.signed_in_clients(world)["administrator"]
    session = client.session
    session["seen_at"] = session["began_at"] = session["seen_at"] - 120
    session.save()
    assert writes(client, reverse("accounts:own_password"))
