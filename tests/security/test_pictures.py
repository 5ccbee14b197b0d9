"""No picture is had by somebody it is not for, with whatever a cache remembers of it: neither 200 nor 304."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import condition

from tests.security import matrix

OF_PICTURES = re.compile(r"chart|picture|svg|png|logo")
# What a browser or a cache in between sends to be told that its copy is still good.
REMEMBERED = (
    {"If-None-Match": "*"},
    {"If-None-Match": '"0"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    {"If-Range": '"0"', "Range": "bytes=0-99"},
)
TAKEN = {200, 206, 304}


@pytest.fixture
def world(db):
    return matrix.build_world()


def pictures(world):
    """{address: table} of every address that gives a picture."""
    return {
        reverse(name, kwargs={key: world[value] for key, value in table.get("args", {}).items()}): table
        for name, table in matrix.declared_routes().items()
        if OF_PICTURES.search(name) and "GET" in table
    }


def clients_of(world):
    """The clients of the matrix, and the guest who is invited to a trial that none of the pictures is of."""
    clients = matrix.signed_in_clients(world)
    clients["guest"] = matrix.Client(raise_request_exception=False)
    clients["guest"].force_login(world.people["guest"])
    return clients


def got_without_leave(world):
    """Lines on each picture that somebody got who is not declared to get it."""
    found = []
    for address, table in pictures(world).items():
        for person, client in clients_of(world).items():
            allowed = table["GET"].get(person) == 200  # noqa: PLR2004 - a guest is in no such table
            for headers in () if allowed else REMEMBERED:
                status = client.get(address, headers=headers).status_code
                found += [f"{address} as {person} with {headers}: {status}"] if status in TAKEN else []
    return found


def test_a_picture_of_others_is_neither_given_nor_called_unchanged(world):
    assert len(pictures(world)) > 5  # noqa: PLR2004 - those of trials, surveys, cases and nudges
    assert got_without_leave(world) == []


def test_a_picture_carries_nothing_to_remember_it_by(world):
    clients = clients_of(world)
    shown = 0
    for address, table in pictures(world).items():
        for person in (one for one, status in table["GET"].items() if status == 200):  # noqa: PLR2004
            for headers in ({}, *REMEMBERED):
                answer = clients[person].get(address, headers=headers)
                assert answer.status_code == 200, (address, person, headers)  # noqa: PLR2004
                assert answer["Cache-Control"] == "no-store"
                assert "ETag" not in answer and "Last-Modified" not in answer
                shown += 1
    assert shown > 0


def test_a_view_that_answers_caches_before_it_asks_who_is_there_is_found(world, monkeypatch, settings):
    """The control: a tag that is compared before the permission is looked at tells a stranger 304."""
    address = next(iter(pictures(world)))

    class Hasty:
        def __init__(self, get_response):
            self.inner = condition(etag_func=lambda request: '"0"')(lambda request: HttpResponse())
            self.get_response = get_response

        def __call__(self, request):
            return self.inner(request) if request.path == address else self.get_response(request)

    monkeypatch.setattr("tests.security.test_pictures.Hasty", Hasty, raising=False)
    settings.MIDDLEWARE = ["tests.security.test_pictures.Hasty", *settings.MIDDLEWARE]
    assert any(": 304" in line for line in got_without_leave(world))
