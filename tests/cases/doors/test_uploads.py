"""An upload is received piece by piece and ends as a snapshot, or in words; nothing is half imported."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.extract.fields import SYNTHETIC_COLUMN
from cjnudge.cases.models import Part, RuleSetVersion, Snapshot, Upload
from cjnudge.cases.operations.receiving import Receiving
from cjnudge.cases.operations.upload_sweeping import sweep_uploads
from cjnudge.cases.operations.uploading import UploadEnded, cancel_upload, interrupt_upload
from cjnudge.cases.problems import ImportRefused
from cjnudge.cases.storage import store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts
from cjnudge.cases.storage.snapshots import part_hashes
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.cases.doors.extracts import AS_AT, BODY, FIRST_DAY, case, make_mapping, many, text
from tests.people import NOW

pytestmark = pytest.mark.django_db


def rows_of(snapshot, columns="*"):
    paths = [store.local_path(one) for one in part_hashes(snapshot)]
    with connection() as duck:
        return duck.execute(f"SELECT {columns} FROM {from_parts(paths)}").fetchall()


def test_upload_becomes_a_snapshot_of_its_cases(bring, practice, mapping, incoming):
    upload = bring({"january.csv": many(30)})
    snapshot = Snapshot.scoped.for_force(practice).get()
    assert (upload.state, upload.snapshot, upload.findings["created"]) == ("imported", snapshot, True)
    assert (snapshot.rows, snapshot.total, snapshot.feed, snapshot.as_at) == (30, 30, "case_extract", AS_AT)
    assert (snapshot.mapping_version_id, snapshot.key_version, snapshot.synthetic) == (mapping.pk, 1, True)
    assert snapshot.file_names == {upload.files[0]["sha256"]: "january.csv"}
    assert snapshot.contents["bases"] == ["closed", "entry"] and snapshot.contents["places"] == 1
    assert incoming() == []


def test_manifest_names_the_mapping_the_keys_and_the_rules(bring, mapping):
    manifest = json.loads(bring({"january.csv": many(5)}).snapshot.manifest)
    assert manifest["mapping"] == {"version": 1, "sha256": mapping.hash}
    assert (manifest["key_version"], manifest["rules"]) == (1, None)


def test_rows_without_rules_say_that_there_are_none(bring):
    found = rows_of(
        bring({"a.csv": many(5)}).snapshot, "DISTINCT eligibility, eligibility_reason, rules_version"
    )
    assert found == [("unknown", "No approved eligibility rules.", None)]


def approve_rules(force, lead, evaluator, number=1, result="eligible"):
    rule = {"result": result, "reason": "A test rule.", "conditions": [], "if_missing": "skip"}
    body = json.dumps({"format": 1, "rules": [rule]})
    who = {"written_by_id": lead.pk, "approved_by_id": evaluator.pk}
    return RuleSetVersion.objects.create(
        force=force, number=number, body=body, written_at=NOW, changed_at=NOW, approved_at=NOW, **who
    )


def test_approved_rules_decide_and_stand_in_the_manifest(bring, practice, lead, evaluator):
    before = bring({"a.csv": many(5)}).snapshot
    rules = approve_rules(practice, lead, evaluator)
    after = bring({"a.csv": many(5)}).snapshot
    assert after.hash != before.hash and after.rules_version_id == rules.pk
    assert rows_of(after, "DISTINCT eligibility, rules_version") == [("eligible", 1)]


def test_same_rules_approved_again_give_their_own_number(bring, practice, lead, evaluator):
    approve_rules(practice, lead, evaluator)
    bring({"a.csv": many(5)})
    approve_rules(practice, lead, evaluator, number=2)
    again = bring({"a.csv": many(5)}).snapshot
    assert rows_of(again, "DISTINCT rules_version") == [(2,)]
    assert json.loads(again.manifest)["rules"]["version"] == 2


def test_synthetic_extract_is_refused_outside_the_practice_space(begin, force, practice, lead):
    columns = BODY.columns | {SYNTHETIC_COLUMN: "drop"}
    body = replace(BODY, columns=columns)
    with pytest.raises(ImportRefused, match="synthetic extract"):
        begin(force=force, rehearsal_only=True, mapping_version=make_mapping(force, lead, body=body))
    assert begin(mapping_version=make_mapping(practice, lead, body=body, number=2)).synthetic


def test_same_file_again_is_recognised(bring, practice):
    first = bring({"january.csv": many(30)})
    again = bring({"renamed january.csv": many(30)})
    assert (again.state, again.snapshot, again.findings["created"]) == ("imported", first.snapshot, False)
    assert Snapshot.scoped.for_force(practice).count() == Part.scoped.for_force(practice).count() == 1


def test_changed_mapping_makes_a_new_snapshot(bring, practice, lead):
    first = bring({"january.csv": many(30)})
    labels = {"outcome": BODY.labels["outcome"] | {"Community resolution": "7"}}
    other = make_mapping(practice, lead, body=replace(BODY, labels=labels), number=2)
    second = bring({"january.csv": many(30)}, mapping_version=other)
    assert second.snapshot.hash != first.snapshot.hash
    assert {row[0] for row in rows_of(second.snapshot, "outcome")} == {"7"}
    assert {row[0] for row in rows_of(first.snapshot, "outcome")} == {"8"}


def test_same_pieces_give_the_same_bytes(bring, practice):
    first = bring({"january.csv": many(30)}).snapshot
    hashes = part_hashes(first)
    Upload.scoped.for_force(practice).delete()
    first.delete()
    Part.scoped.for_force(practice).delete()
    store.forget(hashes[0])
    assert part_hashes(bring({"january.csv": many(30)}).snapshot) == hashes


def test_one_suspect_one_day_one_outcome_is_one_decision(bring):
    file = text(case(1, suspect=7, crime=1), case(1, suspect=7, crime=2), case(1, suspect=8, crime=3))
    found = [first for (first,) in rows_of(bring({"a.csv": file}).snapshot, "first_of_decision")]
    assert (
        sorted(found[:2]) == [False, True] and found[2]
    )  # which row stands for the two is no matter of order


def test_without_a_suspect_every_row_is_a_decision(bring):
    file = text(case(1, suspect="", crime=1), case(1, suspect="", crime=2))
    assert rows_of(bring({"a.csv": file}).snapshot, "first_of_decision") == [(True,), (True,)]


SHARED = (text(case(1, suspect=7, crime=1)), text(case(1, suspect=7, crime=2), case(3)))


def test_decision_that_two_files_share_is_counted_once_however_they_come(bring, practice):
    one, other = SHARED
    at_once = bring({"a.csv": one, "b.csv": other}).snapshot
    assert sorted(rows_of(at_once, "first_of_decision")) == [(False,), (True,), (True,)]
    for first, second in ((one, other), (other, one)):
        earlier = bring({"a.csv": first}).snapshot
        assert bring({"b.csv": second}, added_to=earlier).snapshot == at_once


def test_same_case_in_two_files_is_refused_in_words(bring):
    upload = bring({"january.csv": many(5), "february.csv": text(case(3), case(40))})
    (problem,) = upload.findings["problems"]
    assert (
        upload.state == "refused" and "january.csv" in problem["file"] and "february.csv" in problem["file"]
    )
    assert problem["reason"].startswith("1 case in both files: the same crime and suspect")


def test_same_case_with_a_corrected_entry_date_is_refused(bring):
    files = {"january.csv": many(5), "again.csv": text(case(3, on=FIRST_DAY + timedelta(days=9)), case(40))}
    (problem,) = bring(files).findings["problems"]
    assert problem["reason"].startswith("1 case in both files")


def test_same_crime_without_a_suspect_is_refused_on_the_same_day_alone(bring):
    for days, state in ((3, "refused"), (4, "imported")):
        again = text(case(3, suspect="", on=FIRST_DAY + timedelta(days=days), outcome=""), case(40))
        assert bring({"january.csv": many(5, suspect=""), "again.csv": again}).state == state


def test_file_sent_twice_in_one_upload_is_refused(receive):
    upload = receive({"a.csv": many(5), "b.csv": many(5)})
    assert upload.state == "refused" and "the same as a.csv" in upload.findings["problems"][0]["reason"]


def test_faulty_file_is_refused_with_its_lines_and_nothing_is_kept(receive, incoming, practice):
    upload = receive({"january.csv": text(case(1), case(2, outcome="Community Res"))})
    (problem,) = upload.findings["problems"]
    assert (upload.state, problem["line"], problem["column"]) == ("refused", 3, "Outcome")
    assert upload.findings["unmatched"] == {"outcome": {"Community Res": 0}}
    assert incoming() == [] and not Job.objects.exists()
    assert AuditEvent.objects.latest("seq").action == "upload.refused"


def test_files_go_to_an_earlier_snapshot_and_its_parts_are_reused(bring):
    january = bring({"january.csv": many(20)}).snapshot
    both = bring({"february.csv": text(case(40, on=AS_AT - timedelta(days=60)))}, added_to=january).snapshot
    assert both.rows == 21 and set(part_hashes(january)) < set(part_hashes(both))
    assert sorted(both.file_names.values()) == ["february.csv", "january.csv"]


def test_files_are_not_added_to_what_was_read_differently(bring, begin, practice, lead, evaluator):
    january = bring({"january.csv": many(20)}).snapshot
    from dataclasses import replace

    other = make_mapping(practice, lead, body=replace(BODY, ages_in_years=True), number=2)
    with pytest.raises(ImportRefused, match="under another mapping .version 1.*Send all the files again"):
        begin(added_to=january, mapping_version=other)
    approve_rules(practice, lead, evaluator)
    with pytest.raises(ImportRefused, match="under no eligibility rules, and version 1"):
        begin(added_to=january)


def test_safeguards_are_asked_before_a_byte_is_accepted(begin, force, lead):
    own = make_mapping(force, lead)
    with pytest.raises(ImportRefused, match="No safeguards record covers"):
        begin(force=force, mapping_version=own)
    assert not Upload.objects.exists()


def test_unfinished_mapping_is_refused_before_a_byte_is_accepted(begin, practice, lead):
    from dataclasses import replace

    columns = BODY.columns | {"Team": "drop"}
    unfinished = make_mapping(practice, lead, body=replace(BODY, columns=columns, as_written=()), number=2)
    with pytest.raises(ImportRefused, match="cannot be used yet"):
        begin(mapping_version=unfinished)


def test_form_sent_twice_begins_one_upload(begin):
    from uuid import uuid4

    once = uuid4()
    begin(upload_id=once)
    with pytest.raises(ImportRefused, match="sent already"):
        begin(upload_id=once)


def test_cancelled_upload_stops_its_receiver_and_leaves_nothing(begin, lead, incoming):
    upload = begin()
    receiving = Receiving(upload, clock=timezone.now)
    receiving.open("a.csv")
    receiving.feed(many(2000))
    assert cancel_upload(upload=upload, by=lead, at=NOW)
    receiving.close()
    with pytest.raises(UploadEnded):
        receiving.finish(by=lead)
    receiving.break_off()
    upload.refresh_from_db()
    assert upload.state == "cancelled" and incoming() == [] and not Job.objects.exists()


def test_cancel_ends_the_waiting_job_too(receive, lead, incoming, practice):
    upload = receive({"a.csv": many(5)})
    assert cancel_upload(upload=upload, by=lead, at=NOW) and not cancel_upload(upload=upload, by=lead, at=NOW)
    assert Job.objects.get().state == "cancelled" and not run_job(upload.job_id)
    assert incoming() == [] and not Snapshot.scoped.for_force(practice).exists()


def test_upload_cancelled_at_the_last_moment_stores_nothing(receive, lead, practice, monkeypatch):
    """Between the part and the publish: the guarded UPDATE of the publish finds no upload that waits."""
    upload = receive({"a.csv": many(5)})
    Upload.objects.filter(pk=upload.pk).update(state="cancelled")
    from cjnudge.cases.jobs import importing as import_job

    monkeypatch.setattr(import_job, "upload_of", lambda *a: upload)
    assert not run_job(upload.job_id)
    assert not Snapshot.scoped.for_force(practice).exists() and not Part.objects.exists()
    assert Job.objects.get().state == "failed"


def test_silent_upload_is_interrupted_by_the_sweep_and_a_lively_one_is_not(begin, incoming):
    quiet, lively = begin(), begin()
    receiving = Receiving(quiet, clock=lambda: NOW)
    receiving.open("a.csv")
    receiving.feed(many(5))
    Upload.objects.filter(pk=lively.pk).update(heard_at=NOW + timedelta(minutes=9))
    assert sweep_uploads(at=NOW + timedelta(minutes=10)) == 1
    states = {one.pk: one.state for one in Upload.objects.all()}
    assert states == {quiet.pk: "interrupted", lively.pk: "receiving"} and incoming() == []
    assert AuditEvent.objects.latest("seq").action == "upload.interrupted"
    with pytest.raises(UploadEnded):
        receiving.clock = lambda: NOW + timedelta(minutes=11)
        receiving.feed(b"more")


def test_upload_whose_job_ended_without_it_says_what_the_job_says(receive):
    upload = receive({"a.csv": many(5)})
    Job.objects.update(state="failed", problem="The disk is full.", finished_at=NOW)
    sweep_uploads(at=NOW)
    upload.refresh_from_db()
    assert upload.state == "refused" and upload.findings["problems"][0]["reason"] == "The disk is full."


def test_folder_that_no_upload_waits_for_is_swept(own_store, incoming, begin):
    import os

    waiting = begin()
    folder = own_store / "snapshots" / "incoming"
    for name in ("11111111-1111-4111-8111-111111111111", str(waiting.pk)):
        (folder / name).mkdir(parents=True)
        (folder / name / "x.parquet").write_bytes(b"x")
        os.utime(folder / name, (NOW.timestamp(), NOW.timestamp()))
    Upload.objects.update(heard_at=NOW + timedelta(hours=2))
    sweep_uploads(at=NOW + timedelta(hours=2))
    assert [path.name for path in folder.iterdir()] == [str(waiting.pk)]


def test_interrupted_is_said_once(begin):
    upload = begin()
    assert interrupt_upload(upload=upload, at=NOW) and not interrupt_upload(upload=upload, at=NOW)


def test_pieces_that_are_gone_end_the_import_in_words(receive, practice):
    from cjnudge.cases.storage import pieces

    upload = receive({"a.csv": many(5)})
    pieces.discard(upload.pk)
    run_job(upload.job_id)
    upload.refresh_from_db()
    assert upload.state == "refused" and "Send the files again" in upload.findings["problems"][0]["remedy"]


def test_later_day_of_the_extract_is_another_snapshot(bring):
    first = bring({"a.csv": many(5)})
    later = bring({"a.csv": many(5)}, as_at=AS_AT + timedelta(days=30))
    assert later.snapshot.hash != first.snapshot.hash
    assert part_hashes(later.snapshot) == part_hashes(first.snapshot)


@pytest.mark.parametrize("days", [-200, -1, 1, 200])
def test_files_of_another_day_are_not_added(bring, begin, days):
    """Else January's open cases would count as followed to a day on which nobody looked at them."""
    january = bring({"january.csv": many(20, outcome="")}).snapshot
    other = AS_AT + timedelta(days=days)
    with pytest.raises(
        ImportRefused, match="show cases as at 30 September 2026, .*Export all the months again"
    ):
        begin(added_to=january, as_at=other, at=NOW + timedelta(days=400))


def test_counts_come_through_the_same_door(bring, practice):
    lines = b"unit,month,outcome_types,n\nWatford,2026-01,8,30\nWatford,2026-01,none,10\n"
    given = {"feed": "unit_counts", "mapping_version": None, "options": {"follow_up_days": "120"}}
    upload = bring({"counts 2026.csv": lines}, **given)
    assert (upload.state, upload.snapshot.total, upload.snapshot.as_at) == ("imported", 40, AS_AT)
    assert list(upload.snapshot.file_names.values()) == ["counts 2026.csv"]


def test_faulty_counts_are_refused_by_the_job_in_words(bring, incoming):
    given = {"feed": "unit_counts", "mapping_version": None, "options": {"follow_up_days": "120"}}
    upload = bring({"counts.csv": b"unit,month,outcome_types,n\nWatford,2026-01,8,many\n"}, **given)
    problem = upload.findings["problems"][0]
    assert (upload.state, problem["file"], problem["line"], problem["column"]) == (
        "refused",
        "counts.csv",
        2,
        "n",
    )
    assert incoming() == []


def test_day_of_an_extract_is_never_guessed(begin):
    with pytest.raises(ImportRefused, match="which day the extract shows"):
        begin(as_at=None)
