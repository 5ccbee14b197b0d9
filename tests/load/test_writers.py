"""Two hundred writers at once lose nothing; with Django's default SQLite settings they do."""

import json
import os
import subprocess
import sys
from unittest import mock

import pytest

from cjnudge.audit.models import AuditEvent
from cjnudge.audit.verification import verify
from cjnudge.jobs.models import Job
from tests.load.writing import WRITERS, burst

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_broker():
    """The burst is on the database: nobody is woken."""
    with mock.patch("cjnudge.jobs.operations.wake"):
        yield


def test_two_hundred_writers_at_once_meet_no_error():
    assert burst() == []
    assert Job.objects.count() == AuditEvent.objects.count() == WRITERS
    assert verify().problem == ""


def test_with_djangos_default_sqlite_settings_writers_fail(tmp_path):
    settings = {"DJANGO_SETTINGS_MODULE": "tests.load.default_settings", "CJNUDGE_DATA": str(tmp_path)}
    environment = {**os.environ, **settings, "REHEARSAL_DATABASE": str(tmp_path / "default.sqlite3")}
    run = subprocess.run(
        [sys.executable, "-m", "tests.load"], env=environment, capture_output=True, text=True, check=True
    )
    errors = json.loads(run.stdout)
    assert set(errors) == {"OperationalError"}  # "database is locked"
    assert len(errors) > WRITERS / 10
