"""Telling a worker that there is work. The job table is the truth: the sweep makes a lost wake good."""

import logging

from django.db import DatabaseError
from django.utils import timezone
from kombu.exceptions import KombuError

from cjnudge.jobs.models import Job
from cjnudge.jobs.states import State

logger = logging.getLogger(__name__)
# A connection kept since before the broker was restarted fails once; one more try makes a new one.
ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def wake(job_id):
    """Send the job's id to the broker and note that it went; a broker that is down fails nobody's request."""
    from cjnudge.jobs.tasks import work

    try:
        work.apply_async([str(job_id)], retry=True, retry_policy=ONCE_MORE)
        Job.objects.filter(pk=job_id, state=State.READY).update(woken_at=timezone.now())
    except (KombuError, OSError):
        logger.warning("The broker is not reachable: job %s waits for the next sweep.", job_id)
        return False
    except DatabaseError:
        logger.warning("The waking of job %s could not be noted: the next sweep wakes it once more.", job_id)
    return True
