"""New keys: links kept, old pseudonyms gone from disk and register, all of it or nothing."""

import json
from collections import defaultdict

import pytest
from django.conf import settings as project

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.models import KeyVersion, Part, Snapshot, Upload
from cjnudge.cases.operations import keys as renewing
from cjnudge.cases.operations.receiving_now import StillReceiving
from cjnudge.cases.operations.sweeping import ORPHAN_AGE, sweep_orphans
from cjnudge.cases.privacy import keys
from cjnudge.cases.privacy.pseudonyms import pseudonym
from cjnudge.cases.sources.case_extract import FEED
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.already import already_here
from cjnudge.cases.storage.parts import known_part
from cjnudge.cases.storage.successors import RowsChanged
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from cjnudge.jobs.states import State
from tests.cases.keyed_snapshots import (
    FIELDS,
    MONTHS,
    case_snapshot,
    made_part,
    mapping_version,
    rows_of,
    some_rows,
)
from tests.people import NOW

PEOPLE = ("suspect", "officer", "crime")


pytestmark = pytest.mark.usefixtures("own_store")


@pytest.fixture
def own(force, lead):
    return case_snapshot(force, lead)


def renew(force, by, reason="routine"):
    job = renewing.renew_keys(force=force, reason=reason, by=by, at=NOW)
    assert run_job(job.pk)
    return job


@pytest.mark.django_db
def test_renewal_gives_the_pseudonyms_of_two_layers(own, force, lead):
    raw = {row["suspect"] for month in (1, 2) for row in some_rows(month)}
    renew(force, lead)
    layers = keys.layers_for(force, 2)["suspect"]
    found = {value for (value,) in rows_of(own.successor, "suspect")}
    assert found == {pseudonym(one, layers) for one in raw}


@pytest.mark.django_db
def test_renewal_keeps_every_link_and_every_other_column(own, force, lead):
    before = rows_of(own, ", ".join(FIELDS), order="unit, officer, crime, entry_on")
    lines = {purpose: groups(own, purpose) for purpose in PEOPLE}
    rest = rows_of(own, f"* EXCLUDE ({', '.join(PEOPLE)})", order="ALL")
    renew(force, lead)
    after = own.successor
    assert {purpose: groups(after, purpose) for purpose in PEOPLE} == lines
    assert rows_of(after, f"* EXCLUDE ({', '.join(PEOPLE)})", order="ALL") == rest
    assert len(before) == after.rows == own.rows


def groups(snapshot, purpose):
    """The partition of rows that a column of pseudonyms makes: sets of places in their part."""
    found = defaultdict(set)
    for part in snapshot.parts.order_by("source_sha256"):
        with store_rows(part, purpose) as rows:
            for number, (value,) in enumerate(rows):
                found[value].add((part.source_sha256, number))
    return {frozenset(rows) for value, rows in found.items() if value}


class store_rows:
    def __init__(self, part, purpose):
        self.part, self.purpose = part, purpose

    def __enter__(self):
        from cjnudge.cases.storage.duck import connection
        from cjnudge.cases.storage.schema import from_parts

        with connection(threads=1) as duck:
            paths = [store.local_path(self.part.hash)]
            return duck.execute(f"SELECT {self.purpose} FROM {from_parts(paths)}").fetchall()

    def __exit__(self, *problem):
        return False


@pytest.mark.django_db(transaction=True)
def test_old_pseudonyms_are_gone_from_disk_cache_and_register(own, force, lead):
    old = {value for row in rows_of(own, ", ".join(PEOPLE)) for value in row}
    hashes = {part.hash for part in own.parts.all()}
    assert pseudonyms_on_disk() >= old
    renew(force, lead)
    own.refresh_from_db()
    new = {value for row in rows_of(own.successor, ", ".join(PEOPLE)) for value in row}
    assert not old & new and pseudonyms_on_disk() == new
    assert not Part.scoped.for_force(force).filter(hash__in=hashes).exists()
    assert own.rows_erased_at and own.erased_because == "re-keyed" and not own.parts.exists()


