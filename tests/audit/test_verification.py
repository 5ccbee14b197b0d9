"""A chain of 10,000 events, tampered with in a hundred ways."""

import hmac
import json
import random
from contextlib import contextmanager
from hashlib import sha256

import pytest
from django.conf import settings as live_settings
from django.db import connection, transaction

from cjnudge.audit import head_file
from cjnudge.audit.chain import Event, audited, record
from cjnudge.audit.models import AuditEvent
from cjnudge.audit.triggers import lay, lift
from cjnudge.audit.verification import Verification, verify
from tests.audit import mutations
from tests.audit.mutations import MUTATIONS, row
from tests.people import NOW

pytestmark = pytest.mark.django_db
LENGTH = 10_000
TIMES = 100
SEED = 20260401


@audited
def note(number, **kwargs):
    for index in range(number):
        record(Event.UNIT_CHANGED, by="system", at=NOW, after={"number": index}, **kwargs)


@pytest.fixture(scope="module")
def long_chain(django_db_setup, django_db_blocker, tmp_path_factory):
    """A chain of LENGTH events that may be tampered with; gone again afterwards."""
    file = tmp_path_factory.mktemp("audit") / "audit-head.jsonl"
    with django_db_blocker.unblock(), transaction.atomic():
        note(LENGTH)
        lift(connection)
        yield file
        transaction.set_rollback(True)


@pytest.fixture
def chain(long_chain, settings):
    settings.AUDIT_HEAD_FILE = long_chain
    long_chain.unlink(missing_ok=True)
    for seq in (LENGTH // 2, LENGTH):
        head_file.write_head(seq, row(seq).get().hash, "")


@contextmanager
def undone():
    """A block whose changes to the database are taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tamper(number):
    """(mutation, generator) of one of the TIMES mutations: each kind in turn, at random places."""
    return MUTATIONS[number % len(MUTATIONS)], random.Random(SEED + number)


def test_an_untouched_chain_is_whole(chain):
    with undone():
        lay(connection)
        assert verify() == Verification(good=LENGTH)


def test_every_tampering_is_found_and_the_first_bad_event_named(chain):
    missed = []
    for number in range(TIMES):
        mutation, generator = tamper(number)
        with undone():
            first_bad = mutation(generator)
            found = verify()
        if found.first_bad != first_bad:
            missed.append((mutation.__name__, first_bad, found))
    assert missed == []


def test_hashing_each_event_by_itself_would_miss_most_tampering(chain):
    with undone():
        hash_each_by_itself()
        missed = {name: found_by_itself(name) for name in ("swap_two", "delete_one", "cut_the_tail")}
        assert missed == {"swap_two": False, "delete_one": False, "cut_the_tail": False}
        assert found_by_itself("edit_a_byte")


def hash_each_by_itself():
    events = list(AuditEvent.objects.all())
    for event in events:
        event.hash = own_hash(event)
    AuditEvent.objects.bulk_update(events, ["hash"], batch_size=300)


def own_hash(event):
    fields = [event.at, event.actor, event.action, event.object_id, event.detail]
    return hmac.digest(live_settings.AUDIT_KEY.encode(), json.dumps(fields).encode(), sha256).hex()


def found_by_itself(name):
    with undone():
        if name == "edit_a_byte":
            row(17).update(detail="{}")
        else:
            getattr(mutations, name)(random.Random(SEED))
        return any(event.hash != own_hash(event) for event in AuditEvent.objects.all())
