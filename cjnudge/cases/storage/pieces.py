"""What an upload has brought so far: files under `incoming/<upload id>` of the snapshots storage, until it ends.

Several hosts share that storage: one receives, another's worker makes the part. The names of the files are ours;
a sender's file name is never used on disk.
"""

import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages

FOLDER = "incoming"


class Landing:
    """Where the files of one upload are written while they arrive."""

    def __init__(self, upload_id):
        self.name = f"{FOLDER}/{UUID(str(upload_id))}"
        self.folder = _stored_folder(self.name) or Path(settings.DATA_DIR) / FOLDER / str(upload_id)

    def new_path(self, suffix=".parquet"):
        """A path nobody has; its folder is its owner's alone."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.folder / f"{uuid4().hex}{suffix}"

    def keep(self, paths):
        """Make written files durable and return their names, by which any host finds them."""
        if not paths:
            return []
        in_storage = _stored_folder(self.name) is not None
        for path in paths:
            path.chmod(0o600)
            sync(path)
            if not in_storage:
                _move_into_storage(path, f"{self.name}/{path.name}")
        if in_storage:
            sync(self.folder)
        return [path.name for path in paths]


def _stored_folder(name):
    """The storage's folder of that name; None where the storage is no folder."""
    try:
        return Path(storages["snapshots"].path(name))
    except NotImplementedError:
        return None


def _move_into_storage(path, name):
    with path.open("rb") as stream:
        storages["snapshots"].save(name, File(stream))
    path.unlink()


def sync(path):
    """Have the system write a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class PiecesGone(Exception):
    """A file that was received is no longer there."""


@contextmanager
def local_pieces(upload_id, names):
    """Local paths of an upload's files, in the order of the names; PiecesGone where one is missing."""
    landing = Landing(upload_id)
    if _stored_folder(landing.name) is None:
        _fetch(landing, names)
    paths = [landing.folder / name for name in names]
    if not all(path.is_file() for path in paths):
        raise PiecesGone("What was received is no longer there.")
    try:
        yield paths
    finally:
        if _stored_folder(landing.name) is None:
            shutil.rmtree(landing.folder, ignore_errors=True)


def _fetch(landing, names):
    for name in names:
        if storages["snapshots"].exists(f"{landing.name}/{name}"):
            target = landing.new_path().with_name(name)
            with storages["snapshots"].open(f"{landing.name}/{name}") as stored, target.open("wb") as new:
                shutil.copyfileobj(stored, new)


def discard(upload_id):
    """Delete everything an upload brought, from storage and from this machine."""
    landing = Landing(upload_id)
    shutil.rmtree(landing.folder, ignore_errors=True)
    if _stored_folder(landing.name) is None and storages["snapshots"].exists(landing.name):
        for name in storages["snapshots"].listdir(landing.name)[1]:
            storages["snapshots"].delete(f"{landing.name}/{name}")


def folders():
    """[(upload id, when its folder last changed)] of everything under `incoming`."""
    storage = storages["snapshots"]
    names = storage.listdir(FOLDER)[0] if storage.exists(FOLDER) else []
    return [(name, _changed_at(f"{FOLDER}/{name}")) for name in names]


def _changed_at(name):
    folder = _stored_folder(name)
    if folder is not None:
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC) if folder.exists() else datetime.now(UTC)
    files = storages["snapshots"].listdir(name)[1]
    times = [storages["snapshots"].get_modified_time(f"{name}/{file}") for file in files]
    return max(times, default=datetime.now(UTC))
