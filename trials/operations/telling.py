"""Telling those concerned that new comparisons are there: by mail, without a figure and without a name."""

from datetime import timedelta

from django.core.mail import get_connection
from django.urls import reverse

from cjnudge.accounts.mail import absolute, mail_to, one_line
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.accounts.queries import members
from cjnudge.jobs.kinds import JobProblem
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import request_job
from cjnudge.jobs.states import State as JobState
from trials.models import Run, Trial

TELL = "tell_of_comparisons"
SCHEDULER = "scheduler"
# Older ones were told, or found on the page: nobody wants a mail about last month's extract.
TOLD_WITHIN = timedelta(days=7)
PATIENCE = timedelta(minutes=20)  # after which a mail server that was down is tried again
SERVER_DOWN = "The mail server did not take the mails. They are tried again by themselves."
SUBJECT = "{force}: new before and after comparisons to read"
BODY = """\
New figures came in, and the interventions of {force} were compared with the months before.

Read the comparisons here:

{link}

This mail holds no figure: what was found is read on the page, with what it cannot tell.
"""


def ask_to_tell(*, at):
    """The jobs asked for: one mail a force and snapshot, once all of its comparisons are there."""
    runs = Run.objects.filter(trial__intervention__isnull=False, created_at__gte=at - TOLD_WITHIN)
    pairs = {
        (run.force_id, run.snapshot_hash): run
        for run in runs.select_related("force").defer("cells", "report")
    }
    return [job for run in pairs.values() if (job := _ask(run, at))]


def _ask(run, at):
    key = f"{TELL}:{run.force_id}:{run.snapshot_hash}"
    before = Job.scoped.for_force(run.force).filter(key=key).first()
    resting = before and (not JobState(before.state).can_be_retried or at - before.finished_at < PATIENCE)
    if resting or others_are_under_way(run):
        return None
    return request_job(kind=TELL, key=key, force=run.force, payload={}, by=SCHEDULER, at=at)


def others_are_under_way(run):
    """Whether a comparison on the same figures is still to come: then one mail will do for all."""
    waiting = Trial.scoped.for_force(run.force).filter(
        intervention__isnull=False, snapshot_id=run.snapshot_id, runs__isnull=True
    )
    awaited = {str(pk) for pk in waiting.values_list("plans", flat=True)} | {str(run.snapshot_id)}
    still = Job.scoped.for_force(run.force).filter(state__in=[state for state in JobState if state.is_open])
    return any({job.payload.get("plan"), job.payload.get("snapshot")} & awaited for job in still)


def send_letters(force):
    """Send one mail to everyone who reads the force's results; JobProblem where the server does not take them."""
    address = absolute(reverse("trials:interventions", args=[force.slug]))
    words = {"force": one_line(force.name), "link": address}
    subject, body = SUBJECT.format(**words), BODY.format(**words)
    letters = [mail_to(user.email, subject, body) for user in readers(force)]
    try:
        with get_connection() as connection:
            connection.send_messages(letters)
    except OSError as failed:  # every error of smtplib and of sockets is one
        raise JobProblem(SERVER_DOWN) from failed


def readers(force):
    """People who may read results here; a practice space has those of its force."""
    return [
        one.user
        for one in members(force.practice_of or force).filter(user__is_active=True)
        if role_allows(one.role, Permission.VIEW_RESULTS)
    ]
