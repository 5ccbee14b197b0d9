"""The same files through the real door after keys were renewed, rows erased or their time is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cjnudge.cases.models import Upload
from cjnudge.cases.operations import storing
from cjnudge.cases.operations.erasure import erase_now
from cjnudge.cases.operations.keys import Renewal, register_renewal, renew_keys
from cjnudge.cases.operations.retention import keep_retention
from cjnudge.cases.operations.upload_sweeping import sweep_uploads
from cjnudge.cases.privacy.subjects import find_rows
from cjnudge.cases.problems import ImportRefused
from cjnudge.cases.storage.successors import with_rows
from cjnudge.jobs.running import run_job
from tests.cases.keyed_snapshots import brought, some_rows, write_csv
from tests.people import NOW
from tests.safeguards.records import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
SOMEBODY = some_rows(1)[4]["suspect"]


@pytest.fixture
def first(force, lead, tmp_path):
    return brought(force, lead, tmp_path).snapshot


def test_under_new_keys_it_is_recognised_and_makes_no_second_copy(first, force, lead, tmp_path):
    for _ in range(2):
        run_job(renew_keys(force=force, reason="routine", by=lead, at=NOW).pk)
        again = brought(force, lead, tmp_path).snapshot
        assert list(with_rows(force)) == [again] and again.key_version > first.key_version


def test_after_an_erasure_it_is_refused_in_words(first, force, lead, tmp_path):
    erase_now(force=force, found=find_rows(force, "suspect", SOMEBODY), by=lead, at=NOW)
    with pytest.raises(ImportRefused, match="would bring them back"):
        brought(force, lead, tmp_path)
    assert find_rows(force, "suspect", SOMEBODY).total == 0
    assert Upload.scoped.for_force(force).order_by("started_at").last().state == "refused"


def test_after_its_time_it_is_refused_in_words(first, force, lead, tmp_path):
    make_record(force, lead, retain_months=1)
    keep_retention(at=timezone.now() + timedelta(days=60))
    assert not with_rows(force).exists()
    with pytest.raises(ImportRefused, match="time for which rows of this file may be kept is over"):
        brought(force, lead, tmp_path)


def test_other_files_come_in_after_an_erasure(first, force, lead, tmp_path):
    erase_now(force=force, found=find_rows(force, "suspect", SOMEBODY), by=lead, at=NOW)
    assert brought(force, lead, tmp_path, months=(3, 4)).state == "imported"
    assert with_rows(force).count() == 2


def test_file_that_lost_no_row_comes_in_again_after_an_erasure(force, lead, tmp_path):
    first = brought(force, lead, tmp_path, months=(1, 2)).snapshot
    alone = some_rows(1)[4]["crime"]  # a crime of January: February loses nothing
    erase_now(force=force, found=find_rows(force, "crime", alone), by=lead, at=NOW)
    assert first.successor.rows == first.rows - 1
    assert brought(force, lead, tmp_path, months=(2,)).state == "imported"
    with pytest.raises(ImportRefused, match="would bring them back"):
        brought(force, lead, tmp_path, months=(1,))


def test_decision_shared_with_an_untouched_file_can_be_added_after_an_erasure(force, lead, tmp_path):
    first = brought(force, lead, tmp_path, months=(1, 2)).snapshot
    erase_now(force=force, found=find_rows(force, "crime", some_rows(1)[4]["crime"]), by=lead, at=NOW)
    shared = {**some_rows(2)[0], "crime": "41/99999/26"}
    early = {**some_rows(1)[0], "crime": "41/88888/26", "suspect": "2012/7654321Z"}
    path = write_csv(tmp_path / "more.csv", [early, shared])
    upload = brought(force, lead, tmp_path, months=(), paths=[path], added_to=first.successor)
    assert upload.state == "imported" and upload.snapshot.rows == first.rows + 1
    assert upload.snapshot.contents["decisions"] == first.successor.contents["decisions"] + 1


def test_keys_renewed_while_files_come_in_refuse_them(first, force, lead, tmp_path, monkeypatch):
    """The page refuses to renew then; were it done all the same, nothing would be stored under the older keys."""
    prepare = storing.prepare_upload

    def renewed_meanwhile(*args, **options):
        prepared = prepare(*args, **options)
        register_renewal(Renewal(force, 1, "routine"), by=lead, at=NOW)
        return prepared

    monkeypatch.setattr("cjnudge.cases.jobs.importing.prepare_upload", renewed_meanwhile)
    with pytest.raises(ImportRefused, match="keys of the force's pseudonyms were renewed"):
        brought(force, lead, tmp_path, months=(3,))
    assert [one.key_version for one in with_rows(force)] == [2]
    sweep_uploads(at=timezone.now())
    upload = Upload.scoped.for_force(force).order_by("started_at").last()
    assert upload.state != "received" and upload.snapshot is None
