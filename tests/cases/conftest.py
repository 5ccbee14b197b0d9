"""How tests of cases import: a file of lines into a snapshot, or a refusal into its sentences."""

import pytest

from cjnudge.cases.operations import import_files
from cjnudge.cases.problems import ImportRefused
from tests.cases.files import write
from tests.people import NOW


@pytest.fixture
def bring_in(tmp_path, force, lead):
    """bring_in(feed, *lines, name=…, **options of import_files) gives (snapshot, created)."""

    def do(feed, *lines, name="file.csv", **given):
        path = write(tmp_path, name, *lines)
        return import_files(**{"feed": feed, "paths": [path], "force": force, "by": lead, "at": NOW} | given)

    return do


@pytest.fixture
def refused(bring_in):
    """refused(feed, *lines, …) gives the ImportRefused."""

    def do(feed, *lines, **given):
        with pytest.raises(ImportRefused) as caught:
            bring_in(feed, *lines, **given)
        return caught.value

    return do


@pytest.fixture
def own_store(settings, tmp_path):
    """A data folder for one test alone, whose files can be counted."""
    snapshots = {"location": tmp_path / "snapshots", "file_permissions_mode": 0o600}
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "snapshots": {**settings.STORAGES["snapshots"], "OPTIONS": snapshots},
    }
    return tmp_path
