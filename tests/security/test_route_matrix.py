"""Every address × method × person has a declared answer, and gives it."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from cjnudge.accounts.access import public
from tests.security import matrix


@pytest.fixture
def world(db):
    return matrix.build_world()


@pytest.fixture
def clients(world):
    return matrix.signed_in_clients(world)


def test_every_address_has_a_name_and_a_declaration():
    names = matrix.route_names()
    declared = matrix.declared_routes()
    assert not [name for name in names if name.startswith("<")]
    assert sorted(set(names) - set(declared)) == []
    assert sorted(set(declared) - set(names)) == []


def test_every_declaration_answers_for_every_person():
    for name, table in matrix.declared_routes().items():
        for method in matrix.METHODS:
            if method in table:
                assert sorted(table[method]) == sorted(matrix.PEOPLE), f"{name} {method}"


def test_every_address_answers_as_declared(world, clients):
    assert matrix.differences(matrix.declared_routes(), world, clients, every=False) == []


@pytest.mark.on_demand
def test_every_address_answers_as_declared_to_every_method(world, clients):
    assert matrix.differences(matrix.declared_routes(), world, clients) == []


def test_no_address_of_a_force_answers_the_lead_of_another():
    of_a_force = [t for t in matrix.declared_routes().values() if "force" in t.get("args", {})]
    assert len(of_a_force) > 10
    assert {t[m]["other_lead"] for t in of_a_force for m in matrix.METHODS if m in t} == {404}


def test_another_forces_page_looks_like_an_address_that_was_never_there(world, clients):
    theirs = matrix.ask(clients["other_lead"], "GET", f"/forces/{world.force.slug}/")
    nowhere = matrix.ask(clients["other_lead"], "GET", "/forces/atlantis/")
    assert theirs.status_code == nowhere.status_code == 404
    assert without_token(theirs) == without_token(nowhere)


def without_token(response):
    """The page without the form token, which differs in every answer."""
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


@public
def leaky_page(request, force):
    return HttpResponse(f"the figures of {force}")


def undeclared_page(request):
    return HttpResponse("no access declared")


class BrokenAddresses:
    """The project's addresses with one view that forgot its force, and one that declares nothing."""

    urlpatterns = [
        path("forces/<slug:force>/leaky/", leaky_page, name="leaky"),
        path("undeclared/", undeclared_page, name="undeclared"),
        path("", include("cjnudge.urls")),
    ]


ALL_BARRED = dict.fromkeys(matrix.PEOPLE, 404)


def test_matrix_finds_a_view_that_forgot_its_force(world, clients):
    with override_settings(ROOT_URLCONF=BrokenAddresses):
        found = matrix.differences({"leaky": {"args": {"force": "force"}, "GET": ALL_BARRED}}, world, clients)
    assert any("as other_lead: declared 404, answered 200" in line for line in found)


def test_matrix_finds_an_address_that_is_not_declared():
    with override_settings(ROOT_URLCONF=BrokenAddresses):
        assert set(matrix.route_names()) - set(matrix.declared_routes()) == {"leaky", "undeclared"}


def test_view_without_a_declaration_answers_nobody(clients):
    with override_settings(ROOT_URLCONF=BrokenAddresses):
        assert {matrix.ask(c, "GET", "/undeclared/").status_code for c in clients.values()} == {500}
