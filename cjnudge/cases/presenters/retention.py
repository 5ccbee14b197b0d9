"""Keys and retention as their page shows them."""

from django.urls import reverse
from django.utils.timezone import localtime

from cjnudge.accounts.models import User
from cjnudge.cases.models import Snapshot
from cjnudge.cases.operations.replacing import ERASED, EXPIRED, REKEYED
from cjnudge.cases.privacy import keeping
from cjnudge.cases.privacy.keys import versions
from cjnudge.cases.privacy.retention import Retention
from cjnudge.cases.storage import snapshots
from cjnudge.cases.storage.successors import with_rows

DAY = "%-d %B %Y"
NO_END = "No end: no safeguards record that covers it says how long."
SYNTHETIC = "No end: these cases are made up."
WHY = {EXPIRED: "Time over", ERASED: "Some erased by request", REKEYED: "Keys renewed"}


def kept(force, today):
    """One mapping for each snapshot that has its case rows: what it is, its last day, and what is said of it."""
    retention = Retention(force)
    return [_kept(one, retention, today) for one in with_rows(force).order_by("-imported_at", "title")]


def _kept(snapshot, retention, today):
    days = retention.last_days(snapshot)
    last = min((day for day in days.values() if day), default=None)
    version = None if snapshot.synthetic else retention.version_for(snapshot)
    return {
        "snapshot": snapshot,
        "rows": f"{snapshot.rows:,}",
        "last_day": f"{last:{DAY}}" if last else "",
        "no_end": "" if last else SYNTHETIC if snapshot.synthetic else NO_END,
        "files": _files(days, last),
        "record_url": reverse("safeguards:record", args=[snapshot.force.slug, version.record_id])
        if version
        else "",
        "notice": keeping.notice(last, today),
    }


def _files(days, last):
    """Said where the first last day is not that of every file."""
    of_it = sum(day == last for day in days.values())
    return f"{of_it} of its {len(days)} files; the others later" if last and of_it < len(days) else ""


def gone(force):
    """[[title, when, why, what followed]] of the snapshots without their rows, newest first."""
    lost = Snapshot.scoped.for_force(force).filter(rows_erased_at__isnull=False).select_related("successor")
    return [
        {
            "snapshot": one,
            "on": f"{localtime(one.rows_erased_at):{DAY}}",
            "why": WHY[one.erased_because],
            "successor": snapshots.successor_of(one),
        }
        for one in lost.order_by("-rows_erased_at", "title")
    ]


def key_lines(force):
    """[[version, made, by, why]] of the force's keys, newest first."""
    found = list(versions(force))
    names = dict(User.objects.filter(pk__in=[one.made_by_id for one in found]).values_list("pk", "name"))
    return [
        [
            f"Version {one.number}",
            f"{localtime(one.made_at):{DAY}}",
            names.get(one.made_by_id, "the first import of cases" if one.number == 1 else "the system"),
            one.reason,
        ]
        for one in found
    ]


def losses(lines):
    """What an erasure would take, one sentence for each snapshot; lines: subjects.by_snapshot."""
    return [
        f"{rows:,} of {one.rows:,} rows of {one.title}, as at {one.as_at:{DAY}} ({one.short_hash})"
        for one, rows in lines
    ]
