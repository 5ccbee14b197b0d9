"""The inbox: a folder per force and feed into which a records system puts its extracts.

`<inbox>/<force>/<feed>[/<mapping>]/<file>`. A file is taken when two looks found it unchanged. What it is, is its
place, size and times: so that a file which was refused, or whose import is under way, is not taken again until it
changes. A file that became a snapshot is deleted at the next look; one that was refused stays.
"""

import json
import logging
import os
import stat
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.conf import settings

from cjnudge.accounts.models import Force
from cjnudge.audit.chain import audited
from cjnudge.cases.jobs.names import READ_INBOX
from cjnudge.cases.models import Upload
from cjnudge.cases.sources import file_feeds
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import request_job

logger = logging.getLogger(__name__)
WATCHER = "inbox"
SEEN = ".seen.json"
PARTIAL = (".part", ".partial", ".tmp", ".crdownload", ".filepart", "~")


@dataclass(frozen=True)
class InboxFile:
    """A regular file of the inbox, as one look found it. `mapping`: the slug of the folder under a feed of cases."""

    force: str
    feed: str
    mapping: str
    name: str
    state: tuple  # size, time of change, inode: another state is another file

    @property
    def place(self):
        return "/".join(part for part in (self.force, self.feed, self.mapping, self.name) if part)

    @property
    def path(self):
        return settings.INBOX / self.place

    @property
    def key(self):
        """Of the job that reads it: the same file asks for one job, however many look."""
        said = json.dumps([self.place, *self.state])
        return f"{READ_INBOX}:{sha256(said.encode()).hexdigest()}"

    @property
    def upload_id(self):
        return uuid5(NAMESPACE_URL, self.key)

    @property
    def mark(self):
        """What a look remembers of its place: a file's name may say more than should be kept."""
        return sha256(self.place.encode(errors="surrogateescape")).hexdigest()


def look(*, at):
    """One look: ask for the reading of what has not changed since the last, delete what was imported.

    Returns the jobs asked for.
    """
    files = list(files_of_inbox())
    seen = _last_look(at)
    steady = [file for file in files if seen.get(file.mark) == list(file.state)]
    _remember({file.mark: list(file.state) for file in files}, at)
    return [job for file in steady if (job := _take(file, at))]


def files_of_inbox():
    """Every file that lies where a feed is read, as an InboxFile."""
    feeds = file_feeds()
    for force in _folders(settings.INBOX):
        for folder in _folders(settings.INBOX / force):
            feed = feeds.get(folder)
            if feed is None:
                logger.warning("The inbox has a folder that is no feed; its files are left alone.")
                continue
            place = settings.INBOX / force / folder
            # Right under a feed of cases a file has no mapping: it is refused in words, not left lying unnoticed.
            for mapping in ["", *_folders(place)] if feed.has_cases else [""]:
                yield from _files(place / mapping, force, folder, mapping)


def _folders(path):
    """Names of the folders right in a folder, links and hidden ones left out."""
    try:
        with os.scandir(path) as entries:
            return sorted(
                one.name for one in entries if one.is_dir(follow_symlinks=False) and one.name[0] != "."
            )
    except OSError:
        return []


def _files(folder, force, feed, mapping):
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            partial = entry.name.startswith(".") or entry.name.lower().endswith(PARTIAL)
            if not partial and entry.is_file(follow_symlinks=False):
                yield InboxFile(force, feed, mapping, entry.name, state_of(entry.stat(follow_symlinks=False)))


def state_of(found):
    return found.st_size, found.st_mtime_ns, found.st_ino


def open_unchanged(file):
    """The open file; OSError where it is gone, has become a link, or is not the one that was found."""
    handle = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW)
    stream = os.fdopen(handle, "rb")
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or list(state_of(found)) != list(file.state):
        stream.close()
        raise OSError("the file changed")
    return stream


def _last_look(at):
    """{mark: state} of the look before this one; nothing where that was but a moment ago, by another scheduler."""
    try:
        said = json.loads((settings.INBOX / SEEN).read_text("utf-8"))
        long_enough = said["at"] <= (at - timedelta(seconds=settings.INBOX_SECONDS / 2)).timestamp()
        return said["files"] if long_enough else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remember(files, at):
    """Keep this look. Two at once may overwrite each other: then the next one decides."""
    if not settings.INBOX.is_dir():
        return
    temporary = settings.INBOX / f"{SEEN}.{uuid4().hex}"
    temporary.write_text(json.dumps({"at": at.timestamp(), "files": files}), "utf-8")
    temporary.replace(settings.INBOX / SEEN)


def _take(file, at):
    """The job that reads a file, where none was asked for before; what was imported is deleted instead."""
    force = Force.objects.filter(slug=file.force).first()
    if force is None:
        logger.warning("The inbox has a folder that is no force; its files are left alone.")
        return None
    upload = Upload.scoped.for_force(force).filter(pk=file.upload_id).first()
    if upload:
        return _delete_imported(file, upload)
    return _ask(file, force, at)


def _delete_imported(file, upload):
    if upload.state == "imported":
        try:
            open_unchanged(file).close()
            file.path.unlink()
        except OSError:
            logger.warning("An imported file of the inbox could not be deleted: upload %s.", upload.pk)


@audited
def _ask(file, force, at):
    if Job.scoped.for_force(force).filter(key=file.key).exists():
        return None
    return request_job(kind=READ_INBOX, key=file.key, force=force, payload={}, by=WATCHER, at=at)


def file_called(key):
    """The file whose reading has this key, or None where it is gone or changed; no name is kept to find it by."""
    return next((file for file in files_of_inbox() if file.key == key), None)


def folder_for(force, feed, mapping=""):
    """Where files of a feed are put, for a page to say."""
    return Path(settings.INBOX, force.slug, feed, mapping)
