"""Fifty people enrol at once: every case has a place of its own and no place is left out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.people import NOW
from tests.trials.allocation.plans import in_turn_value
from tests.trials.allocation.test_enrolling import add, running
from trials.models import Enrolment

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


@pytest.fixture
def trial(force, lead):
    return running(force, lead, in_turn_value("stratified"))


def at_once(work):
    """What `work(number)` gives for fifty people who all begin together, each on a connection of their own."""
    ready = Barrier(PEOPLE)

    def one(number):
        ready.wait(30)
        try:
            return work(number)
        except IntegrityError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def test_fifty_at_once_take_fifty_places_without_a_double_or_a_gap(trial, lead):
    found = at_once(lambda number: add(trial, lead, f"case {number}", unit=f"Team 0{number % 8}"))
    places = sorted(one.position for one in found)
    assert places == list(range(1, PEOPLE + 1))
    assert {one.arm for one in found} == {"control", "checklist"}
    assert not Enrolment.objects.filter(arm="").exists()


def test_one_case_typed_by_fifty_takes_one_place(trial, lead):
    found = at_once(lambda number: add(trial, lead, "the same case"))
    assert {(one.position, one.arm) for one in found} == {(1, found[0].arm)}


def careless(trial, person, number, met):
    """The same without the hold on the trial's row: all read the next place before one of them writes."""
    place = Enrolment.objects.filter(trial=trial).count() + 1
    met.wait(30)
    with transaction.atomic():
        values = {"position": place, "reference": f"{number}", "enrolled_at": NOW, "enrolled_by": person}
        return Enrolment.objects.create(force=trial.force, trial=trial, **values)


def test_without_the_hold_places_are_taken_twice_and_the_database_refuses_them(trial, lead):
    met = Barrier(PEOPLE)
    found = at_once(lambda number: careless(trial, lead, number, met))
    assert found.count(None) == PEOPLE - 1


def test_without_hold_and_constraint_places_are_doubled():
    """The control: what the fifty would do to a table that lets them."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE careless_places (place integer)")
    met = Barrier(PEOPLE)
    try:
        at_once(lambda number: take_carelessly(met))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(DISTINCT place) FROM careless_places")
            rows, places = cursor.fetchone()
        assert (rows, places) == (PEOPLE, 1)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE careless_places")


def take_carelessly(met):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM careless_places")
        place = cursor.fetchone()[0] + 1
    met.wait(30)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO careless_places VALUES (%s)", [place])
