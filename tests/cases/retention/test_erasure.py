"""One subject's rows leave every snapshot and nothing else does; who it was stands nowhere."""

import io
import json
from collections import Counter
from datetime import date, timedelta

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.utils import timezone

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.models import Upload
from cjnudge.cases.operations import erasure as erasing
from cjnudge.cases.operations.keys import renew_keys
from cjnudge.cases.operations.receiving_now import StillReceiving
from cjnudge.cases.operations.sweeping import sweep_orphans
from cjnudge.cases.privacy import keys
from cjnudge.cases.privacy.pseudonyms import pseudonym
from cjnudge.cases.privacy.subjects import NoIdentifier, by_snapshot, find_rows
from cjnudge.cases.problems import ProblemList
from cjnudge.cases.storage import snapshots
from cjnudge.cases.storage.already import already_here, note_erased
from cjnudge.cases.storage.successors import RowsChanged
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from cjnudge.jobs.states import State
from tests.cases.keyed_snapshots import case_snapshot, made_part, mapping_version, rows_of, some_rows
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
SOMEBODY = some_rows(1)[4]["suspect"]
A_CRIME = some_rows(1)[4]["crime"]


@pytest.fixture
def own(force, lead):
    return case_snapshot(force, lead)


def rows_of_somebody():
    return sum(row["suspect"] == SOMEBODY for month in (1, 2) for row in some_rows(month))


def erase(force, by, kind="suspect", identifier=SOMEBODY):
    found = find_rows(force, kind, identifier)
    return erasing.erase_now(force=force, found=found, by=by, at=NOW)


def test_rows_are_found_however_the_identifier_is_spelt(own, force):
    assert find_rows(force, "suspect", SOMEBODY).total == rows_of_somebody() > 1
    for spelt in (SOMEBODY.lower(), f"  {SOMEBODY} ", SOMEBODY.replace("/", "/ ")):
        assert find_rows(force, "suspect", spelt) == find_rows(force, "suspect", SOMEBODY)


def test_what_is_found_says_where_and_never_who(own, force):
    text = json.dumps(vars(find_rows(force, "suspect", SOMEBODY)))
    code = pseudonym(SOMEBODY, keys.layers_for(force, 1)["suspect"])
    assert SOMEBODY not in text and str(code) not in text and code.hex not in text


def test_what_is_no_identifier_is_refused_without_repeating_it(own, force):
    for odd in ("", "   ", "unknown", "x" * 201, "N/A", "\x00"):
        with pytest.raises(NoIdentifier) as refusal:
            find_rows(force, "suspect", odd)
        assert str(refusal.value) == "Enter the identifier as the records system writes it."


def test_suspects_and_crimes_are_told_apart(own, force):
    assert find_rows(force, "crime", SOMEBODY).total == 0
    assert find_rows(force, "crime", A_CRIME).total == 1


def test_force_without_cases_finds_nothing(force):
    assert find_rows(force, "suspect", SOMEBODY).total == 0
    assert not AuditEvent.objects.exists()


def test_all_rows_of_a_suspect_leave_and_all_others_stay(own, force, lead):
    others = Counter(row for row in rows_of(own) if row[COLUMN["suspect"]] != code_of(force))
    erase(force, lead)
    left = own.successor
    assert Counter(rows_of(left)) == others
    assert left.rows == own.rows - rows_of_somebody() == len(rows_of(left))
    assert find_rows(force, "suspect", SOMEBODY).total == 0


COLUMN = {"suspect": 0}


def code_of(force):
    return pseudonym(SOMEBODY, keys.layers_for(force, 1)["suspect"])


@pytest.fixture(autouse=True)
def suspect_column():
    from cjnudge.cases.extract.fields import CASE_COLUMNS

    COLUMN["suspect"] = list(CASE_COLUMNS).index("suspect")


