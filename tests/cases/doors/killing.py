"""`python -m tests.cases.doors.killing POINT …`: brings an extract in, and ends as `kill -9` would at a named point.

With KILL_COMMAND in the environment that command is run at the point instead, such as one that restarts the database.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.jobs.rehearsal.calls import at_call

UPLOADING = "cjnudge.cases.operations.uploading"
RECEIVING = "cjnudge.cases.operations.receiving"
STORING = "cjnudge.cases.operations.storing"
STORE = "cjnudge.cases.storage.store"
# name: what is called there, and whether the end comes before or after it. {0} is the number of the call.
RECEIVED_AT = {
    "nothing has come": (RECEIVING, "Receiving.open", "before", 1),
    "some bytes have come": (RECEIVING, "Receiving.feed", "after", 1),
    "half a file has come": (RECEIVING, "Receiving.feed", "after", 6),
    "a piece is written": (RECEIVING, "Landing.new_path", "after", 2),
    "one file has come": (RECEIVING, "Receiving.close", "after", 1),
    "all files have come": (RECEIVING, "Receiving.finish", "before", 1),
    "received, not committed": (UPLOADING, "request_job", "after", 1),
}
STORED_AT = {
    "claimed": "claimed",
    "make the part of file 1.csv": "make the part of file 1.csv",
    "make the part of file 2.csv": "make the part of file 2.csv",
    "part written": (STORE, "keep", "before", 1),
    "part copied, not named": (STORE, "_copy_durably", "after", 1),
    "part named": (STORE, "keep", "after", 1),
    "second part named": (STORE, "keep", "after", 2),
    "look at the files together": "look at the files together",
    "count what the snapshot holds": "count what the snapshot holds",
    "judge the quality of the data": "judge the quality of the data",
    "publish": "publish",
    "upload marked, nothing registered": (STORING, "hold_version", "before", 1),
    "registered, not committed": (STORING, "register", "after", 1),
    "commit": "commit",
    "pieces not yet deleted": ("cjnudge.cases.storage.pieces", "discard", "before", 1),
    "published": "published",
}
POINTS = {**RECEIVED_AT, **STORED_AT}
BROKEN = {
    "registered apart": (STORING, "hold_version", "before", 1)
}  # with each statement committed by itself


def end_here():
    command = os.environ.get("KILL_COMMAND")
    if command:
        subprocess.run(command.split(), check=True, stdout=subprocess.DEVNULL)
        return
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point):
    """Have the process end at the point."""
    from cjnudge.jobs.observing import stage_reached

    if point in BROKEN:
        commit_each_statement()
    where = {**POINTS, **BROKEN}[point]
    if isinstance(where, tuple):
        at_call(*where, end_here)
        return
    stage_reached.connect(lambda stage, **kwargs: end_here() if stage == where else None, weak=False)


def commit_each_statement():
    """Transactions that hold nothing together, as without `atomic`."""
    from contextlib import nullcontext

    from django.db import transaction

    transaction.atomic = lambda *args, **kwargs: nullcontext()
    transaction.on_commit = lambda func, **kwargs: func()


def receive(upload_id, paths):
    from cjnudge.cases.models import Upload
    from cjnudge.cases.operations.receiving import Receiving

    upload = Upload.objects.select_related("force", "mapping_version__mapping").get(pk=upload_id)
    receiving = Receiving(upload)
    for path in map(Path, paths):
        receiving.open(path.name)
        content = path.read_bytes()
        for start in range(0, len(content), 1 + len(content) // 8):
            receiving.feed(content[start : start + 1 + len(content) // 8])
        receiving.close()
    receiving.finish(by="receiver")


def main(point, what, target, *paths):
    import django

    django.setup()
    from unittest import mock

    arm(point)
    with mock.patch("cjnudge.jobs.operations.wake"):
        if what == "receive":
            receive(target, paths)
        else:
            from cjnudge.jobs.running import run_job

            run_job(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
