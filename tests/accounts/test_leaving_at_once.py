"""Two administrators who end each other's access at the same moment leave one of them."""

import threading

import pytest

from cjnudge.accounts.models import Membership
from cjnudge.accounts.operations import people
from cjnudge.accounts.operations.people import end_access
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.refusals import Refused
from tests.accounts.test_tries import at_the_same_time
from tests.people import NOW, make_force, make_person


@pytest.fixture
def two(transactional_db):
    force = make_force()
    return [make_person(name, force, Role.ADMINISTRATOR) for name in ("first", "second")]


def end_each_other(two):
    """What became of the two operations, run at once."""
    turns = iter([(two[0], two[1]), (two[1], two[0])])
    lock = threading.Lock()

    def end():
        with lock:
            by, leaver = next(turns)
        try:
            end_access(membership=Membership.objects.get(user=leaver), to={}, by=by, at=NOW)
        except Refused:
            return "refused"
        return "ended"

    return sorted(at_the_same_time(end))


def live():
    return Membership.objects.filter(ended_at__isnull=True).count()


def test_one_administrator_always_remains(two):
    assert end_each_other(two) == ["ended", "refused"]
    assert live() == 1


def test_without_the_lock_and_its_second_look_nobody_would_remain(two, monkeypatch):
    """Both checks are made before either change: what happens when an operation trusts what it read earlier."""
    barrier = threading.Barrier(2)

    def end_unlocked(*, membership, to, by, at):
        people.refuse_without_administrator(membership)
        barrier.wait(timeout=10)
        Membership.objects.filter(pk=membership.pk).update(ended_at=at)

    monkeypatch.setitem(globals(), "end_access", end_unlocked)
    assert end_each_other(two) == ["ended", "ended"]
    assert live() == 0