def test_every_snapshot_of_the_force_loses_them_and_no_other_forces(
    own, force, other_force, lead, other_lead
):
    later = case_snapshot(
        force, lead, {"a.csv": some_rows(1), "c.csv": some_rows(3)}, as_at=date(2026, 7, 31)
    )
    theirs = case_snapshot(other_force, other_lead)
    found = find_rows(force, "suspect", SOMEBODY)
    assert {one.pk: rows for one, rows in by_snapshot(force, found)} == {
        own.pk: rows_of_somebody(),
        later.pk: rows_of_somebody(),
    }
    erase(force, lead)
    assert own.successor.rows == later.successor.rows == own.rows - rows_of_somebody()
    theirs.refresh_from_db()
    assert theirs.rows_erased_at is None and find_rows(other_force, "suspect", SOMEBODY).total


def test_snapshot_without_the_subject_stays_as_it_is(own, force, lead):
    without = case_snapshot(force, lead, {"c.csv": some_rows(3, seed=500)}, as_at=date(2026, 7, 31))
    erase(force, lead)
    without.refresh_from_db()
    assert without.rows_erased_at is None and without.parts.count() == 1


def test_erased_rows_are_on_no_disk_any_more_and_the_manifest_stays(
    own, force, lead, django_capture_on_commit_callbacks
):
    old, manifest = {part.hash for part in own.parts.all()}, own.manifest
    with django_capture_on_commit_callbacks(execute=True):
        erase(force, lead)
    own.refresh_from_db()
    left = {path.stem for path in project.DATA_DIR.rglob("*.parquet")}
    assert left == {part.hash for part in own.successor.parts.all()} and not left & old
    assert own.manifest == manifest and snapshots.hash_of(manifest) == own.hash
    assert (own.erased_because, own.rows_erased_at) == ("erased", NOW)
    assert "erased on" in snapshots.erased_words(own)


def test_files_that_a_kill_after_the_commit_left_are_swept_with_their_copies(own, force, lead):
    """Without the steps after the commit, as when the process ends there."""
    old = {part.hash for part in own.parts.all()}
    erase(force, lead)
    assert {path.stem for path in project.DATA_DIR.rglob("*.parquet")} > old
    sweep_orphans(at=timezone.now() + timedelta(days=2))
    left = {path.stem for path in project.DATA_DIR.rglob("*.parquet")}
    assert left == {part.hash for part in own.successor.parts.all()}


def test_next_row_of_a_decision_becomes_its_first_when_its_crime_is_erased(force, lead):
    """Two crimes of one suspect, decided together in two files: the decision is still counted once."""
    row = some_rows(1)[0]
    one, two = {**row, "crime": "41/1"}, {**row, "crime": "41/2"}
    snapshot = case_snapshot(force, lead, {"a.csv": [one, two, *some_rows(1)[4:8]]})
    assert firsts(snapshot) == [True, False]
    erase(force, lead, "crime", "41/1")
    assert firsts(snapshot.successor) == [True]
    assert snapshot.successor.contents["decisions"] == snapshot.contents["decisions"]


def firsts(snapshot):
    return [first for first, day in rows_of(snapshot, "first_of_decision, entry_on", order="first_of_decision DESC")
            if day == some_rows(1)[0]["entry_on"]]  # fmt: skip


def test_last_row_leaves_no_successor(force, lead):
    alone = case_snapshot(force, lead, {"a.csv": some_rows(1)[4:5]})
    erase(force, lead)
    alone.refresh_from_db()
    assert not hasattr(alone, "successor") and alone.rows_erased_at
    assert "Nothing can be counted" in snapshots.erased_words(alone)


def test_erased_file_is_not_brought_back_by_the_same_file(own, force, lead):
    erase(force, lead)
    mapping = mapping_version(force)
    made = [made_part("january.csv", some_rows(1), force, 1, mapping)]
    problems = ProblemList()
    note_erased(force, made, problems)
    assert problems.total == 1 and "would bring them back" in problems.kept[0].reason
    with pytest.raises(RowsChanged):
        already_here(force, own.manifest, made)


def test_what_was_left_of_a_file_can_be_added_to(own, force, lead):
    from cjnudge.cases.operations.adding import earlier_parts

    erase(force, lead)
    made = [*earlier_parts(own.successor), made_part("c.csv", some_rows(3), force, 1, mapping_version(force))]
    problems = ProblemList()
    note_erased(force, made, problems)
    assert not problems.total


