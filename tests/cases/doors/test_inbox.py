"""The inbox: a file that lies still is imported once, then deleted; a refused one stays and is not tried again."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connections

from cjnudge.accounts.awaiting import awaiting
from cjnudge.accounts.permissions import Role
from cjnudge.cases.models import Snapshot, Upload
from cjnudge.cases.operations.inbox import files_of_inbox, look
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.cases.doors.extracts import case, make_mapping, many, text
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, practice, mapping):
    folder = settings.INBOX / practice.slug / "case_extract" / mapping.mapping.slug
    folder.mkdir(parents=True)
    return folder


def put(folder, content, name="january_as-at-2026-09-30.csv"):
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


def looks(times, first=0):
    """So many looks, a minute apart, each followed by the work it asked for."""
    for number in range(first, first + times):
        look(at=NOW + timedelta(minutes=number))
        for job in Job.objects.filter(state="ready"):
            run_job(job.pk)
        for job in Job.objects.filter(state="ready"):
            run_job(job.pk)


def test_file_that_lies_still_becomes_a_snapshot_and_is_deleted(place, practice, mapping):
    path = put(place, many(20))
    looks(1)
    assert not Job.objects.exists()
    looks(1, first=1)
    upload = Upload.scoped.for_force(practice).get()
    assert (upload.state, upload.door, upload.mapping_version) == ("imported", "inbox", mapping)
    assert upload.snapshot.rows == 20 and upload.as_at == date(2026, 9, 30)
    assert path.exists()
    looks(1, first=2)
    assert not path.exists()


def test_file_that_grows_is_left_until_it_lies_still(place):
    path = put(place, many(20))
    for number in range(4):
        look(at=NOW + timedelta(minutes=number))
        with path.open("ab") as stream:
            stream.write(b"\n")
    assert not Job.objects.exists()


def test_look_that_follows_at_once_does_not_count_as_a_second(place):
    put(place, many(20))
    look(at=NOW)
    look(at=NOW + timedelta(seconds=1))
    assert not Job.objects.exists()


def test_refused_file_stays_is_listed_and_is_tried_again_when_it_changes(place, practice):
    path = put(place, text(case(1, outcome="Unheard of")))
    looks(6)
    upload = Upload.scoped.for_force(practice).get()
    assert upload.state == "refused" and upload.findings["problems"][0]["line"] == 2 and path.exists()
    put(place, many(20))
    os.utime(path, (NOW.timestamp() + 1, NOW.timestamp() + 1))
    looks(4, first=10)
    assert Snapshot.scoped.for_force(practice).get().rows == 20 and not path.exists()


def test_newest_version_of_the_mapping_reads_the_file(place, practice, lead):
    newest = make_mapping(practice, lead, number=2)
    put(place, many(20))
    looks(2)
    assert Upload.scoped.for_force(practice).get().mapping_version == newest


def test_day_of_a_file_without_one_in_its_name_is_not_guessed(place, practice):
    put(place, many(20), name="january.csv")
    looks(3)
    upload = Upload.scoped.for_force(practice).get()
    assert upload.state == "refused" and "_as-at-" in upload.findings["problems"][0]["remedy"]


def test_refused_file_waits_for_those_who_manage_data_until_one_goes_through(
    place, practice, lead, evaluator
):
    def said(user, role):
        found = awaiting(practice, user, role, NOW + timedelta(hours=1))
        return [one.text for one in found if "inbox were refused" in one.text]

    path = put(place, text(case(1, outcome="Unheard of")))
    looks(6)
    assert said(lead, Role.LEAD) and not said(evaluator, Role.EVALUATOR)
    put(place, many(20))
    os.utime(path, (NOW.timestamp() + 1, NOW.timestamp() + 1))
    looks(4, first=10)
    assert not path.exists() and not said(lead, Role.LEAD)


def test_day_that_does_not_exist_is_refused_in_words(place, practice):
    put(place, many(20), name="january_as-at-2026-02-30.csv")
    looks(3)
    upload = Upload.scoped.for_force(practice).get()
    assert upload.state == "refused" and "does not exist" in upload.findings["problems"][0]["reason"]


def test_folder_of_no_mapping_lists_a_refusal(settings, practice, mapping):
    folder = settings.INBOX / practice.slug / "case_extract" / "something-else"
    folder.mkdir(parents=True)
    put(folder, many(20))
    looks(3)
    problem = Upload.scoped.for_force(practice).get().findings["problems"][0]
    assert "no mapping is called after" in problem["reason"] and "niche" in problem["remedy"]


def test_real_data_without_safeguards_list_a_refusal(settings, force, lead):
    make_mapping(force, lead)
    folder = settings.INBOX / force.slug / "case_extract" / "niche"
    folder.mkdir(parents=True)
    path = put(folder, many(20))
    looks(4)
    assert "No safeguards record" in Upload.scoped.for_force(force).get().findings["problems"][0]["reason"]
    assert path.exists()


def test_links_folders_hidden_and_partial_files_are_left_alone(place, settings, tmp_path, practice):
    outside = put(tmp_path, many(20), name="outside.csv")
    (place / "link.csv").symlink_to(outside)
    (place / "folder.csv").mkdir()
    for name in (".hidden.csv", "a.csv.part", "b.csv.tmp", "c.csv.crdownload"):
        put(place, many(20), name=name)
    elsewhere = tmp_path / "elsewhere" / "case_extract" / "niche"
    elsewhere.mkdir(parents=True)
    put(elsewhere, many(20))
    (settings.INBOX / "linked-force").symlink_to(tmp_path / "elsewhere")
    assert list(files_of_inbox()) == []


def test_file_swapped_for_a_link_after_the_look_is_not_read(place, tmp_path, practice):
    path = put(place, many(20))
    look(at=NOW)
    look(at=NOW + timedelta(minutes=1))
    outside = put(tmp_path, many(5), name="outside.csv")
    path.unlink()
    path.symlink_to(outside)
    assert not run_job(Job.objects.get().pk)
    assert not Snapshot.scoped.for_force(practice).exists() and outside.exists()


def test_folders_of_no_force_and_no_feed_are_left_alone(settings, practice):
    for name in ("nobody/case_extract/niche", f"{practice.slug}/nothing"):
        folder = settings.INBOX / name
        folder.mkdir(parents=True)
        put(folder, many(20))
    looks(3)
    assert not Job.objects.exists() and not Upload.objects.exists()


def test_counts_come_by_the_inbox_too(settings, practice):
    settings.TIME_ZONE = "Europe/London"
    folder = settings.INBOX / practice.slug / "unit_counts"
    folder.mkdir(parents=True)
    put(folder, b"unit,month,outcome_types,n\nWatford,2026-01,8,30\n", name="counts.csv")
    looks(3)
    upload = Upload.scoped.for_force(practice).get()
    assert upload.state == "refused" and "--follow-up-days" in upload.findings["problems"][0]["remedy"]


def test_same_content_again_is_recognised(place, practice):
    put(place, many(20))
    looks(3)
    put(place, many(20), name="again_as-at-2026-09-30.csv")
    looks(3, first=5)
    found = Upload.scoped.for_force(practice).order_by("started_at")
    assert sorted(one.findings["created"] for one in found) == [False, True]
    assert Snapshot.scoped.for_force(practice).count() == 1 and list(place.iterdir()) == []


def test_worker_killed_while_reading_begins_again_with_one_upload(place, practice, monkeypatch):
    """A first try that ends like `kill -9`: its upload is still being received when the second begins."""
    from cjnudge.cases.jobs import inbox as inbox_job

    put(place, many(20))
    look(at=NOW)
    look(at=NOW + timedelta(minutes=1))
    with monkeypatch.context() as killed:
        killed.setattr(inbox_job, "_read", lambda *a: (_ for _ in ()).throw(RuntimeError("killed")))
        run_job(Job.objects.get().pk)
    assert Upload.scoped.for_force(practice).get().state == "receiving"
    looks(1, first=2)
    assert Upload.scoped.for_force(practice).get().state == "imported"


def test_broken_memory_of_the_last_look_is_a_first_look(place, settings):
    put(place, many(20))
    (settings.INBOX / ".seen.json").write_text(json.dumps([1]))
    look(at=NOW)
    (settings.INBOX / ".seen.json").write_text("{")
    look(at=NOW + timedelta(minutes=1))
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_that_look_at_once_ask_for_one_reading(place, practice):
    put(place, many(20))
    look(at=NOW)

    def look_again(_):
        try:
            return look(at=NOW + timedelta(minutes=1))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look_again, range(4)))
    assert Job.objects.count() == 1
    looks(1, first=2)
    assert Snapshot.scoped.for_force(practice).count() == Upload.scoped.for_force(practice).count() == 1


def test_extract_outside_every_folder_of_a_mapping_is_refused_not_left_unnoticed(settings, practice, mapping):
    folder = settings.INBOX / practice.slug / "case_extract"
    folder.mkdir(parents=True)
    put(folder, many(20))
    looks(3)
    problem = Upload.scoped.for_force(practice).get().findings["problems"][0]
    assert "no mapping is called after" in problem["reason"] and "niche" in problem["remedy"]
