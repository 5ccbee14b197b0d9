"""Where the chain ended, written outside the database: shows that tail and head row were cut together.

One JSON line an operation: seq, hash, at. Ship the file to another host for real use. It is not forced to
disk: a power cut may take its last lines, which the next operation makes good, while a file forced ahead of a
database that lost its last commit would look like tampering for ever.
"""

import json
import logging
import os

from django.conf import settings

logger = logging.getLogger(__name__)


def write_head(seq, hash_, at):
    """Append one line; a failure is logged and loses nothing that was committed."""
    line = json.dumps({"seq": seq, "hash": hash_, "at": at}) + "\n"
    try:
        _append_line(settings.AUDIT_HEAD_FILE, line)
    except OSError:
        logger.exception(
            "The audit head of event %s could not be written to its file: mend the file's folder.", seq
        )


def _append_line(path, line):
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(
            descriptor, line.encode()
        )  # one write with O_APPEND: processes cannot tear each other's lines
    finally:
        os.close(descriptor)


def heads_in_file(path):
    """Yield (line number, seq, hash) of every line; seq is None where a line cannot be read."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            try:
                head = json.loads(line)
                yield number, int(head["seq"]), str(head["hash"])
            except (ValueError, KeyError, TypeError):
                yield number, None, ""
