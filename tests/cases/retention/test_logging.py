"""Section 62: each of the six operations, through each of its doors, writes exactly one event that says enough."""

import io
import json
import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cjnudge.audit.events import Event, Operation
from cjnudge.audit.models import AuditEvent
from cjnudge.cases.models import Consultation
from cjnudge.cases.operations import consulting
from cjnudge.cases.operations.keys import renew_keys
from cjnudge.cases.operations.retention import keep_retention
from cjnudge.cases.operations.sweeping import sweep_orphans
from cjnudge.jobs.running import run_job
from tests.cases.eligibility.written import drafted
from tests.cases.keyed_snapshots import brought, case_snapshot, some_rows
from tests.people import NOW
from tests.safeguards.records import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
SOMEBODY = some_rows(1)[4]
WHY = {"purpose": "scrutiny", "recipient": "Scrutiny panel"}
PERSONAL = [SOMEBODY["suspect"], SOMEBODY["officer"] + " ", SOMEBODY["crime"]]


@pytest.fixture
def own(force, lead):
    return case_snapshot(force, lead)


def address(name, force, *more):
    return reverse(f"cases:{name}", args=[force.slug, *more])


# Each door: what somebody does there. (operation, action, door): everything gets own, force, lead, client, monkeypatch.
def look_at_snapshot(own, force, client, **_):
    client.get(address("snapshot", force, own.pk))


def look_at_quality(own, force, client, **_):
    client.get(address("quality", force, own.pk))


def look_at_a_chart(own, force, client, **_):
    assert client.get(address("quality_chart", force, own.pk, "volumes")).status_code == 200


def look_at_the_manifest(own, force, client, **_):
    client.get(address("manifest", force, own.pk))


def try_a_draft_of_rules(force, lead, client, **_):
    drafted(force, lead)
    assert "tables" in client.get(address("rules_changes", force)).context


def look_for_a_person(force, client, **_):
    client.post(address("erase", force), {"kind": "suspect", "identifier": SOMEBODY["suspect"]})


def look_by_command(force, monkeypatch, **_):
    monkeypatch.setattr("sys.stdin", io.StringIO(SOMEBODY["suspect"]))
    call_command("erase_cases", "--force", force.slug, stdout=io.StringIO())


def download(own, force, client, **_):
    client.post(address("download_counts", force, own.pk), WHY)


def download_quality(own, force, client, **_):
    client.post(address("quality_tables", force, own.pk), WHY)


def erase_on_the_page(force, client, **_):
    shown = client.post(address("erase", force), {"kind": "suspect", "identifier": SOMEBODY["suspect"]})
    token = re.search(r'name="found" value="([^"]+)"', shown.content.decode()).group(1)
    job = client.post(address("erase", force), {"found": token})["Location"].rstrip("/").rpartition("/")[2]
    assert run_job(job)


def erase_by_command(force, monkeypatch, **_):
    monkeypatch.setattr("sys.stdin", io.StringIO(SOMEBODY["suspect"]))
    call_command("erase_cases", "--force", force.slug, "--erase", stdout=io.StringIO())


def let_it_expire(force, lead, **_):
    make_record(force, lead, retain_until=date(2026, 12, 1), retain_months=None)
    keep_retention(at=NOW + timedelta(days=60))


def renew(force, lead, **_):
    assert run_job(renew_keys(force=force, reason="routine", by=lead, at=NOW).pk)


def import_two_files(force, lead, tmp_path, **_):
    assert brought(force, lead, tmp_path).state == "imported"


DOORS = {
    "page of a snapshot": (Event.CASES_CONSULTED, look_at_snapshot),
    "page of its quality": (Event.CASES_CONSULTED, look_at_quality),
    "chart of its quality": (Event.CASES_CONSULTED, look_at_a_chart),
    "manifest of a snapshot": (Event.CASES_CONSULTED, look_at_the_manifest),
    "draft of rules tried on it": (Event.CASES_CONSULTED, try_a_draft_of_rules),
    "page to erase, looking": (Event.CASES_CONSULTED, look_for_a_person),
    "command, looking": (Event.CASES_CONSULTED, look_by_command),
    "download of counts": (Event.CASES_DISCLOSED, download),
    "download of quality": (Event.CASES_DISCLOSED, download_quality),
    "page to erase": (Event.CASES_ERASED, erase_on_the_page),
    "command to erase": (Event.CASES_ERASED, erase_by_command),
    "end of retention": (Event.CASES_EXPIRED, let_it_expire),
    "renewal of keys": (Event.KEYS_RENEWED, renew),
    "import": (Event.CASES_IMPORTED, import_two_files),
    "import of several files": (Event.CASES_COMBINED, import_two_files),
}


def events_through(door, own, force, lead, client, monkeypatch, tmp_path):
    client.force_login(lead)
    before = AuditEvent.objects.count()
    given = {"own": own, "force": force, "lead": lead, "client": client}
    DOORS[door][1](**given, monkeypatch=monkeypatch, tmp_path=tmp_path)
    return list(AuditEvent.objects.order_by("seq")[before:])


