"""Grids that tests type."""

from datetime import date

from cjnudge.cases.models import TypedCounts
from cjnudge.cases.operations import typed as operations
from tests.people import NOW

HOW = "Read off the custody system by the business manager; eligible as the policy of 2024 says."
VALUES = {
    "title": "Two teams",
    "units": ["Watford", "Stevenage"],
    "first_month": date(2024, 1, 1),
    "last_month": date(2024, 4, 1),
    "how_counted": HOW,
    "basis": "entry",
    "follow_up_days": 120,
    "as_at": date(2024, 10, 1),
}


def cell(eligible=40, oocr=12, charge=15, nfa=10):
    return {"eligible": eligible, "oocr": oocr, "charge": charge, "nfa": nfa}


def months(values=VALUES):
    return [
        f"2024-{number:02d}" for number in range(values["first_month"].month, values["last_month"].month + 1)
    ]


def grid(force, by, *, fill=cell, **changes):
    """A grid of the force in which every month is filled (none, with fill=None)."""
    values = {**VALUES, **changes}
    typed = operations.start_typed(force=force, values=values, by=by, at=NOW)
    if fill:
        cells = {unit: {month: fill() for month in months(values)} for unit in values["units"]}
        typed = operations.save_table(typed=typed, cells=cells, by=by, at=NOW)
    return typed


def snapshot_of(typed, by, **options):
    given = {"rehearsal_only": not typed.force.is_practice, **options}
    return operations.make_typed_snapshot(
        typed=typed, base=operations.grid_token(typed), by=by, at=NOW, **given
    )[0]


def again(typed):
    return TypedCounts.scoped.for_force(typed.force).get(pk=typed.pk)
