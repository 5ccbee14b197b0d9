"""Rows whose time has come go; the manifest, the quality and what was counted from them stay."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as project

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.operations import retention as expiring
from cjnudge.cases.operations.erasure import erase_now
from cjnudge.cases.operations.retention import keep_retention
from cjnudge.cases.privacy.retention import Retention
from cjnudge.cases.privacy.subjects import find_rows
from cjnudge.cases.storage import snapshots
from cjnudge.safeguards.operations import write_version
from tests.cases.keyed_snapshots import case_snapshot, rows_of, some_rows
from tests.people import NOW
from tests.safeguards.records import COMPLETE, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
UNTIL = date(2027, 3, 31)
QUALITY = {"format": 1, "sections": []}


@pytest.fixture
def own(force, lead):
    return case_snapshot(force, lead, quality=QUALITY)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def until(day, force, lead, **more):
    return make_record(force, lead, retain_until=day, retain_months=None, **more)


def rows_kept(snapshot):
    snapshot.refresh_from_db()
    return snapshot.rows_erased_at is None


def test_rows_are_kept_to_the_last_day_and_go_after_it(own, force, lead, django_capture_on_commit_callbacks):
    until(UNTIL, force, lead)
    keep_retention(at=noon(UNTIL))
    assert rows_kept(own) and own.retain_until == UNTIL
    with django_capture_on_commit_callbacks(execute=True):
        keep_retention(at=noon(UNTIL + timedelta(days=1)))
    assert not rows_kept(own) and own.erased_because == "expired"
    assert not Part.scoped.for_force(force).exists() and not list(project.DATA_DIR.rglob("*.parquet"))


def test_manifest_hash_and_quality_stay(own, force, lead):
    manifest = own.manifest
    until(UNTIL, force, lead)
    keep_retention(at=noon(UNTIL + timedelta(days=1)))
    own.refresh_from_db()
    assert own.manifest == manifest and snapshots.hash_of(manifest) == own.hash and own.quality == QUALITY
    assert "come to its end" in snapshots.erased_words(own)


def test_event_says_what_and_not_content(own, force, lead):
    until(UNTIL, force, lead)
    keep_retention(at=noon(UNTIL + timedelta(days=1)))
    event = AuditEvent.objects.get(operation="erasure")
    assert (event.action, event.actor, event.object_id) == ("cases.expired", "scheduler", str(own.pk))
    after = json.loads(event.detail)["after"]
    assert after == {"rows": own.rows, "until": UNTIL.isoformat(), "successor": None}


def test_expiring_again_changes_nothing(own, force, lead):
    until(UNTIL, force, lead)
    for day in (1, 2, 30):
        keep_retention(at=noon(UNTIL + timedelta(days=day)))
    own.refresh_from_db()
    assert own.rows_erased_at == noon(UNTIL + timedelta(days=1))
    assert AuditEvent.objects.filter(operation="erasure").count() == 1


def test_months_count_from_the_day_the_file_arrived(own, force, lead):
    make_record(force, lead, retain_months=12)
    assert Retention(force).last_day(own) == date(2027, 11, 2)


def test_a_changed_record_changes_the_day_both_ways(own, force, lead):
    version = until(UNTIL, force, lead)
    sooner = {**COMPLETE, "retain_until": date(2026, 12, 1), "retain_months": None}
    write_version(record=version.record, base=1, values=sooner, by=lead, at=NOW)
    assert Retention(force).last_day(own) == date(2026, 12, 1)
    write_version(record=version.record, base=2, values={**COMPLETE, "retain_months": 60}, by=lead, at=NOW)
    keep_retention(at=noon(date(2026, 12, 2)))
    assert rows_kept(own) and own.retain_until == date(2031, 11, 2)


def test_own_record_of_a_snapshot_goes_before_that_for_every_data_set(own, force, lead):
    until(UNTIL, force, lead)
    until(date(2028, 1, 1), force, lead, subject_id=own.pk)
    assert Retention(force).last_day(own) == date(2028, 1, 1)


def test_own_record_still_covers_what_followed_the_snapshot(own, force, lead):
    until(UNTIL, force, lead)
    until(date(2028, 1, 1), force, lead, subject_id=own.pk)
    found = find_rows(force, "suspect", some_rows(1)[4]["suspect"])
    erase_now(force=force, found=found, by=lead, at=NOW)
    assert Retention(force).last_day(own.successor) == date(2028, 1, 1)


def test_without_a_record_there_is_no_end(own, force, other_force, other_lead):
    make_record(other_force, other_lead, retain_months=1)
    keep_retention(at=NOW + timedelta(days=20_000))
    assert rows_kept(own) and own.retain_until is None


def test_synthetic_cases_have_no_end(force, practice, lead):
    made_up = case_snapshot(practice, lead)
    make_record(practice, lead, retain_months=1)
    keep_retention(at=NOW + timedelta(days=400))
    assert rows_kept(made_up)


def test_rehearsal_under_a_record_expires_like_any_other(force, lead):
    rehearsal = case_snapshot(force, lead, rehearsal_only=True)
    until(UNTIL, force, lead)
    keep_retention(at=noon(UNTIL + timedelta(days=1)))
    assert not rows_kept(rehearsal)


def test_adding_months_does_not_keep_the_first_file_longer(force, lead):
    """The later snapshot holds the same January: its rows go when their own time is over, February stays."""
    january, february = {"a.csv": some_rows(1)}, {"b.csv": some_rows(2)}
    first = case_snapshot(force, lead, january)
    later = case_snapshot(force, lead, january | february, at=NOW + timedelta(days=200))
    make_record(force, lead, retain_months=12)
    keep_retention(at=NOW + timedelta(days=370))
    assert not rows_kept(first) and not rows_kept(later)
    left = later.successor
    assert left.rows == len(some_rows(2)) and {day.month for (day,) in rows_of(left, "entry_on")} == {2}
    assert left.first_period == date(2026, 2, 1) and left.file_names == later.file_names
    keep_retention(at=NOW + timedelta(days=200 + 370))
    assert not rows_kept(left) and not hasattr(left, "successor")


def test_counts_of_a_snapshot_without_rows_are_refused_in_words(own, force, lead):
    from cjnudge.cases.counting.counts import MeasureRefused, count
    from cjnudge.cases.measures import measure

    until(UNTIL, force, lead)
    keep_retention(at=noon(UNTIL + timedelta(days=1)))
    own.refresh_from_db()
    with pytest.raises(MeasureRefused, match="were erased on 1 April 2027"):
        count(measure("oocr_share_positive"), own, by=("period",), basis="closed")


def test_a_damaged_part_keeps_nothing_else_from_expiring(force, lead, other_force, other_lead, caplog):
    """Of two files one has expired, the other is missing in storage: said in the log, and tried again."""
    damaged = case_snapshot(other_force, other_lead, {"a.csv": some_rows(1)}, at=NOW - timedelta(days=400))
    both = case_snapshot(other_force, other_lead, {"a.csv": some_rows(1), "b.csv": some_rows(2)})
    kept = both.parts.exclude(hash__in=damaged.parts.values("hash")).get()
    for path in project.DATA_DIR.rglob(f"{kept.hash}.parquet"):
        path.unlink()
    make_record(other_force, other_lead, retain_months=12)
    fine = case_snapshot(force, lead)
    until(UNTIL, force, lead)
    keep_retention(at=noon(UNTIL + timedelta(days=1)))
    assert not rows_kept(fine) and rows_kept(both) and "is missing" in caplog.text


def test_task_is_thin_and_scheduled(own, force, lead, monkeypatch):
    from cjnudge.cases.tasks import keep_retention as task

    asked = []
    monkeypatch.setattr(expiring, "keep_retention", lambda *, at: asked.append(at))
    task()
    assert len(asked) == 1


def test_practice_space_with_followers_is_cleared_whole(practice, lead):
    from cjnudge.cases.operations import clear_practice
    from cjnudge.cases.operations.keys import renew_keys
    from cjnudge.jobs.running import run_job

    case_snapshot(practice, lead)
    for _ in range(2):
        run_job(renew_keys(force=practice, reason="routine", by=lead, at=NOW).pk)
    assert Snapshot.scoped.for_force(practice).count() == 3
    assert clear_practice(force=practice, by=lead, at=NOW) == (3, [])