VOLUMES = {"key": "volumes", "title": "Volumes", "sentences": [], "findings": [], "tables": []}
VOLUMES["chart"] = {"title": "Cases by month", "alt": "", "svg": "<svg/>"}


@pytest.fixture
def through(own, force, lead, client, monkeypatch, tmp_path):
    own.quality = {"format": 1, "as_at": "2026-06-30", "sections": [VOLUMES]}
    own.save(update_fields=["quality"])
    return lambda door: events_through(door, own, force, lead, client, monkeypatch, tmp_path)


@pytest.mark.parametrize("door", DOORS)
def test_each_door_writes_exactly_one_event_that_says_enough_and_no_personal_value(
    door, through, force, lead
):
    events = through(door)
    assert not [value for value in PERSONAL for event in events if value in str(vars(event))]
    (event,) = [one for one in events if one.action == DOORS[door][0].value]
    assert event.force_id == str(force.pk) and event.object_id and event.at.endswith("+00:00")
    assert event.actor in {str(lead.pk), "erase_cases", "scheduler"}
    assert event.role == ("lead" if event.actor == str(lead.pk) else "")
    assert event.operation == DOORS[door][0].operation.value
    if event.operation == "disclosure":
        assert event.purpose == WHY["purpose"] and json.loads(event.detail)["after"]["recipient"]


def test_every_declared_operation_on_case_rows_has_a_door():
    """All six of section 62; the events of the trail itself and of results have tests of their own."""
    elsewhere = {"audit.exported", "result.exported", "practice.cleared", "counts.typed", "counts.discarded"}
    elsewhere |= {"quality.counted"}
    elsewhere |= {
        "wave.withdrawn",
        "wave.people-listed",
        "wave.list-deleted",
        "wave.answers-expired",
        "wave.results-released",
        "wave.answers-extracted",
        "text.checked",
        "trial.unblinded",
        "trial.declines-imported",
        "panel.drawn",
        "force.exported",
        "force.imported",
    }  # no case
    declared = {event for event in Event if event.operation != Operation.ADMINISTRATION} - {
        Event(value) for value in elsewhere
    }
    assert {event for event, _ in DOORS.values()} == declared
    assert {event.operation for event, _ in DOORS.values()} == set(Operation) - {Operation.ADMINISTRATION}


def test_a_build_that_forgets_to_log_a_door_would_be_found(through, monkeypatch):
    """The control: with the note of a consultation left out, the door writes no event."""
    monkeypatch.setattr("cjnudge.cases.views.data.note_consultation", lambda **given: None)
    assert not through("page of a snapshot")


def test_looking_again_within_the_hour_is_one_consultation_and_writes_nothing(own, lead, evaluator, client):
    page = reverse("cases:snapshot", args=[own.force.slug, own.pk])
    client.force_login(lead)
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    assert not [
        q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT"))
    ]
    client.force_login(evaluator)
    client.get(page)
    assert consultations() == 2


def consultations():
    return AuditEvent.objects.filter(action="cases.consulted").count()


def test_looking_in_the_next_hour_is_another_consultation(own, lead):
    at = NOW.replace(minute=59)
    assert [consulting.note_consultation(snapshot=own, by=lead, at=at + timedelta(minutes=m)) for m in (0, 0, 1, 30)] \
        == [True, False, True, False]  # fmt: skip


def test_first_look_writes_the_note_and_the_event_and_nothing_else(own, lead, client):
    """The one exception to "looking writes nothing": which tables, and that the transaction is its own."""
    client.force_login(lead)
    client.get(reverse("cases:snapshots", args=[own.force.slug]))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("cases:snapshot", args=[own.force.slug, own.pk]))
    written = {
        re.search(r'"(\w+)"', q["sql"]).group(1)
        for q in queries
        if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    }
    assert written == {"cases_consultation", "audit_auditevent", "audit_audithead"}


def test_two_pages_at_once_are_one_consultation(own, lead, monkeypatch):
    consulting.note_consultation(snapshot=own, by=lead, at=NOW)
    monkeypatch.setattr(Consultation.scoped, "for_force", lambda force: Consultation.objects.none())
    assert consulting.note_consultation(snapshot=own, by=lead, at=NOW) is False
    assert consultations() == 1


def test_published_made_up_and_counted_data_need_no_event(own, practice, lead, client):
    made_up = case_snapshot(practice, lead)
    assert not consulting.note_consultation(snapshot=made_up, by=lead, at=NOW)
    assert Consultation.objects.count() == 0


def test_what_keeps_events_from_doubling_is_forgotten_after_a_day(own, lead):
    consulting.note_consultation(snapshot=own, by=lead, at=timezone.now() - timedelta(days=3))
    consulting.note_consultation(snapshot=own, by=lead, at=timezone.now())
    sweep_orphans(at=timezone.now())
    assert Consultation.objects.count() == 1 and consultations() == 2