def pseudonyms_on_disk():
    """Every pseudonym in any Parquet file under the data folder."""
    from cjnudge.cases.storage.duck import connection
    from cjnudge.cases.storage.schema import from_parts

    files = list(project.DATA_DIR.rglob("*.parquet"))
    found = set()
    with connection(threads=1) as duck:
        for path in files:
            columns = {name for name, *_ in duck.execute(f"DESCRIBE FROM {from_parts([path])}").fetchall()}
            if set(PEOPLE) <= columns:
                rows = duck.execute(f"SELECT {', '.join(PEOPLE)} FROM {from_parts([path])}").fetchall()
                found |= {value for row in rows for value in row}
    return found


@pytest.mark.django_db
def test_old_snapshot_keeps_its_manifest_and_the_new_one_has_its_own(own, force, lead):
    manifest, hash_ = own.manifest, own.hash
    renew(force, lead)
    own.refresh_from_db()
    new = own.successor
    assert (own.manifest, own.hash) == (manifest, hash_) and snapshots.hash_of(manifest) == hash_
    assert snapshots.hash_of(new.manifest) == new.hash != hash_
    changed = {key for key, value in json.loads(new.manifest).items() if json.loads(manifest)[key] != value}
    assert changed == {"key_version", "parts"} and new.key_version == 2
    assert (new.title, new.as_at, new.imported_at) == (own.title, own.as_at, own.imported_at)


@pytest.mark.django_db
def test_same_file_brought_in_again_is_found_under_the_new_keys(own, force, lead):
    """Its part by source and reading, its snapshot by everything but the parts' bytes."""
    renew(force, lead)
    new, mapping = own.successor, mapping_version(force)
    made = [made_part(name, some_rows(month), force, 2, mapping) for name, month in MONTHS.items()]
    assert {known_part(force, one.source_sha256, FEED, one.reading).hash for one in made} == {
        part.hash for part in new.parts.all()
    }
    reading = snapshots.CaseReading(mapping, 2, None, None)
    how = {"force": force, "feed": FEED, "as_at": own.as_at, "synthetic": False, "rehearsal_only": False}
    assert already_here(force, snapshots.manifest_of(made=made, reading=reading, **how), made) == new
    other = snapshots.CaseReading(mapping, 3, None, None)
    assert already_here(force, snapshots.manifest_of(made=made, reading=other, **how), made) is None


@pytest.mark.django_db
def test_renewal_covers_every_snapshot_and_shared_parts_once(force, lead):
    one = case_snapshot(force, lead, {"a.csv": some_rows(1)})
    both = case_snapshot(force, lead, {"a.csv": some_rows(1), "b.csv": some_rows(2)})
    renew(force, lead)
    shared = set(one.successor.parts.all()) & set(both.successor.parts.all())
    assert len(shared) == 1 and Part.scoped.for_force(force).count() == 2
    assert set(rows_of(one.successor, "suspect")) <= set(rows_of(both.successor, "suspect"))


@pytest.mark.django_db
def test_renewal_leaves_other_forces_alone(own, force, other_force, lead, other_lead):
    theirs = case_snapshot(other_force, other_lead)
    before = rows_of(theirs)
    renew(force, lead)
    theirs.refresh_from_db()
    assert theirs.rows_erased_at is None and rows_of(theirs) == before
    assert keys.newest_version(other_force) == 1


@pytest.mark.django_db
def test_trail_says_who_renewed_and_nothing_of_the_keys(own, force, lead):
    renew(force, lead, "leaver")
    event = AuditEvent.objects.get(action="keys.renewed")
    assert event.actor == str(lead.pk) and event.operation == "alteration"
    assert json.loads(event.detail) == {
        "before": {"version": 1},
        "after": {"version": 2, "snapshots": 1, "reason": "leaver"},
    }


