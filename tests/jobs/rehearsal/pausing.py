"""A worker that stands still once, where a job's payload says, so that something can be ended or restarted."""

import os
from functools import partial
from pathlib import Path

from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.observing import stage_reached
from tests.jobs.rehearsal import broken
from tests.jobs.rehearsal.calls import at_call

PATIENCE_SECONDS = 120  # whoever let it stand has gone by then


def watch(folder):
    """payload["pause_at"]: the name of a stage, or what `at_call` takes. Its own files in the folder say more."""
    watched = []

    def reach(job, stage, **kwargs):
        point, marker = job.payload.get("pause_at"), Path(folder) / str(job.pk)
        if stage == "claimed":
            while watched:
                watched.pop()()
            if isinstance(point, list):
                watched.append(at_call(*point, partial(stand, marker)))
        if stage == point:
            stand(marker)

    stage_reached.connect(reach, weak=False, dispatch_uid="rehearsal.pausing")


def stand(marker):
    """Write our process number into the marker and wait for the file that says to go on; the second time go on."""
    if marker.exists():
        return
    if os.environ.get("REHEARSAL_BROKEN") == "halves":
        broken.commit_the_first_half()
    written = marker.with_suffix(".new")
    written.write_text(str(os.getpid()))
    written.rename(marker)
    wait_until(marker.with_suffix(".go").exists, PATIENCE_SECONDS)
