"""The kinds of job this app adds, and what the scheduler has done for it.

The work is imported when it is done: every start of Django reads this module.
"""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from cjnudge.cases.jobs.names import ERASE_CASES, FILL_PRACTICE, IMPORT_UPLOAD, READ_INBOX, RENEW_KEYS
from cjnudge.jobs.kinds import JobKind, register


def fill_practice(work):
    from cjnudge.cases.jobs.practice import perform

    return perform(work)


def import_upload(work):
    from cjnudge.cases.jobs.importing import perform

    return perform(work)


def read_inbox(work):
    from cjnudge.cases.jobs.inbox import perform

    return perform(work)


def renew_keys(work):
    from cjnudge.cases.jobs.erasing import renew

    return renew(work)


def erase_cases(work):
    from cjnudge.cases.jobs.erasing import erase

    return erase(work)


@shared_task(name="cases.sweep_orphans")
def sweep_orphans():
    """Once a day: part files that a killed import left behind are deleted."""
    from cjnudge.cases.operations.sweeping import sweep_orphans as sweep

    sweep(at=timezone.now())


@shared_task(name="cases.keep_retention")
def keep_retention():
    """Once an hour: rows whose last day has passed are deleted."""
    from cjnudge.cases.operations.retention import keep_retention as keep

    keep(at=timezone.now())


@shared_task(name="cases.sweep_uploads")
def sweep_uploads():
    """Once a minute: uploads whose sender has gone, or whose job ended without them, are ended."""
    from cjnudge.cases.operations.upload_sweeping import sweep_uploads as sweep

    sweep(at=timezone.now())


@shared_task(name="cases.look_into_inbox")
def look_into_inbox():
    """Files that have lain in the inbox unchanged for two looks are asked to be read."""
    from cjnudge.cases.operations.inbox import look

    look(at=timezone.now())


def retention_page(job):
    """The page of keys and retention."""
    return reverse("cases:retention", args=[job.force.slug])


def data_page(job):
    """The force's data page."""
    return reverse("cases:snapshots", args=[job.force.slug])


def upload_page(job):
    """What became of the upload that was stored."""
    return reverse("cases:one_upload", args=[job.force.slug, job.payload["upload"]])


register(JobKind(FILL_PRACTICE, "Filling the practice space", fill_practice, data_page))
register(JobKind(IMPORT_UPLOAD, "Storing an upload", import_upload, upload_page))
register(JobKind(READ_INBOX, "Reading a file of the inbox", read_inbox, data_page))
register(JobKind(RENEW_KEYS, "Renewing the keys of pseudonyms", renew_keys, retention_page))
register(JobKind(ERASE_CASES, "Erasing case rows", erase_cases, retention_page))
