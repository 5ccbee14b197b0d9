"""Extracts of invented teams, some of which resolve more from a month on, as an intervention would be recorded."""

from datetime import date, timedelta
from random import Random

from cjnudge.periods import add_months
from tests.cases.case_snapshots import case, case_snapshot
from tests.people import NOW
from trials.models import Nudge, NudgeVersion
from trials.operations.intervening import record_intervention

FIRST = date(2025, 1, 1)
UNITS = tuple(f"Team {number:02d}" for number in range(12))
CHANGED = UNITS[:6]
WENT_LIVE_ON = date(2025, 10, 15)
AS_AT = date(2026, 10, 31)
LATER_AS_AT = date(2026, 11, 30)


def rows(units=UNITS, changed=CHANGED, *, first=FIRST, as_at=AS_AT, a_month=12):
    """About so many eligible decisions a month in each unit; a quarter more are resolved in those that changed."""
    source, found, month = Random(12), [], first
    while month <= as_at.replace(day=1):
        for unit in units:
            for _ in range(a_month):
                entry = month + timedelta(days=int(source.random() * 28))
                found.append(_row(source, unit, entry, unit in changed and entry >= WENT_LIVE_ON, as_at))
        month = add_months(month, 1)
    return [row for row in found if row["entry_on"] <= as_at]


def _row(source, unit, entry, changed, as_at):
    drawn, on = source.random(), entry + timedelta(days=int(source.random() * 100))
    outcome = "8" if drawn < (0.55 if changed else 0.3) else "1" if drawn < 0.75 else "16"
    return case(entry, outcome if on <= as_at else None, on if on <= as_at else None, unit=unit)


def extract(force, *, at=NOW, as_at=AS_AT, succeeds=None, **options):
    """A registered snapshot of such rows, imported then."""
    known = {"as_at": as_at, "imported_at": at, "succeeds": succeeds}
    return case_snapshot(force, rows(as_at=as_at, **options), **known)


def approved_nudge(force, person, title="Eligibility prompt"):
    """Version 1 of an approved nudge."""
    nudge = Nudge.objects.create(
        force=force, key=title.lower().replace(" ", "-"), title=title, owner=person, created_at=NOW
    )
    return NudgeVersion.objects.create(
        force=force, nudge=nudge, version=1, body='{"format": "nudge-1"}', written_at=NOW, written_by=person,
        approved_at=NOW, approved_by=person,
    )  # fmt: skip


def intervention(force, person, nudge=None, *, at=NOW, **facts):
    """A recorded intervention in the teams that changed."""
    values = {"title": "Prompt in six teams", "units": CHANGED, "went_live_on": WENT_LIVE_ON, **facts}
    nudge = nudge or approved_nudge(force, person)
    return record_intervention(force=force, nudge=nudge, by=person, at=at, **values)
