"""The limit on guesses holds over workers, for accounts known and unknown, and keeps no address."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from cjnudge.accounts.limits import SIGN_IN
from cjnudge.accounts.models import Tries
from cjnudge.accounts.operations import tries
from cjnudge.accounts.operations.tries import forget_tries, give_back, is_spent, take_try
from tests.people import NOW

ADDRESS = "anna@example.org"


def take(address=ADDRESS, at=NOW):
    return take_try(limit=SIGN_IN, address=address, at=at)


@pytest.mark.django_db
def test_a_thousand_guesses_in_a_quarter_of_an_hour_are_fifteen_tries():
    stamps = [take(at=NOW + timedelta(milliseconds=800 * guess)) for guess in range(1000)]
    assert sum(stamp is not None for stamp in stamps) == 15


@pytest.mark.django_db
def test_a_guess_every_minute_ends_at_a_hundred_a_day():
    stamps = [take(at=NOW + timedelta(minutes=guess)) for guess in range(24 * 60)]
    assert sum(stamp is not None for stamp in stamps) == 100


@pytest.mark.django_db
def test_variants_of_an_address_are_counted_as_one():
    variants = ("José@example.org", "jose@example.org", "JOSE@EXAMPLE.ORG", "jose\u0301@example.org ")
    assert sum(take(variants[guess % 4]) is not None for guess in range(40)) == 15


@pytest.mark.django_db
def test_right_password_counts_for_nothing():
    for _ in range(200):
        stamp = take()
        assert stamp is not None
        give_back(limit=SIGN_IN, address=ADDRESS, stamp=stamp, at=NOW)
    assert Tries.objects.get().times == []


@pytest.mark.django_db
def test_spent_limit_is_known_before_the_next_try_and_forgotten_on_proof():
    for _ in range(15):
        assert not is_spent(limit=SIGN_IN, address=ADDRESS, at=NOW)
        take()
    assert is_spent(limit=SIGN_IN, address=ADDRESS, at=NOW)
    forget_tries(limit=SIGN_IN, address=ADDRESS)
    assert take() is not None


@pytest.mark.django_db
def test_table_names_no_address_and_forgets_after_a_day():
    take("anna@example.org")
    row = Tries.objects.get()
    assert "anna" not in f"{row.key}{row.times}"
    take("bert@example.org", NOW + timedelta(hours=25))
    assert not Tries.objects.filter(pk=row.pk).exists()


def at_the_same_time(work, number=2):
    """The results of `work()` in so many threads, each with its own connection."""
    results = []

    def run():
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def both_read_first(monkeypatch):
    """Two tries that have both read the row before either writes: the moment at which a race is lost."""
    barrier, with_try = threading.Barrier(2), tries.with_try
    waited = threading.local()

    def meet(limit, times, stamp):
        if not getattr(waited, "done", False):
            waited.done = True
            barrier.wait(timeout=10)
        return with_try(limit, times, stamp)

    for _ in range(14):
        take()
    monkeypatch.setattr(tries, "with_try", meet)


@pytest.mark.django_db(transaction=True)
def test_two_workers_cannot_share_the_last_try(both_read_first):
    assert sorted(stamp is None for stamp in at_the_same_time(take)) == [False, True]


def change_without_guard(limit, address, at, change):
    row = Tries.objects.get(pk=tries.key_of(limit, address))
    times = change(row.times)
    if times is None:
        return False
    return bool(Tries.objects.filter(pk=row.pk).update(times=times))


@pytest.mark.django_db(transaction=True)
def test_without_its_guard_two_workers_would_share_the_last_try(both_read_first, monkeypatch):
    monkeypatch.setattr(tries, "_change", change_without_guard)
    assert [stamp is None for stamp in at_the_same_time(take)] == [False, False]
