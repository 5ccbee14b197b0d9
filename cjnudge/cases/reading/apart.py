"""A CaseReader in a process of its own: a page that somebody else waits for does not wait for the reading."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from django.conf import settings

from cjnudge.cases.extract.reading import ReadFile, ReadingFailed
from cjnudge.cases.problems import Problem
from cjnudge.cases.reading.child import LENGTH

GONE = "The process that reads the file has ended."


class ReadingApart:
    """The same as CaseReader; `landing` says where the pieces go."""

    def __init__(self, mapping, *, layers, name, as_at, today, landing, units=()):
        folder = landing.new_path().parent
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cjnudge.cases.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env=_environment(),
            start_new_session=True,
        )
        said = {
            "mapping": mapping.canonical(),
            "layers": {key: [layer.hex() for layer in keys] for key, keys in layers.items()},
            "name": name,
            "as_at": as_at.isoformat() if as_at else "",
            "today": today.isoformat(),
            "units": list(units),
            "folder": str(folder),
        }
        self._send(json.dumps(said).encode() + b"\n")

    def feed(self, data):
        """The next bytes of the file."""
        if data:
            self._send(LENGTH.pack(len(data)), data)

    def _send(self, *parts):
        try:
            for part in parts:
                self._process.stdin.write(part)
        except OSError:
            self.cancel()
            raise ReadingFailed(GONE) from None

    def end(self):
        """The file is complete: its ReadFile."""
        self._send(LENGTH.pack(0))
        try:
            answer = json.loads(self._process.communicate()[0])
        except (OSError, ValueError):
            raise ReadingFailed(GONE) from None
        if "failed" in answer:
            raise ReadingFailed(answer["failed"])
        return _read_file(answer)

    def cancel(self):
        """The file will not be completed; the upload's folder is deleted by whoever ends the upload."""
        self._process.kill()
        self._process.communicate()


def _environment():
    """Ours without the installation's secrets."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CJNUDGE_")}


def _read_file(answer):
    days = {key: answer[key] and date.fromisoformat(answer[key]) for key in ("first_entry", "last_entry")}
    problems = tuple(Problem(**problem) for problem in answer["problems"])
    return ReadFile(**{**answer, **days, "problems": problems, "pieces": tuple(map(Path, answer["pieces"]))})
