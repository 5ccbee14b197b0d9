"""The work behind "renew the keys" and "erase": new parts outside any transaction, then one short publish."""

from django.utils import timezone

from cjnudge.accounts.models import User
from cjnudge.cases.operations.erasure import Erasure, register_erasure
from cjnudge.cases.operations.keys import Renewal, register_renewal
from cjnudge.cases.privacy.subjects import Found

WRITER = "worker"  # the actor where the person who asked is gone


def renew(work):
    """Write every part of the force under the next version of its keys; returns `publish`."""
    asked = work.job.payload
    renewal = Renewal(
        work.job.force, asked["version"], asked["reason"], progress=_progress(work, "write new pseudonyms")
    )
    return lambda: register_renewal(renewal, by=_asked_by(work.job), at=timezone.now())


def erase(work):
    """Write the snapshots that hold the rows anew without them; returns `publish`."""
    found = Found(work.job.payload["kind"], work.job.payload["rows"])
    erasure = Erasure(work.job.force, found, progress=_progress(work, "write snapshots without the rows"))
    return lambda: register_erasure(erasure, by=_asked_by(work.job), at=timezone.now())


def _progress(work, text):
    return lambda done, total: work.stage(text, done=done, total=total)


def _asked_by(job):
    return User.objects.filter(pk=job.requested_by_id).first() or WRITER
