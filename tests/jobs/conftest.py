"""A broker, and real worker processes on the tests' own database."""

import os
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.db import connection

from cjnudge.jobs.broker import embedded_broker
from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.processes import scheduler, worker

LEASE_SECONDS = "2"
START_SECONDS = 30  # two seconds on an idle machine; the rest is for a busy one


@pytest.fixture(scope="module")
def broker():
    """Whatever CJNUDGE_BROKER names, else the embedded Valkey."""
    if settings.CELERY_BROKER_URL.startswith("redis+socket"):
        with embedded_broker() as socket:
            yield socket
    else:
        yield settings.CELERY_BROKER_URL


@pytest.fixture(scope="module")
def worker_environment(django_db_setup):
    """What a process needs to work on the tests' database, with a short lease and sweep."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        "REHEARSAL_DATABASE": str(connection.settings_dict["NAME"]),
        "CJNUDGE_JOB_LEASE_SECONDS": LEASE_SECONDS,
        "CJNUDGE_JOB_SWEEP_SECONDS": LEASE_SECONDS,
    }


@pytest.fixture(scope="module")
def start(broker, worker_environment):
    """start(*names, **environment): a block with workers so named, and the scheduler; it gets the workers."""

    @contextmanager
    def started(*names, with_scheduler=True, **environment):
        env = {**worker_environment, **environment}
        with ExitStack() as stack:
            running = [stack.enter_context(worker(name=name, env=env)) for name in names]
            if with_scheduler:
                stack.enter_context(scheduler(env=env))
            yield running

    return started


def await_start(*names):
    """Wait until the workers of those names answer; else the test fails with what they logged."""
    if not wait_until(lambda: answering() >= set(names), START_SECONDS):
        logs = [f"{log}:\n{log.read_text()}" for log in sorted(settings.DATA_DIR.glob("*.log"))]
        pytest.fail("\n".join(["The workers do not answer.", *logs]))


def answering():
    """Names of the workers that are ready for work."""
    from cjnudge.celery import app

    replies = app.control.ping(timeout=0.3) or []
    return {host.split("@")[0] for reply in replies for host in reply}