@pytest.mark.django_db
def test_asked_twice_renewed_once_and_again_later(own, force, lead):
    first = renewing.renew_keys(force=force, reason="routine", by=lead, at=NOW)
    assert renewing.renew_keys(force=force, reason="routine", by=lead, at=NOW) == first
    run_job(first.pk)
    renew(force, lead)
    assert keys.newest_version(force) == 3
    newest = own.successor.successor
    raw = {row["suspect"] for month in (1, 2) for row in some_rows(month)}
    layers = keys.layers_for(force, 3)["suspect"]
    assert {value for (value,) in rows_of(newest, "suspect")} == {pseudonym(one, layers) for one in raw}


@pytest.mark.django_db
def test_force_without_keys_has_nothing_to_renew(force, lead):
    with pytest.raises(renewing.NothingToRenew):
        renewing.renew_keys(force=force, reason="routine", by=lead, at=NOW)


@pytest.mark.django_db
def test_keys_stay_while_files_come_in(own, force, lead):
    Upload.objects.create(
        force=force, feed="case_extract", door="page", state="receiving", started_at=NOW, heard_at=NOW
    )
    with pytest.raises(StillReceiving, match="being brought in"):
        renewing.renew_keys(force=force, reason="routine", by=lead, at=NOW)


@pytest.mark.django_db
def test_snapshot_that_came_in_meanwhile_stops_the_renewal(own, force, lead):
    renewal = renewing.Renewal(force, 1, "routine")
    case_snapshot(force, lead, {"late.csv": some_rows(3)})
    with pytest.raises(RowsChanged, match="Begin again"):
        renewing.register_renewal(renewal, by=lead, at=NOW)
    assert keys.newest_version(force) == 1


@pytest.mark.django_db
def test_import_under_older_keys_is_refused_after_the_renewal(own, force, lead):
    renew(force, lead)
    with pytest.raises(keys.KeysRenewed):
        keys.hold_version(force, 1)


@pytest.mark.django_db
def test_wrong_master_key_stops_the_renewal_in_words(own, force, lead, settings):
    job = renewing.renew_keys(force=force, reason="routine", by=lead, at=NOW)
    settings.MASTER_KEY = "another" * 10
    assert not run_job(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert job.state == State.FAILED and "put the earlier key back" in job.problem
    own.refresh_from_db()
    assert own.rows_erased_at is None and KeyVersion.scoped.for_force(force).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("steps", range(6))
def test_renewal_that_dies_at_any_step_leaves_all_as_it_was(own, force, lead, monkeypatch, steps):
    """Killed before the commit nothing is registered, and what it wrote is swept a day later."""
    before, files = rows_of(own), stored_files()
    dies_after(steps, monkeypatch)
    try:
        renewing.register_renewal(renewing.Renewal(force, 1, "routine"), by=lead, at=NOW)
        died = False
    except Killed:
        died = True
    monkeypatch.undo()
    own.refresh_from_db()
    if died:
        assert keys.newest_version(force) == 1 and own.rows_erased_at is None and rows_of(own) == before
        assert Snapshot.scoped.for_force(force).count() == 1
        sweep_orphans(at=NOW.replace(year=2099) + ORPHAN_AGE)
        assert stored_files() == files
    else:
        assert keys.newest_version(force) == 2 and own.rows_erased_at


class Killed(BaseException):
    """Not an Exception: nothing in between may catch it, as nothing catches a kill."""


def dies_after(steps, monkeypatch):
    """The process dies at its nth write: two parts, key version, snapshot, parts of it, the event."""
    left = [steps]

    def dying(work):
        def run(*args, **options):
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return work(*args, **options)

        return run

    monkeypatch.setattr(store, "keep", dying(store.keep))
    monkeypatch.setattr(KeyVersion, "save", dying(KeyVersion.save))
    monkeypatch.setattr(Snapshot, "save", dying(Snapshot.save))
    monkeypatch.setattr(renewing, "record", dying(renewing.record))


def stored_files():
    return {str(path) for path in (project.DATA_DIR / "snapshots").rglob("*.parquet")}
