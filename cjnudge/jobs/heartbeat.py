"""A thread that renews a lease while the work runs, with a database connection of its own."""

import logging
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from cjnudge.jobs.lease import JobLost, renew

logger = logging.getLogger(__name__)
BEATS_IN_A_LEASE = 3  # two may fail or be late before the lease runs out


@contextmanager
def heartbeat(job):
    """Renew the lease of a held job until the block ends.

    Not inside a transaction: only a test has one around, and nobody else sees the job then.
    """
    if connection.in_atomic_block:
        yield
        return
    over = Event()
    thread = Thread(target=_beat, args=(job, over), name=f"lease of {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(job, over):
    try:
        while not over.wait(settings.JOB_LEASE_SECONDS / BEATS_IN_A_LEASE):
            if not _renewed(job):
                return
    finally:
        connection.close()


def _renewed(job):
    """False where the job is lost: nothing is left to renew, and the work finds out at its next stage."""
    try:
        renew(job, at=timezone.now())
    except JobLost:
        return False
    except DatabaseError as error:
        logger.warning(
            "The lease of job %s could not be renewed (%s): trying again.", job.pk, type(error).__name__
        )
        connection.close()
    return True
