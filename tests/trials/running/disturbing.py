"""What ends or restarts while a trial is analysed: the points, a broker of our own, and a worker kept running."""

import os
import shutil
import signal
import subprocess
from contextlib import ExitStack

from django.conf import settings
from django.db import connection
from kombu import Connection

from cjnudge.jobs.broker import answers, embedded_broker
from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.tasks import work
from tests.servers import missing

SECONDS = 240  # for an analysis to come to its point on a busy machine; a second or two on an idle one
LOOK, COMPARISON, CHAIN = "trials.looking_job", "trials.analysis_job", "cjnudge.audit.chain"
STORED_AT = {
    "charts stored, not recorded": ("seals_of", "before", 1),
    "run stored, no chart": ("Chart.objects.bulk_create", "before", 1),
    "nothing there, nothing stored": ("run_for", "after", 1),
    "run to be recorded": ("record", "before", 1),
    "run recorded": ("record", "after", 1),
}
ENDS_AT = {
    "job recorded": "commit",
    "events chained, not committed": [CHAIN, "_append", "after", 1],
    "committed, head not written": [CHAIN, "write_head", "before", 1],
    "published": "published",
}
STAGES = ("claimed", "read plan", "frame", "estimate", "decomposition", "checks", "charts", "publish")


def points_in(module, **calls):
    """{name: point} of a job whose module is that one, with calls of its own beside those of every analysis."""
    own = {name.replace("_", " "): call for name, call in calls.items()}
    called = {name: [module, *call] for name, call in {**own, **STORED_AT}.items()}
    return {**{stage: stage for stage in STAGES}, **called, **ENDS_AT}


LOOK_POINTS = points_in(
    LOOK,
    cases_counted=("read_trial_frames", "after", 1),
    report_computed=("report_of", "after", 1),
    charts_drawn=("drawings_of", "after", 1),
    trial_locked=("locked", "after", 1),
    look_marked_and_not_recorded=("record", "before", 2),
    look_recorded=("record", "after", 2),
)
COMPARISON_POINTS = points_in(
    COMPARISON,
    plan_read=("sealed_plan", "after", 1),
    counts_read=("read_cells", "after", 1),
    report_computed=("evaluate", "after", 1),
    charts_drawn=("draw_charts", "after", 1),
)


class OwnBroker:
    """A broker that tests may end: the embedded Valkey, or Redis where the suite runs on that."""

    def __init__(self, folder):
        self.folder, self.socket, self.stack = folder, folder / "b.sock", ExitStack()
        self.address = f"redis+socket://{self.socket}"
        self.embedded = settings.CELERY_BROKER_URL.startswith("redis+socket")

    def start(self):
        if self.embedded:
            self.stack.enter_context(embedded_broker(self.folder, self.socket))
            self.number = int((self.folder / "valkey" / "valkey.pid").read_text())
            return
        server = shutil.which("redis-server") or missing("redis-server")
        options = ("--port", "0", "--unixsocket", self.socket, "--dir", self.folder, "--appendonly", "yes")
        running = self.stack.enter_context(
            subprocess.Popen([server, *map(str, options)], stdout=subprocess.DEVNULL)
        )
        self.number = running.pid
        assert wait_until(lambda: answers(self.address), SECONDS)

    def end(self):
        os.kill(self.number, signal.SIGKILL)
        self.stack.close()

    def deliver(self, job):
        with Connection(self.address) as opened:
            work.apply_async([str(job.pk)], connection=opened)


class Kept:
    """One worker, started again when it was killed."""

    def __init__(self, start, **environment):
        self.start, self.environment, self.stack = start, environment, ExitStack()
        self.again()

    def again(self):
        self.stack.close()
        (self.process,) = self.stack.enter_context(
            self.start("only", with_scheduler=False, **self.environment)
        )


def strike(what, kept, broker, child):
    """Have it happen while the worker's child of that process number stands still."""
    if what == "worker":
        os.kill(kept.process.pid, signal.SIGKILL)
    if what in ("worker", "child"):
        os.kill(child, signal.SIGKILL)
    if what == "broker":
        broker.end()
    if what == "database":
        subprocess.run(os.environ["KILL_DATABASE_COMMAND"].split(), check=True, stdout=subprocess.DEVNULL)
        connection.close()  # a server that was restarted has forgotten us


def mend(what, kept, broker):
    """What whoever runs the installation does at once."""
    if what == "worker":
        kept.again()
    if what == "broker":
        broker.start()
