"""Snapshots are immutable, recognised again, made of reused parts, and belong to one owner."""

import hashlib
import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.counting.counts import count
from cjnudge.cases.measures import measure
from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.operations import import_files, sweep_orphans
from cjnudge.cases.problems import ImportRefused
from cjnudge.cases.queries.snapshots import own_snapshots, snapshots_for
from cjnudge.cases.storage import store
from cjnudge.jobs.kinds import JobProblem
from tests.cases.files import OWN_HEADER, UNIT_HEADER, own_row, write
from tests.people import NOW
from tests.safeguards.records import make_record

pytestmark = pytest.mark.django_db
SHARE = measure("oocr_share_positive")
LINES = [OWN_HEADER, own_row("1", 70), own_row("2+3+6+7+8+22", 30)]
UNIT_LINES = [UNIT_HEADER, "Watford,2026-01,8,30", "Watford,2026-01,none,10"]
FOLLOWED = {"options": {"follow_up_days": "120"}, "as_at": date(2026, 8, 31)}


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Each test's parts in a folder of its own, so that it can count and damage them."""
    settings.DATA_DIR = tmp_path / "data"
    place = settings.STORAGES["snapshots"] | {"OPTIONS": {"location": tmp_path / "data" / "snapshots"}}
    settings.STORAGES = settings.STORAGES | {"snapshots": place}
    return settings.DATA_DIR


def stored():
    folder = Path(storages["snapshots"].path("parts"))
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_hash_is_that_of_the_manifest(bring_in):
    snapshot, created = bring_in("published_counts", *LINES)
    assert created
    assert snapshot.hash == hashlib.sha256(snapshot.manifest.encode()).hexdigest()
    manifest = json.loads(snapshot.manifest)
    part = manifest["parts"][0]
    assert part["part_sha256"] == store.sha256_of(store.local_path(part["part_sha256"]))
    assert (manifest["feed"], manifest["as_at"], manifest["synthetic"]) == (
        "published_counts",
        "2023-06-30",
        False,
    )


def test_same_files_are_recognised_whatever_their_names_and_day(bring_in, lead):
    first, _ = bring_in("published_counts", *LINES)
    again, created = bring_in("published_counts", *LINES, name="renamed.csv", at=NOW + timedelta(days=40))
    assert (again, created) == (first, False)
    assert Snapshot.objects.count() == Part.objects.count() == len(stored()) == 1


def test_import_is_audited_once(bring_in):
    before = AuditEvent.objects.count()
    bring_in("published_counts", *LINES)
    bring_in("published_counts", *LINES)
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.latest("seq").action == "cases.imported"


def test_later_extract_is_a_new_snapshot(bring_in):
    first, _ = bring_in("published_counts", *LINES)
    later, created = bring_in("published_counts", *LINES[:-1], own_row("2+3+6+7+8+22", 31))
    as_at_later, created_too = bring_in("published_counts", *LINES, as_at=date(2024, 1, 31))
    assert created and created_too
    assert len({first.hash, later.hash, as_at_later.hash}) == 3


def test_adding_a_month_reuses_the_earlier_part(bring_in, tmp_path, monkeypatch):
    bring_in("published_counts", *LINES, name="q1.csv")
    new = write(tmp_path, "q2.csv", OWN_HEADER, own_row("1", 60, quarter="2"))
    from cjnudge.cases.storage import parts

    read = []
    monkeypatch.setattr(
        parts,
        "rows_of",
        lambda path, *a, real=parts.rows_of, **k: read.append(path.name) or real(path, *a, **k),
    )
    both, _ = bring_in("published_counts", *LINES, name="q1.csv", paths=[tmp_path / "q1.csv", new])
    assert read == ["q2.csv"]
    assert both.rows == 3 and len(stored()) == 2


def test_same_bytes_under_a_changed_mapping_are_another_snapshot(bring_in, monkeypatch):
    from dataclasses import replace

    from cjnudge.cases.operations import importing
    from tests.cases.files import OUTCOMES_HEADER, outcome_row

    lines = [OUTCOMES_HEADER, outcome_row("Local resolution")]
    first, _ = bring_in("police_uk_outcomes", *lines)
    real = importing.feed_of
    monkeypatch.setattr(importing, "feed_of", lambda key: replace(real(key), mapping_version=2))
    second, created = bring_in("police_uk_outcomes", *lines)
    assert created and second.hash != first.hash


def test_another_force_gets_its_own_snapshot_and_part(bring_in, other_force, force):
    first, _ = bring_in("published_counts", *LINES)
    theirs, created = bring_in("published_counts", *LINES, force=other_force)
    assert created and theirs.hash != first.hash
    assert Part.objects.filter(force=other_force).count() == 1
    assert list(own_snapshots(force)) == [first] and list(snapshots_for(other_force)) == [theirs]


def test_reference_counts_are_visible_to_every_force_and_own_ones_to_none_other(bring_in, force, other_force):
    own, _ = bring_in("published_counts", *LINES)
    reference, _ = bring_in("published_counts", *LINES, force=None)
    assert set(snapshots_for(force)) == {own, reference}
    assert set(snapshots_for(other_force)) == {reference}


