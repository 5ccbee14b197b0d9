"""The database refuses to change or remove an event, whatever was migrated or flushed before."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cjnudge.audit.chain import Event, audited, record
from cjnudge.audit.checks import triggers_stand
from cjnudge.audit.models import AuditEvent
from cjnudge.audit.triggers import lay, lift, stand
from tests.people import NOW

STATEMENTS = {
    "update": "UPDATE audit_auditevent SET actor = 'x'",
    "delete": "DELETE FROM audit_auditevent",
    "truncate": "TRUNCATE audit_auditevent",
    "replace": "INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent",
}
ELSEWHERE = {"sqlite": "truncate", "postgresql": "replace"}  # a statement this database does not know


@pytest.fixture
def event(db):
    @audited
    def note():
        record(Event.UNIT_CHANGED, by="system", at=NOW)

    note()
    return AuditEvent.objects.get()


def attempt(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("verb", STATEMENTS)
def test_the_database_refuses_to_change_or_remove_an_event(event, verb):
    with pytest.raises(DatabaseError) as refusal:
        attempt(STATEMENTS[verb])
    unknown = verb == ELSEWHERE[connection.vendor]
    assert unknown or "append-only" in str(refusal.value)


@pytest.mark.parametrize("verb", STATEMENTS)
def test_without_the_triggers_the_database_would_obey(event, verb):
    lift(connection)
    if verb != ELSEWHERE[connection.vendor]:
        attempt(STATEMENTS[verb])


def test_the_triggers_stand_after_all_migrations(db):
    assert stand(connection)


@pytest.mark.django_db(transaction=True)
def test_the_triggers_stand_after_a_flush():
    lift(connection)
    call_command("flush", interactive=False, verbosity=0)
    assert stand(connection)


@pytest.mark.django_db(transaction=True)
def test_a_test_that_came_after_a_flush_finds_them_standing():
    assert stand(connection)


def test_migrating_lays_missing_triggers_again(db):
    lift(connection)
    assert not stand(connection)
    call_command("migrate", verbosity=0)
    assert stand(connection)


@pytest.mark.django_db(transaction=True)
def test_rebuilding_the_table_drops_them_on_sqlite_and_migrating_brings_them_back():
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(AuditEvent)
        else:
            editor.execute("DROP TRIGGER audit_refuses_update ON audit_auditevent")
    assert not stand(connection)
    call_command("migrate", verbosity=0)
    assert stand(connection)


def test_laying_them_twice_changes_nothing(db):
    lay(connection)
    lay(connection)
    assert stand(connection)


def test_the_system_check_warns_when_they_are_gone(db):
    assert triggers_stand(databases=["default"]) == []
    lift(connection)
    (warning,) = triggers_stand(databases=["default"])
    assert warning.id == "audit.W001"


def test_a_trigger_that_does_nothing_is_seen(db):
    lift(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            lay(connection)
            cursor.execute("DROP TRIGGER audit_refuses_update")
            cursor.execute(
                "CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit_auditevent BEGIN SELECT 1; END"
            )
        else:
            lay(connection)
            cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_refuses_update")
    assert not stand(connection)