def test_second_erasure_and_a_renewal_keep_the_first_one_done(own, force, lead):
    erase(force, lead)
    run_job(renew_keys(force=force, reason="routine", by=lead, at=NOW).pk)
    other = some_rows(2)[8]["suspect"]
    erase(force, lead, identifier=other)
    newest = own.successor.successor.successor
    assert newest.key_version == 2 and newest.rows == len(rows_of(newest))
    assert find_rows(force, "suspect", SOMEBODY).total == find_rows(force, "suspect", other).total == 0
    problems = ProblemList()
    note_erased(force, [made_part("january.csv", some_rows(1), force, 2, mapping_version(force))], problems)
    assert problems.total == 1


def test_event_says_what_and_not_who(own, force, lead):
    erase(force, lead)
    event = AuditEvent.objects.get(operation="erasure")
    assert event.actor == str(lead.pk) and event.action == "cases.erased" and event.force_id == str(force.pk)
    after = json.loads(event.detail)["after"]
    assert after == {"kind": "suspect", "rows": rows_of_somebody(), "snapshots": [str(own.pk)]}


def test_job_erases_and_knows_only_row_numbers(own, force, lead):
    found = find_rows(force, "suspect", SOMEBODY)
    job = erasing.request_erasure(force=force, found=found, by=lead, at=NOW)
    assert erasing.request_erasure(force=force, found=found, by=lead, at=NOW) == job
    assert SOMEBODY not in json.dumps(job.payload) and str(code_of(force)) not in json.dumps(job.payload)
    assert run_job(job.pk) and not run_job(job.pk)
    assert own.successor.rows == own.rows - rows_of_somebody()


def test_rows_found_before_another_change_are_not_erased_by_their_old_numbers(own, force, lead):
    found = find_rows(force, "suspect", SOMEBODY)
    job = erasing.request_erasure(force=force, found=found, by=lead, at=NOW)
    run_job(renew_keys(force=force, reason="routine", by=lead, at=NOW).pk)
    assert not run_job(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert job.state == State.FAILED and "Begin again" in job.problem


def test_snapshot_that_came_in_between_stops_the_erasure(own, force, lead):
    prepared = erasing.Erasure(force, find_rows(force, "suspect", SOMEBODY))
    case_snapshot(force, lead, {"late.csv": some_rows(3)}, as_at=date(2026, 7, 31))
    with pytest.raises(RowsChanged):
        erasing.register_erasure(prepared, by=lead, at=NOW)
    own.refresh_from_db()
    assert own.rows_erased_at is None


def test_nothing_is_erased_while_files_come_in(own, force, lead):
    Upload.objects.create(
        force=force, feed="case_extract", door="page", state="received", started_at=NOW, heard_at=NOW
    )
    with pytest.raises(StillReceiving):
        erase(force, lead)


def command(monkeypatch, capsys, force, typed, *options):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    call_command("erase_cases", "--force", force.slug, *options)
    return capsys.readouterr().out


def test_command_counts_first_and_erases_when_told(own, force, monkeypatch, capsys):
    said = command(monkeypatch, capsys, force, SOMEBODY + "\n")
    assert f"{rows_of_somebody()} rows found in Own cases" in said and "Nothing was erased" in said
    own.refresh_from_db()
    assert own.rows_erased_at is None
    said = command(monkeypatch, capsys, force, SOMEBODY + "\n", "--erase", "--json")
    assert json.loads(said)["erased"] and own.successor.rows == own.rows - rows_of_somebody()
    said = command(monkeypatch, capsys, force, SOMEBODY + "\n", "--erase")
    assert said.startswith("No row was found")
    assert SOMEBODY not in said


def test_identifier_is_in_no_row_of_the_database_and_no_file(own, force, lead, capfd):
    erase(force, lead)
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert SOMEBODY not in str(cursor.fetchall()), table
    for path in project.DATA_DIR.rglob("*"):
        assert not path.is_file() or SOMEBODY.encode() not in path.read_bytes(), path
    out, err = capfd.readouterr()
    assert SOMEBODY not in out + err


def test_erasure_keeps_the_day_of_arrival_for_the_retention(own, force, lead):
    erase(force, lead)
    left = own.successor
    assert left.imported_at == own.imported_at and left.imported_by_id == lead.pk
    assert left.rows_erased_at is None and own.imported_at + timedelta(0) == NOW
