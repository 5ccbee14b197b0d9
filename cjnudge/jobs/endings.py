"""Ending processes: ask first, force after a while, and never one that is not ours."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

PATIENCE_SECONDS = (
    5  # idle processes end at once; one that takes longer is at work, and the job table recovers it
)


def wait_until(true, seconds):
    """Whether `true()` became so within that many seconds; asked every 20 ms."""
    until = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < until:
        time.sleep(0.02)
    return bool(found)


def end_child(process):
    """End a Popen that leads a session of its own, and everything in that session."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_SECONDS)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_stranger(pid, *, named):
    """End a process that is not our child, provided that its command line contains `named`."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if named not in command_line(pid):
            return
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        wait_until(lambda: named not in command_line(pid), PATIENCE_SECONDS)


def command_line(pid):
    """What a process was started with; empty where there is none of that number, or one that has ended."""
    if Path("/proc/self").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    shown = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return shown.stdout
