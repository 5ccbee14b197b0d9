"""`kill -9` in the middle of an import: all rows or none, a state that is true, and no second copy afterwards."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cjnudge.cases.models import Part, Snapshot, Upload
from cjnudge.cases.operations.upload_sweeping import sweep_uploads
from cjnudge.cases.operations.uploading import upload_of
from cjnudge.cases.storage import store
from cjnudge.cases.storage.snapshots import part_hashes
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from cjnudge.jobs.sweep import sweep
from tests.cases.doors.extracts import case, many, text
from tests.cases.doors.killing import POINTS, RECEIVED_AT, STORED_AT

pytestmark = pytest.mark.django_db(transaction=True)
FILES = {"one.csv": many(400), "two.csv": text(*(case(number) for number in range(401, 500)))}
ROWS = 499
TELLING = ("half a file has come", "part copied, not named", "registered, not committed")
RESTART = os.environ.get("KILL_DATABASE_COMMAND", "")


@pytest.fixture
def paths(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return [str(tmp_path / name) for name in FILES]


@pytest.fixture
def killed(own_store):
    """killed(point, what, target, *paths): a process of its own that does it and ends there."""

    def do(point, *arguments, command=""):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "REHEARSAL_DATABASE": str(connection.settings_dict["NAME"]),
            "CJNUDGE_DATA": str(own_store),
            "CJNUDGE_JOB_LEASE_SECONDS": "0.01",
            "KILL_COMMAND": command,
        }
        run = subprocess.run(
            [sys.executable, "-m", "tests.cases.doors.killing", point, *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
        )
        if not command:
            assert run.returncode == -9, run.stderr
        connection.close()  # a server that was restarted has forgotten us

    return do


def check_all_or_nothing(force):
    """Either no snapshot and no part is registered, or all rows are, and their upload says so."""
    found = list(Snapshot.scoped.for_force(force))
    states = set(Upload.scoped.for_force(force).values_list("state", flat=True))
    if not found:
        assert not Part.scoped.for_force(force).exists() and states <= {"receiving", "received"}
        return
    assert [one.rows for one in found] == [ROWS] and states == {"imported"}
    assert all(store.local_path(one).is_file() for one in part_hashes(found[0]))


def go_on(force):
    """What the scheduler and the workers do after a restart."""
    later = timezone.now() + timedelta(hours=1)
    Job.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep(everything=True)
    for job in Job.objects.filter(state="ready"):
        run_job(job.pk)
    sweep_uploads(at=later)


def check_end(force, received, incoming):
    """After the restart: imported once where all had come, else interrupted; nothing is left lying."""
    (upload,) = Upload.scoped.for_force(force)
    assert upload.state == ("imported" if received else "interrupted")
    assert Snapshot.scoped.for_force(force).count() == (1 if received else 0)
    assert incoming() == []


def check_no_second_copy(force, bring):
    again = bring({"1.csv": FILES["one.csv"], "2.csv": FILES["two.csv"]}, door="command")
    assert again.state == "imported" and again.snapshot.rows == ROWS
    assert Snapshot.scoped.for_force(force).count() == 1 and Part.scoped.for_force(force).count() == 2


def rehearse(point, *, killed, begin, receive, bring, incoming, practice, paths, command=""):
    if point in RECEIVED_AT:
        upload = begin()
        killed(point, "receive", upload.pk, *paths, command=command)
    else:
        upload = receive(FILES)
        killed(point, "store", upload.job_id, command=command)
    check_all_or_nothing(practice)
    go_on(practice)
    received = upload_of(practice, upload.pk).job_id is not None
    check_end(practice, received, incoming)
    check_no_second_copy(practice, bring)


@pytest.fixture
def parts_of_a_rehearsal(killed, begin, receive, bring, incoming, practice, paths):
    return {
        "killed": killed, "begin": begin, "receive": receive, "bring": bring, "incoming": incoming,
        "practice": practice, "paths": paths,
    }  # fmt: skip


@pytest.mark.parametrize("point", TELLING)
def test_kill_at_a_telling_point_leaves_all_rows_or_none(point, parts_of_a_rehearsal):
    rehearse(point, **parts_of_a_rehearsal)


@pytest.mark.on_demand
@pytest.mark.parametrize("point", POINTS)
def test_kill_at_every_point_leaves_all_rows_or_none(point, parts_of_a_rehearsal):
    assert len(POINTS) >= 20
    rehearse(point, **parts_of_a_rehearsal)


@pytest.mark.on_demand
@pytest.mark.parametrize("point", POINTS)
def test_database_that_is_restarted_at_every_point_leaves_all_rows_or_none(point, parts_of_a_rehearsal):
    """KILL_DATABASE_COMMAND restarts the PostgreSQL of the tests at once, as `pg_ctl restart -m immediate` does."""
    if not RESTART:  # asked for by hand alone: no server of somebody else is restarted without being told how
        pytest.skip("no command to restart the database with (KILL_DATABASE_COMMAND)")
    rehearse(point, command=RESTART, **parts_of_a_rehearsal)


def test_registering_outside_one_transaction_leaves_half_an_import(receive, killed, practice, monkeypatch):
    """Control: a kill in a publish whose statements are committed one by one leaves an upload that lies."""
    upload = receive(FILES)
    killed("registered apart", "store", upload.job_id)
    with pytest.raises(AssertionError):
        check_all_or_nothing(practice)


def test_every_point_of_storing_is_reached_in_its_order():
    assert set(TELLING) <= set(POINTS) and len(STORED_AT) + len(RECEIVED_AT) == len(POINTS)
