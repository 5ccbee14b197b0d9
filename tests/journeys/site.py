"""The demonstration as a newcomer starts it: a process of its own, driven from outside alone."""

import fcntl
import json
import os
import shutil
import signal
import stat
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


def told_once(shared):
    """A folder with the whole demonstration in it, its processes ended: the first test process to come makes it.

    shared: a folder of all test processes of this run.
    """
    made = shared / "demonstration-told"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            waiting = shared / "demonstration-being-told"
            shutil.rmtree(waiting, ignore_errors=True)
            waiting.mkdir()
            started(waiting, "--once").communicate()
            waiting.rename(made)
    return made


def copied(told, folder):
    """A copy of that folder for one test process, without the sockets of processes that have ended."""

    def sockets(directory, names):
        return [name for name in names if stat.S_ISSOCK((Path(directory) / name).lstat().st_mode)]

    shutil.copytree(told, folder, ignore=sockets)
    return folder


def started(folder, *options, **more):
    """The process of `manage.py demo` in a folder; what it says on the way stands in progress.txt there.

    more: what its environment holds beside our own.
    """
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("CJNUDGE_", "DJANGO_"))
    }
    command = [sys.executable, "manage.py", "demo", "--json", *options]
    with (folder / "progress.txt").open("w") as progress:
        return subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=progress, text=True,
            env={**clean, "CJNUDGE_DATA": str(folder), **more},
        )  # fmt: skip


@contextmanager
def demonstration(folder, **more):
    """A Site served from `folder`; it is stopped with the Ctrl-C a person would press."""
    process = started(folder, "--port", "0", **more)
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
