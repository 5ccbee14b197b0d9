"""Officers who hand in at the same instant: each answer stored once, none lost."""

from threading import Barrier, BoundedSemaphore, Thread

import pytest
from django.db import connection, connections, transaction

from cjnudge.accounts.permissions import Role
from surveys.models import Pool, Response, SurveyInvitation
from surveys.operations import handing_in
from surveys.operations.closing import close_wave
from surveys.operations.handing_in import HandIn, find_door
from tests.load.writing import connections_allowed
from tests.people import NOW, make_force, make_person
from tests.surveys.waves import ANSWERS, TODAY, entry, launched, links

pytestmark = pytest.mark.django_db(transaction=True)
LINKS, OFFICERS = 20, 200


def make_wave(people):
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    return launched(force, lead, people=people, mode="confidential"), lead


def all_at_once(calls):
    """The results of the calls, all let go together; an error is a result too."""
    together, door, found = Barrier(len(calls)), BoundedSemaphore(connections_allowed()), []

    def run(call):
        together.wait()
        with door:
            try:
                found.append(call())
            except Exception as error:
                found.append(type(error).__name__)
            finally:
                connections.close_all()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def handing(door, number):
    given = {"answers": ANSWERS, "texts": {}, "bands": {}}
    return lambda: handing_in.hand_in(door=door, entry_id=entry(number), on=TODAY, **given)


def counted(results):
    return {result: results.count(result) for result in set(results)}


def two_browsers():
    """(results of 20 links open in two browsers each that all hand in at once, answers after the close)."""
    wave, lead = make_wave(LINKS)
    doors = [find_door(token=token, on=TODAY) for token in links(wave)]
    calls = [handing(door, 2 * n + browser) for n, door in enumerate(doors) for browser in (0, 1)]
    results = all_at_once(calls)
    close_wave(wave=wave, by=lead, at=NOW)
    return counted(results), Response.objects.count()


def test_twenty_links_in_two_browsers_each_give_twenty_answers():
    results, stored = two_browsers()
    assert results == {HandIn.STORED: LINKS, HandIn.SPENT: LINKS}
    assert stored == LINKS


def test_a_look_before_the_write_would_take_an_answer_from_both_browsers(monkeypatch):
    """Whether the link is fresh is read first and believed later, as a check followed by an insert does."""
    both = Barrier(2 * LINKS)

    def careless(*, door, entry_id, answers, texts, bands, on):
        fresh = SurveyInvitation.objects.filter(token_hash=door.key_hash, done=False).exists()
        both.wait(timeout=30)
        with transaction.atomic():
            row = handing_in._held_pool(door.wave, entry_id, on)
            value = {"answers": answers, "texts": texts, "bands": bands, "flags": [], "own_code": {}}
            grown = handing_in.pool.add(row.ciphertext, handing_in._key(row), entry_id, value)
            Pool.objects.filter(pk=row.pk).update(ciphertext=grown)
            SurveyInvitation.objects.filter(token_hash=door.key_hash).update(done=True)
        return HandIn.STORED if fresh else HandIn.SPENT

    monkeypatch.setattr(handing_in, "hand_in", careless)
    results, stored = two_browsers()
    assert results == {HandIn.STORED: 2 * LINKS}
    assert stored == 2 * LINKS


def officers_twice(number=OFFICERS):
    wave, lead = make_wave(number)
    doors = [find_door(token=token, on=TODAY) for token in links(wave)]
    results = all_at_once([handing(door, n) for n, door in enumerate(doors) for _ in (1, 2)])
    close_wave(wave=wave, by=lead, at=NOW)
    return counted(results), Response.objects.count()


def test_two_hundred_officers_who_each_hand_in_twice_are_stored_once():
    results, stored = officers_twice()
    assert results == {HandIn.STORED: OFFICERS, HandIn.REPEATED: OFFICERS}
    assert stored == OFFICERS


@pytest.mark.on_demand
@pytest.mark.parametrize("repeat", range(20))
def test_two_hundred_officers_twice_over_and_over(repeat):
    test_two_hundred_officers_who_each_hand_in_twice_are_stored_once()


def test_without_holding_the_pool_answers_would_be_lost(monkeypatch):
    """On SQLite the transaction itself is exclusive, so only PostgreSQL can lose one."""

    def unheld(wave, entry_id, on):
        return Pool.objects.get(wave=wave, number=handing_in._number(wave, entry_id))

    monkeypatch.setattr(handing_in, "_held_pool", unheld)
    _, stored = officers_twice(40)
    assert stored < 40 if connection.vendor == "postgresql" else stored == 40


def test_close_at_the_same_time_as_a_hand_in_loses_no_answer_that_was_thanked_for():
    wave, lead = make_wave(40)
    doors = [find_door(token=token, on=TODAY) for token in links(wave)]
    calls = [handing(door, n) for n, door in enumerate(doors)]
    results = all_at_once([*calls[:20], lambda: close_wave(wave=wave, by=lead, at=NOW), *calls[20:]])
    assert True in results
    assert set(results) <= {HandIn.STORED, HandIn.CLOSED, True}
    assert Response.objects.count() == results.count(HandIn.STORED)
    assert SurveyInvitation.objects.filter(done=True).count() == results.count(HandIn.STORED)


def test_two_who_close_at_once_close_once():
    wave, lead = make_wave(40)
    hand = handing(find_door(token=links(wave)[0], on=TODAY), 1)
    assert hand() is HandIn.STORED
    results = all_at_once([lambda: close_wave(wave=wave, by=lead, at=NOW)] * 2)
    assert sorted(results) == [False, True]
    assert Response.objects.count() == 1
