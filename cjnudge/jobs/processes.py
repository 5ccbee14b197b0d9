"""The worker and the scheduler as child processes, for when one command starts everything."""

import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings

from cjnudge.jobs.endings import end_child

QUIET = ("--without-mingle", "--without-gossip", "--without-heartbeat")  # one worker has no peers to talk to


def worker(*, concurrency=1, name="worker", env=None):
    """A block with a running worker; gets its Popen. It may still be starting: jobs wait for it."""
    return child(
        "worker", "--pool", "prefork", "-c", str(concurrency), "-n", f"{name}@%h", "-l", "WARNING", *QUIET,
        log=f"{name}.log", env=env,
    )  # fmt: skip


def scheduler(*, env=None):
    """A block with a running scheduler, which queues the sweep."""
    return child("beat", "--pidfile", "", "-l", "WARNING", log="scheduler.log", env=env)


@contextmanager
def child(*arguments, log, env=None):
    """A block with Celery running as our child; it is stopped at the block's end and does not outlive us.

    log: name of the file in the data folder; env: the child's environment, ours where None. The child has a
    session of its own, so that Ctrl-C reaches us alone and we say in which order things stop.
    """
    command = [sys.executable, "-m", "cjnudge.jobs.child", *arguments]
    with (settings.DATA_DIR / log).open("ab") as file:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=file, stderr=file, cwd=settings.BASE_DIR, env=env,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        end_child(process)
        process.stdin.close()
