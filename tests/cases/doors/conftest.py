"""How tests of the doors bring an extract in: through the operations, with a store of their own."""

from unittest import mock

import pytest
from django.core.files.storage import storages

from cjnudge.cases.operations.receiving import Receiving
from cjnudge.cases.operations.uploading import begin_upload, upload_of
from cjnudge.jobs.running import run_job
from tests.cases.doors.extracts import AS_AT, make_mapping
from tests.people import NOW


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Each test's data folder is its own; no broker is told."""
    settings.DATA_DIR = tmp_path / "data"
    settings.INBOX = tmp_path / "data" / "inbox"
    settings.UPLOADS_READ_APART = (
        False  # a process for every test would be slow; test_reading_apart.py has it
    )
    place = settings.STORAGES["snapshots"] | {"OPTIONS": {"location": tmp_path / "data" / "snapshots"}}
    settings.STORAGES = settings.STORAGES | {"snapshots": place}
    with mock.patch("cjnudge.jobs.operations.wake"):
        yield settings.DATA_DIR


@pytest.fixture(autouse=True)
def commits_at_once(request, monkeypatch):
    """What waits for a commit is done at once where the test's own transaction never commits."""
    marker = request.node.get_closest_marker("django_db")
    if marker and not marker.kwargs.get("transaction"):
        monkeypatch.setattr("django.db.transaction.on_commit", lambda func, **options: func())


@pytest.fixture
def mapping(practice, lead):
    return make_mapping(practice, lead)


@pytest.fixture
def begin(practice, lead, mapping):
    """begin(**given) gives an Upload of the practice space that may receive files."""

    def do(**given):
        usual = {"force": practice, "feed": "case_extract", "door": "page", "mapping_version": mapping}
        return begin_upload(**usual | {"by": lead, "at": NOW, "as_at": AS_AT} | given)

    return do


@pytest.fixture
def receive(begin, lead):
    """receive({name: bytes}, **given) gives the Upload, received or refused."""

    def do(files, **given):
        receiving = Receiving(begin(**given), clock=lambda: NOW)
        for name, content in files.items():
            receiving.open(name)
            for start in range(0, len(content), 1000):
                receiving.feed(content[start : start + 1000])
            receiving.close()
        return receiving.finish(by=lead)

    return do


@pytest.fixture
def bring(receive, practice):
    """bring({name: bytes}, **given) gives the Upload after its job."""

    def do(files, **given):
        upload = receive(files, **given)
        if upload.job_id:
            run_job(upload.job_id)
        return upload_of(upload.force, upload.pk)

    return do


@pytest.fixture
def incoming(own_store):
    """incoming() gives the names of what lies in the folder of pieces."""

    def names():
        from pathlib import Path

        folder = Path(storages["snapshots"].path("incoming"))
        return sorted(path.name for path in folder.rglob("*") if path.is_file())

    return names