def test_visible_to_nobody_raises(db):
    with pytest.raises(RuntimeError):
        Snapshot.scoped.visible_to(None)


@pytest.mark.parametrize("owner", ["force", None])
def test_database_refuses_a_second_snapshot_of_the_same_hash(bring_in, force, owner):
    """Two imports that meet: the constraint stands for owned and for reference snapshots."""
    snapshot, _ = bring_in("published_counts", *LINES, force=force if owner else None)
    parts = list(snapshot.parts.all())
    snapshot.pk, snapshot._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        snapshot.save(force_insert=True)
    assert parts


# --- who may import what ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "given", "reason"),
    [
        ("force", {"synthetic": True}, "Synthetic data belong in the practice space"),
        ("practice", {"synthetic": False}, "holds synthetic data only"),
        ("force", {}, "No safeguards record covers"),
        ("nobody", {}, "Reference counts are published"),
        ("nobody", {"synthetic": True}, "Reference counts are published"),
    ],
)
def test_unpublished_cases_come_in_only_where_they_belong(refused, force, practice, where, given, reason):
    owner = {"force": force, "practice": practice, "nobody": None}[where]
    assert reason in str(refused("unit_counts", *UNIT_LINES, force=owner, **FOLLOWED, **given))


def test_published_figures_are_no_practice_data(refused, practice):
    assert "practice space" in str(refused("published_counts", *LINES, force=practice))
    assert "not synthetic" in str(refused("published_counts", *LINES, force=practice, synthetic=True))


def test_real_cases_need_a_complete_safeguards_record(bring_in, force, lead):
    version = make_record(force, lead)
    snapshot, _ = bring_in("unit_counts", *UNIT_LINES, **FOLLOWED)
    assert snapshot.safeguards_version_id == version.id and not snapshot.rehearsal_only


def test_rehearsal_only_marks_the_snapshot_and_its_hash(bring_in, force, lead):
    rehearsed, _ = bring_in("unit_counts", *UNIT_LINES, rehearsal_only=True, **FOLLOWED)
    make_record(force, lead)
    real, created = bring_in("unit_counts", *UNIT_LINES, **FOLLOWED)
    assert rehearsed.rehearsal_only and created and real.hash != rehearsed.hash


