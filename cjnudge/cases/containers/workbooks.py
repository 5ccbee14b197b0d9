"""Reads the one sheet of a workbook (.xlsx, .ods) whose header is a feed's, in a child with little memory.

Two cells can make a sheet of seventeen thousand million: the child that opens it ends where its memory does, and this
process goes on.
"""

import io
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import cjnudge
from cjnudge.cases.containers.archives import opened
from cjnudge.cases.containers.sheet import FROM_INPUT
from cjnudge.cases.problems import FileProblem

# A published table of 23,000 rows unpacks to 8 MB.
LARGEST_WORKBOOK = 128 << 20
KINDS = ("[Content_Types].xml", "content.xml")  # what every .xlsx and every .ods holds


def is_workbook(path):
    """Whether an archive is a spreadsheet; FileProblem for an archive that may not be opened."""
    with opened(path) as archive:
        return any(kind in archive.namelist() for kind in KINDS)


def sheet_of(path, headers):
    """(name of the sheet, iterator of (row number, cells)) of the sheet with one of the headers, that row first."""
    with opened(path, largest=LARGEST_WORKBOOK):
        pass
    return _named(_answers(str(Path(path).resolve()), headers))


def sheet_in(content, headers):
    """The same for a workbook that is held in memory, as bytes: nothing of it is written to a disk."""
    with opened(InMemory(content), largest=LARGEST_WORKBOOK):
        pass
    return _named(_answers(FROM_INPUT, headers, content))


def sheets_in(content):
    """{name: [(row number, cells)]} of every visible sheet of a workbook held in memory; empty rows are left out."""
    with opened(InMemory(content), largest=LARGEST_WORKBOOK):
        pass
    found, rows = {}, None
    for line in _answers(FROM_INPUT, [], content, reader="cjnudge.cases.containers.every_sheet"):
        if isinstance(line, dict):
            rows = found.setdefault(line["sheet"], [])
        else:
            rows.append((line[0], line[1:]))
    return found


class InMemory:
    """Bytes that can be opened as a path is."""

    def __init__(self, content):
        self._content = content

    def open(self, mode):
        return io.BytesIO(self._content)

    def stat(self):
        return SimpleNamespace(st_size=len(self._content))


def _named(rows):
    first = next(rows, {})
    return first.get("sheet", ""), ((row[0], row[1:]) for row in rows)


def _answers(path, headers, content=b"", *, reader="cjnudge.cases.containers.sheet"):
    """What the child prints, line by line; FileProblem where it refuses or does not come to its end."""
    command = [sys.executable, "-m", reader, path]
    root, pipe = Path(cjnudge.__file__).parents[1], subprocess.PIPE
    child = subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    last = None
    try:
        for last in _said(child, headers, content):
            if isinstance(last, list) or "sheet" in last:
                yield last
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
    if isinstance(last, dict) and "reason" in last:
        raise FileProblem(last["reason"], last["remedy"])
    if last != {"end": True}:
        raise FileProblem(
            "The workbook cannot be opened: it is damaged, protected, or needs too much memory.",
            'Open it, save the sheet with the table as "CSV UTF-8 (comma delimited)" and import that.',
        )


def _said(child, headers, content):
    """The child's answers; they stop where the child does."""
    with suppress(OSError, json.JSONDecodeError):
        child.stdin.write(json.dumps([list(header) for header in headers]).encode() + b"\n" + content)
        child.stdin.close()
        for line in child.stdout:
            yield json.loads(line)
