"""No raw identifier, name, postcode, e-mail or phone number is left anywhere by any door."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cjnudge.cases.models import Snapshot, Upload
from cjnudge.cases.operations.inbox import look
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.cases.doors.extracts import AS_AT, make_mapping
from tests.cases.doors.planted import (
    MARKS,
    PLANTED_BODY,
    hits,
    kinds_in,
    planted,
    planted_where_they_do_not_belong,
)
from tests.cases.doors.test_receiving import begin_session, fields, form, part, send

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 300  # the whole matter, with 10,000 and every process, is in test_planted_whole.py


@pytest.fixture
def mapping(practice, lead):
    return make_mapping(practice, lead, body=PLANTED_BODY)


@pytest.fixture
def temporary(tmp_path, monkeypatch, settings):
    folder = tmp_path / "temporary"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def everything(own_store, temporary):
    """everything() gives the places in which something could be left."""
    database = connection.settings_dict["NAME"]

    def places():
        if connection.vendor == "sqlite":
            return [own_store, temporary, *Path(database).parent.glob(Path(database).name + "*")]
        return [own_store, temporary, *dumped(own_store)]

    return places


def dumped(folder):
    import subprocess

    name = connection.settings_dict
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "dump.sql"
    host = ["-h", name["HOST"] or "localhost", "-p", str(name["PORT"] or 5432), "-U", name["USER"]]
    subprocess.run(["pg_dump", *host, "-f", str(target), name["NAME"]], check=True)
    return [target]


def upload(client, practice, mapping, content, name="january.csv"):
    url = reverse("cases:upload_cases", args=[practice.slug, mapping.mapping_id])
    return send(client, url, form(*fields(), part("files", content, name)))[0]


@pytest.fixture
def signed_in(lead):
    client = Client()
    client.force_login(lead)
    begin_session(client)
    return client


def work():
    for _ in range(2):
        for job in Job.objects.filter(state="ready"):
            run_job(job.pk)


def test_marks_find_what_is_planted():
    assert kinds_in(planted(3)) == sorted(MARKS) == kinds_in(planted(3).decode().encode("utf-16"))


def test_page_leaves_nothing(signed_in, practice, mapping, everything, caplog):
    for content in (planted(ROWS), planted_where_they_do_not_belong(5)):
        name = "Zephyrine Quackenbush 20-7600001Q.csv"
        answer = upload(signed_in, practice, mapping, content, name)
        assert kinds_in(answer.content) == [] and hits(*everything()) == []
        work()
        page = signed_in.get(answer["Location"])
        assert page.status_code == 200 and kinds_in(page.content) == []
    states = set(Upload.scoped.for_force(practice).values_list("state", flat=True))
    assert states == {"imported", "refused"} and Snapshot.scoped.for_force(practice).get().rows == ROWS
    assert hits(*everything()) == [] and kinds_in(caplog.text.encode()) == []


def test_fault_of_our_own_shows_and_logs_nothing(
    signed_in, practice, mapping, everything, caplog, monkeypatch
):
    from cjnudge.cases.extract import table

    def fails(self, lines, records):
        raise RuntimeError(f"could not read {records[0]}")

    monkeypatch.setattr(table.Table, "read", fails)
    signed_in.raise_request_exception = False
    answer = upload(signed_in, practice, mapping, planted(50))
    assert answer.status_code == 500 and kinds_in(answer.content) == []
    assert hits(*everything()) == [] and kinds_in(caplog.text.encode()) == []


def test_command_leaves_nothing(tmp_path, practice, mapping, everything, capsys, caplog):
    for number, content in enumerate((planted(ROWS), planted_where_they_do_not_belong(5))):
        path = tmp_path / f"Zephyrine Quackenbush {number}.csv"
        path.write_bytes(content)
        try:
            call_command(
                "import_cases", "case_extract", str(path), "--force", practice.slug, "--synthetic",
                "--mapping", "niche", "--as-at", str(AS_AT), "--json",
            )  # fmt: skip
        except SystemExit as end:
            assert (number, end.code) == (1, 1)
    assert hits(*everything()) == [] and kinds_in(caplog.text.encode()) == []
    shown = "".join(capsys.readouterr()).encode()
    assert set(kinds_in(shown)) <= {"name"}  # the path that was typed at this very terminal


def test_inbox_leaves_nothing(settings, practice, mapping, everything, own_store, caplog):
    folder = settings.INBOX / practice.slug / "case_extract" / "niche"
    folder.mkdir(parents=True)
    path = folder / "Zephyrine Quackenbush_as-at-2026-09-30.csv"
    path.write_bytes(planted(ROWS))
    os.utime(path, (1, 1))
    for minute in range(3):
        look(at=timezone.now() + timedelta(minutes=minute))
        assert [place for place, _ in hits(*everything())] in ([], [str(path)])
        work()
    look(at=timezone.now() + timedelta(minutes=3))
    assert Snapshot.scoped.for_force(practice).get().rows == ROWS
    assert hits(*everything()) == [] and kinds_in(caplog.text.encode()) == []


def test_djangos_own_handlers_would_leave_the_file(
    signed_in, practice, mapping, everything, settings, monkeypatch
):
    """Control: without our handler a large file lies in the temporary folder while the view runs."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("ReceivingMiddleware")]
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    seen = []
    from cjnudge.cases.views import uploading

    real = uploading.upload_page

    def look_around(request, *args):
        seen.extend(hits(*everything()))
        return real(request, *args)

    monkeypatch.setattr(uploading, "upload_page", look_around)
    upload(signed_in, practice, mapping, planted(ROWS))
    assert seen and set(seen[0][1]) == set(MARKS)


def test_an_unkeyed_part_would_be_found(own_store, everything):
    """Control: the search reads Parquet, whose bytes are packed."""
    from cjnudge.cases.storage.duck import connection as duck_connection
    from cjnudge.cases.storage.schema import quoted

    own_store.mkdir(parents=True, exist_ok=True)
    with duck_connection() as duck:
        target = quoted(own_store / "raw.parquet")
        duck.execute(
            f"""COPY (SELECT '20/76' || lpad(range::VARCHAR, 5, '0') || 'Q' AS suspect FROM range(20000))
            TO {target} (FORMAT parquet, COMPRESSION zstd)"""
        )
    assert [set(kinds) for _, kinds in hits(*everything())] == [{"suspect"}]
