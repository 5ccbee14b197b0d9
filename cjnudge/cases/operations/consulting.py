"""What is written down when somebody reads a force's own case counts, looks a subject up, or takes counts away.

Section 62 of the Data Protection Act 2018: consultation and disclosure with date, time, who and to whom.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.models import Consultation

REMEMBERED = timedelta(days=1)


def is_consulted(snapshot):
    """Whether looking at a snapshot's counts is a consultation: real case rows of a force, published nowhere."""
    return snapshot.key_version is not None and not (snapshot.synthetic or snapshot.published)


def note_consultation(*, snapshot, by, at):
    """One event for each person, snapshot and hour; True where it was written now.

    The first look in an hour opens a short transaction of its own, a further one reads a single row.
    """
    if not is_consulted(snapshot):
        return False
    hour = at.replace(minute=0, second=0, microsecond=0)
    once = {"force": snapshot.force, "person_id": by.pk, "snapshot_id": snapshot.pk, "hour": hour}
    if Consultation.scoped.for_force(snapshot.force).filter(**once).exists():
        return False
    try:
        _note(snapshot, once, by=by, at=at)
    except IntegrityError:  # two pages at once: the other one wrote it
        return False
    return True


@audited
def _note(snapshot, once, *, by, at):
    with transaction.atomic():
        Consultation(**once).save(force_insert=True)
    record(Event.CASES_CONSULTED, by=by, at=at, force=snapshot.force, subject=snapshot)


@audited
def note_search(*, force, kind, by, at):
    """Somebody looked for the rows of one subject, in order to erase them; not whose, nor whether there were any."""
    record(
        Event.CASES_CONSULTED,
        by=by,
        at=at,
        force=force,
        subject=force,
        purpose="erasure",
        after={"kind": kind},
    )


@audited
def note_disclosure(*, snapshot, measure, purpose, recipient, by, at):
    """Counts of one measure were taken away: for what, and for whom."""
    after = {"measure": measure, "recipient": recipient}
    record(
        Event.CASES_DISCLOSED,
        by=by,
        at=at,
        force=snapshot.force,
        subject=snapshot,
        purpose=purpose,
        after=after,
    )


def forget_consultations(*, at):
    """Delete what only kept events from being written twice."""
    Consultation.objects.filter(hour__lt=at - REMEMBERED).delete()
