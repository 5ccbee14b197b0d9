"""The demonstration as a newcomer starts it: a process of its own, driven from outside alone."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Site:
    """A running demonstration: its address, and {role: (e-mail, password)}."""

    address: str
    people: dict
    story: dict


@contextmanager
def demonstration(folder):
    """A Site served from `folder`; it is stopped with the Ctrl-C a person would press."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("CJNUDGE_", "DJANGO_"))
    }
    command = [sys.executable, "manage.py", "demo", "--json", "--port", "0"]
    with (folder / "progress.txt").open("w") as progress:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=progress, text=True,
            env={**clean, "CJNUDGE_DATA": str(folder)},
        )  # fmt: skip
    try:
        told = process.stdout.readline()
        assert told, (folder / "progress.txt").read_text()
        yield site_of(json.loads(told))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def site_of(story):
    people = {one["role"]: (one["email"], one["password"]) for one in story["sign_in"]}
    return Site(story["address"].rstrip("/"), people, story)
