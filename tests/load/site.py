"""The whole site as processes of its own, for load: gunicorn, worker, scheduler and broker on a database of the run."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

START_SECONDS = 180  # two of them are enough on a quiet machine
GUNICORN = ("--workers", "4", "--threads", "4")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


PORT = free_port()  # of this run: two at once do not meet


def prepare_environment(folder, database=""):
    """Settings of this run and its processes; database: the address of an empty PostgreSQL, or "" for SQLite."""
    os.environ |= {
        "CJNUDGE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        "REHEARSAL_DATABASE": str(folder / "load.sqlite3"),
        "CJNUDGE_JOB_SWEEP_SECONDS": "2",
        # The console, which is the default without a mail server, would write every letter into the worker's log.
        "CJNUDGE_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        **{f"CJNUDGE_{name}_KEY": secrets.token_hex(32) for name in ("SECRET", "AUDIT", "MASTER")},
    }
    os.environ.pop("CJNUDGE_DATABASE", None)
    if database:
        os.environ |= {"CJNUDGE_DATABASE": database, "REHEARSAL_DATABASE": database.rsplit("/", 1)[1]}
    (folder / "static").mkdir()


@contextmanager
def own_database(server):
    """The address of a new database on a PostgreSQL, dropped at the end; "" for SQLite where no server is named."""
    if not server:
        yield ""
        return
    import psycopg

    name = f"load_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Web:
    """gunicorn, which can be killed and started again. application: what it serves."""

    def __init__(self, application="cjnudge.wsgi", options=GUNICORN):
        self.command = [
            sys.executable,
            "-m",
            "gunicorn",
            application,
            "--bind",
            f"127.0.0.1:{PORT}",
            *options,
        ]
        self.process = None

    def start(self):
        from cjnudge.jobs.endings import wait_until

        with (Path(os.environ["CJNUDGE_DATA"]) / "gunicorn.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        assert wait_until(lambda: get("/healthz", "")[0] == 200, START_SECONDS)

    def workers(self):
        """The process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_a_worker(self):
        """Kill one at once, in the middle of whatever it does; the master starts another."""
        if workers := self.workers():
            os.kill(workers[0], signal.SIGKILL)

    def kill_all_and_start_again(self):
        """Kill the master and every worker, as when the power fails, and start anew."""
        workers = self.workers()
        self.process.kill()
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.start()

    def stop(self):
        self.process.terminate()
        self.process.wait()


@contextmanager
def serving(application="cjnudge.wsgi", options=GUNICORN):
    """A block with the broker, a worker, the scheduler and the web server, as a Web."""
    from cjnudge.jobs.broker import embedded_broker
    from cjnudge.jobs.processes import scheduler, worker

    with ExitStack() as stack:
        stack.enter_context(embedded_broker())
        stack.enter_context(worker(env=dict(os.environ)))
        stack.enter_context(scheduler(env=dict(os.environ)))
        web = Web(application, options)
        web.start()
        stack.callback(web.stop)
        yield web


def get(path, cookie):
    """(status, body) of a page; status 0 where there was no answer."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
    except (OSError, http.client.HTTPException):
        return 0, b""
    return answer.status, body


def session_of(user):
    """The Cookie header of somebody who is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from cjnudge.accounts.sessions import BEGAN, SEEN, seconds_now

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "cjnudge.accounts.sign_in.AccountBackend"
    session[BEGAN] = session[SEEN] = seconds_now()
    session.save()
    return f"session={session.session_key}; csrf={'a' * 32}"
