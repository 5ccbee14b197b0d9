"""An import and a renewal that meet: one of them stores, the other says why not; never rows under older keys."""

from threading import Barrier

import pytest
from django.db import transaction

from cjnudge.cases.models import Snapshot
from cjnudge.cases.operations import keys as renewing
from cjnudge.cases.privacy import keys
from cjnudge.cases.storage.successors import RowsChanged, with_rows
from tests.cases.keyed_snapshots import case_snapshot, some_rows
from tests.cases.keys.test_versions import at_once
from tests.people import NOW, make_force

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_store")]
MEETINGS = 3


@pytest.fixture
def force(transactional_db):
    force = make_force()
    case_snapshot(force)
    return force


def coming_in(force):
    """A snapshot whose parts were keyed under the version of now, ready to be registered: (work, what it did)."""
    version = keys.newest_version(force)
    late = case_snapshot(force, None, {"late.csv": some_rows(3)})
    parts = list(late.parts.all())
    late.parts.clear()
    Snapshot.scoped.for_force(force).filter(pk=late.pk).delete()

    def store():
        with transaction.atomic():
            keys.hold_version(force, version)
            late.save(force_insert=True)
            late.parts.set(parts)
        return "imported"

    return store


def stale(force):
    return with_rows(force).exclude(key_version=keys.newest_version(force)).count()


@pytest.mark.parametrize("meeting", range(MEETINGS))
def test_of_an_import_and_a_renewal_at_once_exactly_one_stores(force, meeting):
    both, before = Barrier(2), keys.newest_version(force)
    store, renewal = coming_in(force), renewing.Renewal(force, before, "routine")

    def importing():
        both.wait(20)
        try:
            return store()
        except keys.KeysRenewed:
            return "refused"

    def renew():
        both.wait(20)
        try:
            return renewing.register_renewal(renewal, by="system", at=NOW) and "renewed"
        except RowsChanged:
            return "refused"

    turns = iter((importing, renew))
    assert sorted(at_once(2, lambda: next(turns)())) in (
        ["imported", "refused"],
        ["refused", "renewed"],
    )
    assert stale(force) == 0


def test_import_that_does_not_hold_the_keys_would_leave_rows_under_older_ones(force, monkeypatch):
    """The control: registered after a renewal, without the check, its pseudonyms link to nobody's."""
    store, renewal = coming_in(force), renewing.Renewal(force, 1, "routine")
    renewing.register_renewal(renewal, by="system", at=NOW)
    with pytest.raises(keys.KeysRenewed):
        store()
    assert stale(force) == 0
    monkeypatch.setattr(keys, "hold_version", lambda force, version: None)
    store()
    assert stale(force) == 1
