"""`manage.py verify_audit`: its words, its exit code, and the faults outside the chain itself."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from cjnudge.audit.chain import Event, audited, record
from cjnudge.audit.models import AuditHead
from cjnudge.audit.triggers import lift
from cjnudge.audit.verification import verify
from tests.audit.mutations import remove, row
from tests.people import NOW


@audited
def note(number=1, **kwargs):
    for _ in range(number):
        record(Event.UNIT_CHANGED, by="system", at=NOW, **kwargs)


@pytest.fixture
def chain(transactional_db):
    """Five operations of two events, in the database and the head file, free to be tampered with."""
    for _ in range(5):
        note(2)
    lift(connection)


def run(*options):
    """(exit code, output) of the command."""
    out = StringIO()
    try:
        call_command("verify_audit", *options, stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_an_installation_without_events_is_whole(transactional_db):
    assert run() == (0, "The audit trail is whole: 0 events, each as it was written.\n")


def test_a_whole_trail_says_how_many_events_it_has(transactional_db):
    note(3)
    assert run() == (0, "The audit trail is whole: 3 events, each as it was written.\n")
    code, out = run("--json")
    assert (code, json.loads(out)) == (0, {"intact": True, "good": 3, "first_bad": None, "problem": ""})


def test_a_broken_trail_names_the_first_bad_event_and_fails(chain):
    row(7).update(actor="somebody")
    code, out = run()
    assert code == 1
    assert "event 7 is not as it was written. The 6 events before are whole." in out
    code, out = run("--json")
    assert (code, json.loads(out)["first_bad"]) == (1, 7)


def test_missing_triggers_are_a_fault(chain):
    assert "triggers that refuse changes are missing" in verify().problem


def test_a_missing_head_row_is_a_fault(chain):
    AuditHead.objects.all().delete()
    assert verify().problem == "event 1 stands behind the head row, which is missing"


def test_a_missing_head_file_is_a_fault(chain, settings):
    settings.AUDIT_HEAD_FILE.unlink()
    assert "the head file audit-head.jsonl is missing" in verify().problem


def test_a_shortened_head_file_is_a_fault(chain, settings):
    lines = settings.AUDIT_HEAD_FILE.read_text().splitlines(keepends=True)
    settings.AUDIT_HEAD_FILE.write_text("".join(lines[:-1]))
    assert verify().problem == "the head file ends at event 8: the database stands at event 10"


def test_a_garbled_line_of_the_head_file_is_a_fault(chain, settings):
    text = settings.AUDIT_HEAD_FILE.read_text()
    settings.AUDIT_HEAD_FILE.write_text(text.replace('{"seq": 4', '{"seq": x'))
    assert verify().problem == "line 2 of the head file cannot be read"


def test_a_chain_written_anew_under_the_key_differs_from_the_head_file(chain, settings):
    kept = settings.AUDIT_HEAD_FILE.read_text()
    remove(row(9))
    remove(row(10))
    AuditHead.objects.update(seq=8, hash=row(8).get().hash)
    note(2, after="another story")
    settings.AUDIT_HEAD_FILE.write_text(kept)
    assert verify().problem == "event 10 is not the one the head file names"


def test_a_database_that_was_emptied_is_a_fault(chain):
    remove(row(1).model.objects.all())
    AuditHead.objects.all().delete()
    found = verify()
    assert (found.first_bad, found.problem) == (1, "event 1 is missing: the head file stands at event 2")


@pytest.mark.parametrize("key", ["", "0" * 64])
def test_another_key_verifies_nothing(chain, settings, key):
    settings.AUDIT_KEY = key
    assert verify().first_bad == 1


def test_bytes_that_are_no_text_are_named_too(chain):
    """SQLite keeps whatever bytes it is given; PostgreSQL refuses such an edit itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE audit_auditevent SET actor = CAST(x'ff41' AS TEXT) WHERE seq = 6")
        else:
            cursor.execute("UPDATE audit_auditevent SET actor = 'A' WHERE seq = 6")
    assert verify().first_bad == 6
