"""Looks into a .zip without unpacking it, refuses what was made to fill a machine, and streams its members.

Nothing is written to disk and no member's name is used as a path.
"""

import stat
import zipfile
import zlib
from contextlib import contextmanager

from cjnudge.cases.extract.header import shown
from cjnudge.cases.problems import FileProblem
from cjnudge.cases.reading.files import CHUNK, LARGEST_BYTES, LARGEST_RATIO, RATIO_FROM

MOST_MEMBERS = 1_000  # the site's archive of one force over three years has 108
# The list of a thousand members is 100 kB; a longer one is read no further.
LONGEST_LIST = 1 << 20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ARCHIVES = (".zip", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".tgz", ".zst", ".xlsx", ".xlsm", ".ods")
MAGIC = b"PK\x03\x04"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def is_archive(path):
    """Whether the file begins as .zip, .xlsx and .ods do, whatever it is called."""
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


class _Careful:
    """A file that gives no more than LONGEST_LIST bytes at once: the list of members cannot fill the memory."""

    def __init__(self, stream):
        self._stream = stream

    def read(self, size=-1):
        data = self._stream.read(LONGEST_LIST + 1 if size < 0 else min(size, LONGEST_LIST + 1))
        if len(data) > LONGEST_LIST:
            raise _too_many()
        return data

    def __getattr__(self, name):
        return getattr(self._stream, name)


@contextmanager
def opened(path, *, largest=LARGEST_BYTES):
    """The ZipFile of an archive whose every member is harmless; FileProblem for any other file."""
    with path.open("rb") as stream:
        try:
            archive = zipfile.ZipFile(_Careful(stream))
        except FileProblem:
            raise
        except _DAMAGE:
            archive = None
        if archive is None:
            raise damaged()
        with archive:
            _check(archive.infolist(), path.stat().st_size, largest)
            yield archive


def damaged():
    return FileProblem("The archive is damaged or cut short.", "Fetch or export it again.")


def _too_many():
    return FileProblem(
        f"The archive has more than {MOST_MEMBERS:,} files.", "Ask the site for fewer forces or months."
    )


def _check(members, packed, largest):
    if len(members) > MOST_MEMBERS:
        raise _too_many()
    for member in members:
        reason = _harm(member)
        if reason:
            raise FileProblem(f"“{shown(member.filename)}” {reason}.", "Check where the archive comes from.")
    if len({member.filename for member in members}) < len(members):
        raise FileProblem("The archive has two files of one name.", "Check where the archive comes from.")
    total = sum(member.file_size for member in members)
    if total > largest:
        raise FileProblem(
            f"The archive holds more than {largest >> 20:,} MiB.", "Ask the site for fewer forces or months."
        )
    # Of the archive itself, not of the members' own figures: members may share their bytes.
    if total > RATIO_FROM and total > LARGEST_RATIO * packed:
        raise FileProblem(
            f"The archive unpacks to more than {LARGEST_RATIO} times its size.",
            "Real extracts do not: check where the file comes from.",
        )


def _harm(member):
    """What is wrong with a member, in words; "" for a harmless one."""
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        return "leads out of its folder"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link"
    if member.flag_bits & 0x1:
        return "is encrypted"
    if member.compress_type not in METHODS:
        return "is packed in a way that is not read here"
    return "is an archive inside the archive" if name.lower().endswith(ARCHIVES) else ""


def chunks_of(archive, member):
    """The bytes of a member, piece by piece; FileProblem where they are not what the archive says."""
    failed, left = False, member.file_size
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    break
                yield chunk
    except _DAMAGE:
        failed = True
    if failed or left:
        raise damaged()
