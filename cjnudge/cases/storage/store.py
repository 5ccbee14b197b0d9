"""Part files: stored under their SHA-256 in the `snapshots` storage, read through a cache that checks it."""

import os
import uuid
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages

from cjnudge.cases.reading.files import CHUNK, sha256_of
from cjnudge.jobs.kinds import JobProblem

FOLDER = "parts"
_checked = {}


class DamagedPart(JobProblem):
    """A stored part is missing, or is not what its hash says; a job ends with these words, and is not tried again."""


def part_name(part_hash):
    return f"{FOLDER}/{part_hash[:2]}/{part_hash}.parquet"


@contextmanager
def writing():
    """A path to write a part to; call `keep(path)` on it. It is gone at the end, kept or not."""
    folder = Path(settings.DATA_DIR) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{uuid.uuid4().hex}.parquet"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(path):
    """Put a written part into storage and return its hash; a sound part that is there already stays."""
    part_hash = sha256_of(path)
    if not hold(part_hash):
        _put(Path(path), part_name(part_hash))
    return part_hash


def hold(part_hash):
    """Whether storage has the part, undamaged; its age begins again, so that no sweep takes it for an orphan."""
    storage, name = storages["snapshots"], part_name(part_hash)
    try:
        place = Path(storage.path(name))
    except NotImplementedError:  # an object store: it checks its own bytes
        return storage.exists(name)
    if not place.is_file() or sha256_of(place) != part_hash:
        return False
    place.touch()
    return True


def _put(path, name):
    storage = storages["snapshots"]
    try:
        final = Path(storage.path(name))
    except NotImplementedError:  # not a folder: an object store, whose own saving is all or nothing
        with path.open("rb") as stream:
            storage.save(name, File(stream))
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = final.with_name(f".{uuid.uuid4().hex}")
    _copy_durably(path, temporary)
    temporary.replace(final)
    _sync_folder(final.parent)


def _copy_durably(source, target):
    with source.open("rb") as old, target.open("xb") as new:
        target.chmod(0o600)
        while piece := old.read(CHUNK):
            new.write(piece)
        new.flush()
        os.fsync(new.fileno())


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def local_path(part_hash):
    """A local file with exactly the bytes of this hash; DamagedPart where storage has none."""
    cached = Path(settings.DATA_DIR) / "cache" / f"{part_hash}.parquet"
    if cached.exists() and _is_sound(cached, part_hash):
        return cached
    _fetch(part_hash, cached)
    if not _is_sound(cached, part_hash):
        cached.unlink(missing_ok=True)
        raise DamagedPart(
            f"The stored part {part_hash[:12]} is damaged. Restore {part_name(part_hash)} from a backup, or "
            "import its source file again."
        )
    return cached


def _is_sound(path, part_hash):
    """Whether a file has the hash; asked once per process as long as the file does not change."""
    state = path.stat()
    key = (str(path), state.st_mtime_ns, state.st_size, state.st_ino)
    if _checked.get(key) != part_hash:
        if sha256_of(path) != part_hash:
            return False
        _checked[key] = part_hash
    return True


def _fetch(part_hash, cached):
    cached.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = cached.with_name(f".{uuid.uuid4().hex}")
    try:
        with storages["snapshots"].open(part_name(part_hash)) as stored, temporary.open("xb") as new:
            temporary.chmod(0o600)
            for piece in stored.chunks(CHUNK):
                new.write(piece)
        temporary.replace(cached)
    except FileNotFoundError:
        raise DamagedPart(
            f"The stored part {part_hash[:12]} is missing. Restore {part_name(part_hash)} from a backup, or "
            "import its source file again."
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def forget(part_hash):
    """Delete a part's file from storage and from this machine's cache."""
    storages["snapshots"].delete(part_name(part_hash))
    (Path(settings.DATA_DIR) / "cache" / f"{part_hash}.parquet").unlink(missing_ok=True)


def names_older_than(instant):
    """Names of everything stored under the parts' folder that was written before an instant."""
    storage = storages["snapshots"]
    if not storage.exists(FOLDER):
        return []
    names = [
        f"{FOLDER}/{folder}/{name}"
        for folder in storage.listdir(FOLDER)[0]
        for name in storage.listdir(f"{FOLDER}/{folder}")[1]
    ]
    return [name for name in names if storage.get_modified_time(name) < instant]


def delete_stored(name):
    storages["snapshots"].delete(name)


def forget_cached(*, but, instant):
    """Delete this machine's copies, older than an instant, of parts whose hashes are not in `but`."""
    for path in (Path(settings.DATA_DIR) / "cache").glob("*.parquet"):
        if path.stem not in but and path.stat().st_mtime < instant.timestamp():
            path.unlink(missing_ok=True)


def delete_leftovers(instant):
    """Delete half-written files of killed imports, older than an instant, from this machine's data folder."""
    for folder in ("incoming", "cache"):
        for path in (Path(settings.DATA_DIR) / folder).glob("*"):
            half_written = folder == "incoming" or path.name.startswith(".")
            if half_written and path.stat().st_mtime < instant.timestamp():
                path.unlink(missing_ok=True)
