"""Operations and the events they leave."""

import json

import pytest
from django.db import transaction

from cjnudge.audit.chain import AuditError, Event, audited, record
from cjnudge.audit.models import AuditEvent, AuditHead
from cjnudge.audit.sealing import BEGINNING
from tests.people import NOW


@audited
def note(*events, fail=False, **kwargs):
    for event in events:
        record(event, by="system", at=NOW, **kwargs)
    if fail:
        raise ZeroDivisionError


@audited
def note_inside_another(*, catch):
    record(Event.FORCE_CREATED, by="system", at=NOW)
    try:
        note(Event.UNIT_CREATED, fail=catch)
    except ZeroDivisionError:
        assert catch
    record(Event.UNIT_CHANGED, by="system", at=NOW)


def actions():
    return list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))


def test_each_event_names_the_hash_of_the_one_before(db):
    note(Event.UNIT_CREATED, Event.UNIT_CHANGED)
    note(Event.UNIT_CREATED)
    events = list(AuditEvent.objects.order_by("seq"))
    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == [BEGINNING, events[0].hash, events[1].hash]
    head = AuditHead.objects.get()
    assert (head.seq, head.hash) == (3, events[2].hash)


def test_an_event_says_who_what_and_when_in_opaque_ids(force, lead):
    note(Event.UNIT_CREATED)
    write_a_unit(force, lead)
    event = AuditEvent.objects.get(seq=2)
    assert (event.actor, event.role) == (str(lead.pk), "lead")
    assert (event.force_id, event.object_type, event.object_id) == (
        str(force.pk),
        "accounts.force",
        str(force.pk),
    )
    assert event.at == "2026-11-02T09:00:00.000000+00:00"
    assert json.loads(event.detail) == {"before": None, "after": {"level": "team"}}


@audited
def write_a_unit(force, by):
    record(Event.UNIT_CREATED, by=by, at=NOW, force=force, subject=force, after={"level": "team"})


def test_an_operation_in_a_practice_space_carries_the_role_in_its_force(practice, lead):
    write_a_unit(practice, lead)
    assert AuditEvent.objects.get().role == "lead"


def test_an_operation_inside_another_appends_once_in_order(db):
    note_inside_another(catch=False)
    assert actions() == ["force.created", "unit.created", "unit.changed"]


def test_an_inner_operation_that_fails_takes_its_events_with_it(db):
    note_inside_another(catch=True)
    assert actions() == ["force.created", "unit.changed"]


def test_an_operation_that_fails_leaves_no_event(db):
    with pytest.raises(ZeroDivisionError):
        note(Event.UNIT_CREATED, fail=True)
    assert actions() == []
    note(Event.UNIT_CHANGED)
    assert actions() == ["unit.changed"]


def test_recording_outside_an_operation_is_refused(db):
    with pytest.raises(AuditError, match="put @audited on the operation"):
        record(Event.UNIT_CREATED, by="system", at=NOW)


@pytest.mark.parametrize(
    "values",
    [
        {"after": {"to": "sam.smith@example.org"}},
        {"before": ["x", {"was": "Sam <sam@herts.police.uk>"}]},
        {"after": "s.smith+a@b.co"},
        {"purpose": "asked by a@b.org"},
    ],
)
def test_a_value_that_looks_like_an_address_is_refused(db, values):
    with pytest.raises(AuditError, match="Store the person's id"):
        note(Event.PERSON_INVITED, **values)
    assert actions() == []


def test_an_operation_without_events_does_not_touch_the_head(db):
    note()
    assert not AuditHead.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_head_is_written_outside_the_database_on_commit_alone(settings):
    note(Event.UNIT_CREATED, Event.UNIT_CHANGED)
    with transaction.atomic():
        note(Event.UNIT_CREATED)
        transaction.set_rollback(True)
    lines = [json.loads(line) for line in settings.AUDIT_HEAD_FILE.read_text().splitlines()]
    assert [(line["seq"], line["hash"]) for line in lines] == [(2, AuditHead.objects.get().hash)]
    assert settings.AUDIT_HEAD_FILE.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_a_head_file_that_cannot_be_written_loses_no_commit(settings, tmp_path, caplog):
    settings.AUDIT_HEAD_FILE = tmp_path  # a folder stands where the file should be
    note(Event.UNIT_CREATED)
    assert actions() == ["unit.created"]
    assert "could not be written" in caplog.text
