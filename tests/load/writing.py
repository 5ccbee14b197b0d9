"""Many people at once, each doing one audited operation: a burst such as the start of a shift."""

from threading import Barrier, BoundedSemaphore, Thread

from django.db import connection, connections
from django.utils import timezone

from cjnudge.jobs.operations import request_job

WRITERS = 200
RESERVED = 10  # connections left to PostgreSQL's own processes and to the test itself


def connections_allowed():
    """How many of the writers may hold a connection at once; the others wait, as behind a web server."""
    if connection.vendor != "postgresql":
        return WRITERS
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return min(WRITERS, int(cursor.fetchone()[0]) - RESERVED)


def burst():
    """Let all writers go at once; the names of the errors they met."""
    errors, together, door = [], Barrier(WRITERS), BoundedSemaphore(connections_allowed())
    threads = [Thread(target=_write, args=(number, together, door, errors)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def _write(number, together, door, errors):
    together.wait()
    with door:
        try:
            request_job(
                kind="rehearsal.count", key=f"writer:{number}", payload={}, by="system", at=timezone.now()
            )
        except Exception as error:
            errors.append(type(error).__name__)
        finally:
            connections.close_all()
