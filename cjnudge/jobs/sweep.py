"""Every few seconds and when a worker starts: wake the jobs nobody works on, park those tried too often."""

import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from cjnudge.jobs.lease import held
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import give_back
from cjnudge.jobs.states import State
from cjnudge.jobs.waking import wake

# A ready job whose message went out may be waiting behind others. Telling the broker again at every sweep
# would fill its queue while one long job runs, so that is done at every fourth: once a minute.
SWEEPS_BEFORE_WAKING_AGAIN = 4


def sweep(*, everything=False):
    """Wake and park what needs it and return the number of jobs woken.

    everything: also wake ready jobs whose message was sent just now, because a broker may have lost it; for
    the start of a worker.
    """
    at = timezone.now()
    for job in Job.objects.filter(state=State.RUNNING, lease_until__lt=at).select_related("force"):
        give_back(job, held(job).filter(lease_until__lt=at), at=at)
    return sum(wake(job_id) for job_id in _unattended(at, everything).values_list("pk", flat=True))


def _unattended(at, everything):
    ready = Job.objects.filter(state=State.READY).order_by("created_at")
    if everything:
        return ready
    patience = datetime.timedelta(seconds=settings.JOB_SWEEP_SECONDS)
    told_long_ago = Q(woken_at__lt=at - SWEEPS_BEFORE_WAKING_AGAIN * patience)
    return ready.filter(Q(woken_at__isnull=True) | told_long_ago)
