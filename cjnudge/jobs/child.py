"""Runs Celery as the child of another process, and ends when that one does, however it ends.

`python -m cjnudge.jobs.child worker ...`: standard input is a pipe whose other end the parent holds. The
system closes it when the parent is gone, also after `kill -9`; the worker then stops as if asked to.
"""

import os
import signal
import sys
import time
from threading import Thread

from cjnudge.jobs.endings import PATIENCE_SECONDS

GIVES_WAY = 10  # of 19: who waits for a page on the same machine comes before the work that waits in a queue


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cjnudge.settings")
    os.nice(GIVES_WAY)
    Thread(target=_end_with_parent, daemon=True).start()
    from celery.__main__ import main as celery

    sys.argv = ["celery", "-A", "cjnudge", *sys.argv[1:]]
    sys.exit(celery())


def _end_with_parent():
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    main()