def test_database_refuses_a_reference_snapshot_that_is_synthetic(bring_in):
    snapshot, _ = bring_in("published_counts", *LINES, force=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(synthetic=True)


# --- the store -------------------------------------------------------------------------------------------


def test_same_rows_give_the_same_bytes(bring_in, tmp_path):
    snapshot, _ = bring_in("published_counts", *LINES)
    first = stored()
    Snapshot.objects.all().delete()
    Part.objects.all().delete()
    (Path(storages["snapshots"].path("parts"))).rename(tmp_path / "moved")
    again, created = bring_in("published_counts", *LINES)
    assert created and stored() == first and again.hash == snapshot.hash


def test_killed_write_leaves_no_part(bring_in, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", lambda *a: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            bring_in("published_counts", *LINES)
    assert [name for name in stored() if not name.startswith(".")] == []
    snapshot, created = bring_in("published_counts", *LINES)
    assert created and count(SHARE, snapshot).numerator.item() == 30


def test_write_straight_to_its_name_would_leave_half_a_part(bring_in, monkeypatch):
    """Control: without the temporary name a killed write stands under the part's hash."""

    def straight(path, name):
        storages["snapshots"].save(name, ContentFile(path.read_bytes()[:100]))
        raise OSError("killed")

    monkeypatch.setattr(store, "_put", straight)
    with pytest.raises(OSError, match="killed"):
        bring_in("published_counts", *LINES)
    (name,) = stored()
    with pytest.raises(store.DamagedPart):
        store.local_path(name.removesuffix(".parquet"))


def test_damaged_part_is_refused_and_not_counted(bring_in, own_store):
    snapshot, _ = bring_in("published_counts", *LINES)
    (name,) = stored()
    part_hash = name.removesuffix(".parquet")
    damaged = Path(storages["snapshots"].path(store.part_name(part_hash)))
    damaged.chmod(0o600)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"X")
    (own_store / "cache" / name).unlink()
    with pytest.raises(store.DamagedPart, match="damaged"):
        count(SHARE, snapshot)
    damaged.unlink()
    with pytest.raises(store.DamagedPart, match="missing"):
        count(SHARE, snapshot)


def test_cache_that_was_tampered_with_is_fetched_again(bring_in, own_store):
    snapshot, _ = bring_in("published_counts", *LINES)
    (name,) = stored()
    (own_store / "cache" / name).write_bytes(b"something else")
    assert count(SHARE, snapshot).numerator.item() == 30


def test_missing_part_is_made_again_by_importing_its_file(bring_in, own_store):
    bring_in("published_counts", *LINES)
    (name,) = stored()
    store.forget(name.removesuffix(".parquet"))
    snapshot, created = bring_in("published_counts", *LINES)
    assert not created and count(SHARE, snapshot).numerator.item() == 30


def test_damaged_part_is_mended_by_importing_its_file(bring_in, own_store):
    snapshot, _ = bring_in("published_counts", *LINES)
    (name,) = stored()
    Path(storages["snapshots"].path(store.part_name(name.removesuffix(".parquet")))).write_bytes(b"damaged")
    (own_store / "cache" / name).unlink()
    assert bring_in("published_counts", *LINES) == (snapshot, False)
    assert count(SHARE, snapshot).numerator.item() == 30


def test_job_that_meets_a_damaged_part_ends_with_its_words():
    assert issubclass(store.DamagedPart, JobProblem)


def test_orphan_that_an_import_takes_up_again_is_not_swept_under_it(bring_in, own_store):
    snapshot, _ = bring_in("published_counts", *LINES)
    (kept,) = stored()
    path = Path(storages["snapshots"].path(store.part_name(kept.removesuffix(".parquet"))))
    snapshot.delete()
    Part.objects.all().delete()
    os.utime(path, (0, 0))
    store.hold(path.stem)
    assert sweep_orphans(at=timezone.now()) == []
    os.utime(path, (0, 0))
    assert len(sweep_orphans(at=timezone.now())) == 1


def test_files_are_readable_by_their_owner_alone(bring_in, own_store):
    bring_in("published_counts", *LINES)
    assert {path.stat().st_mode & 0o077 for path in own_store.rglob("*.parquet")} == {0}


def test_old_orphans_are_swept_and_parts_in_use_stay(bring_in, own_store):
    bring_in("published_counts", *LINES)
    (kept,) = stored()
    storages["snapshots"].save("parts/ab/" + "ab" * 32 + ".parquet", ContentFile(b"x"))
    storages["snapshots"].save("parts/ab/.half", ContentFile(b"x"))
    folder = Path(storages["snapshots"].path("parts"))
    for path in folder.rglob("*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert sweep_orphans(at=NOW + timedelta(hours=23)) == []
    assert len(sweep_orphans(at=NOW + timedelta(hours=25))) == 2
    assert stored() == [kept]


def test_nothing_is_left_in_the_incoming_folder(bring_in, refused, own_store):
    bring_in("published_counts", *LINES)
    refused("published_counts", OWN_HEADER, own_row("1A", 1))
    assert list((own_store / "incoming").iterdir()) == []


def test_no_transaction_is_open_while_files_are_read(tmp_path, force, lead, monkeypatch):
    """The savepoint depth while reading is that of the caller; inside `register` it is deeper."""
    from django.db import connection

    from cjnudge.cases.operations import importing
    from cjnudge.cases.storage import parts

    depths = {}
    real_write, real_values = parts.write_parquet, importing._values
    monkeypatch.setattr(
        parts, "write_parquet", lambda *a: depths.update(read=len(connection.savepoint_ids)) or real_write(*a)
    )
    monkeypatch.setattr(
        importing, "_values", lambda *a: depths.update(store=len(connection.savepoint_ids)) or real_values(*a)
    )
    before = len(connection.savepoint_ids)
    path = write(tmp_path, "file.csv", *LINES)
    import_files(feed="published_counts", paths=[path], force=force, by=lead, at=NOW)
    assert depths["read"] == before < depths["store"]


def test_unknown_feed_names_the_feeds_there_are(bring_in):
    with pytest.raises(KeyError, match="police_uk_outcomes"):
        bring_in("excel", *LINES)


def test_import_of_a_path_with_a_quote_in_its_name_works(bring_in, tmp_path):
    snapshot, _ = bring_in("published_counts", *LINES, name="o'brien's.csv")
    assert snapshot.file_names == {
        json.loads(snapshot.manifest)["parts"][0]["source_sha256"]: "o'brien's.csv"
    }


def test_data_folder_with_a_quote_in_its_name_works(bring_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "o'data"
    snapshot, _ = bring_in("published_counts", *LINES)
    assert count(SHARE, snapshot).numerator.item() == 30


@pytest.mark.django_db(transaction=True)
def test_same_files_imported_at_once_make_one_snapshot(tmp_path, force, lead):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    path = write(tmp_path, "file.csv", *LINES)

    def bring_in_at_once(_):
        try:
            return import_files(feed="published_counts", paths=[path], force=force, by=lead, at=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(bring_in_at_once, range(8)))
    assert sum(created for _, created in answers) == 1
    assert len({snapshot.pk for snapshot, _ in answers}) == 1
    assert AuditEvent.objects.filter(action="cases.imported").count() == Part.objects.count() == 1


def test_title_that_is_too_long_is_refused_in_words(bring_in):
    with pytest.raises(ImportRefused, match="longer than 200"):
        bring_in("published_counts", *LINES, title="x" * 201)


def test_practice_space_shows_no_real_counts(bring_in, practice):
    bring_in("published_counts", *LINES)
    assert list(snapshots_for(practice)) == []
