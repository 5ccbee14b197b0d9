"""Typing counts into a grid, and making the grid a snapshot.

A grid that became a snapshot stays as it was, because its explanation is printed with the counts; a correction
begins as a copy of it and becomes another snapshot.
"""

import hashlib
import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.models import TypedCounts
from cjnudge.cases.typed.grid import as_csv, faults, key_of, months_of
from cjnudge.cases.withholding import holds_of

from .importing import prepare, register

FEED = "typed_counts"
FILE_NAME = "typed-counts.csv"
ENDING = " (typed)"  # of the snapshot's title: wherever it is named, it says what it is
SETTINGS = (
    "title", "units", "first_month", "last_month", "how_counted", "basis", "follow_up_days", "as_at",
)  # fmt: skip


class TypedRefused(Exception):
    """The counts cannot be changed or become a snapshot; the words are for the person at the screen."""


@audited
def start_typed(*, force, values, by, at):
    """A new grid; `values` has all of SETTINGS."""
    typed = TypedCounts(force=force, started_at=at, started_by_id=by.pk, changed_at=at, **_only(values))
    typed.save(force_insert=True)
    _note(typed, by, at)
    return typed


@audited
def change_typed(*, typed, base, values, by, at):
    """Other settings for the grid; counts of units and months that it then lacks are dropped."""
    held = _locked(typed)
    if settings_token(held) != base:
        raise TypedRefused("Somebody changed these settings meanwhile: read them and make your change again.")
    _check_kept_back(held, values, localdate(at))
    for name, value in _only(values).items():
        setattr(held, name, value)
    months = {key_of(month) for month in months_of(held)}
    held.cells = {
        unit: {month: cell for month, cell in held.cells[unit].items() if month in months}
        for unit in held.units
        if unit in held.cells
    }
    return _saved(held, by, at)


def _check_kept_back(typed, values, on):
    """TypedRefused where counts that are kept back would be shown by calling them counts of another day or kind."""
    same = values["basis"] == typed.basis and values["as_at"] == typed.as_at
    held = frozenset().union(*(hold.units for hold in holds_of(typed.force, on)))
    if not same and held & {unit for unit, months in typed.cells.items() if months}:
        raise TypedRefused(
            "Counts of units in a running trial were typed here already, so that neither their day nor their month can "
            "be counted otherwise: begin other counts, and discard these."
        )


@audited
def save_unit(*, typed, unit, base, rows, by, at, keep=()):
    """Put the months of one unit into the grid; `base` is the `unit_token` of what was on the screen.

    keep: months that stay as they are, because the page could not show their counts.
    """
    held = _locked(typed)
    if unit not in held.units or unit_token(held, unit) != base:
        raise TypedRefused(
            "Somebody changed the counts of this unit meanwhile: read them and type yours again."
        )
    stored = held.cells.get(unit, {})
    held.cells[unit] = _filled({**rows, **{month: stored[month] for month in keep if month in stored}})
    return _saved(held, by, at)


@audited
def save_table(*, typed, cells, by, at):
    """Put the rows of a table into the grid; months that it does not name stay as they are."""
    held = _locked(typed)
    if not set(cells) <= set(held.units):
        raise TypedRefused("The units were changed meanwhile: give the table again.")
    for unit, rows in cells.items():
        held.cells[unit] = _filled({**held.cells.get(unit, {}), **rows})
    return _saved(held, by, at)


@audited
def copy_typed(*, typed, by, at):
    """A new grid with the same settings and counts, to be corrected."""
    values = {name: getattr(typed, name) for name in SETTINGS}
    copy = TypedCounts(
        force=typed.force, cells=typed.cells, started_at=at, started_by_id=by.pk, changed_at=at, **values
    )
    copy.save(force_insert=True)
    _note(copy, by, at)
    return copy


@audited
def discard_typed(*, typed, by, at):
    """Delete a grid that has not become a snapshot."""
    held = _locked(typed)
    record(Event.COUNTS_DISCARDED, by=by, at=at, force=held.force, subject=held)
    held.delete()


def make_typed_snapshot(*, typed, base, rehearsal_only, by, at):
    """(snapshot, whether it is new) of the grid; `base` is the `grid_token` of what was confirmed.

    TypedRefused where the grid is not complete; ImportRefused where no safeguards record covers real counts. The
    counts of a practice space are synthetic.
    """
    found = faults(typed)
    if found:
        raise TypedRefused(" ".join(found))
    with _written(as_csv(typed)) as path:
        prepared = prepare(
            feed=FEED,
            paths=[path],
            force=typed.force,
            at=at,
            as_at=typed.as_at,
            synthetic=typed.force.is_practice,
            rehearsal_only=rehearsal_only,
            options=_options(typed),
            draw=False,
        )
    return _register(typed, base, prepared, by, at)


@audited
def _register(typed, base, prepared, by, at):
    held = _locked(typed)
    if grid_token(held) != base or grid_token(typed) != base:
        raise TypedRefused(
            "The counts were changed meanwhile: read them again before they become a snapshot."
        )
    title = f"{held.title}{ENDING}"
    snapshot, created = register(prepared, force=held.force, by=by, at=at, title=title)
    held.snapshot = snapshot
    held.save(update_fields=["snapshot"])
    return snapshot, created


def token_of(value):
    """A short text that differs where the value does: what a page sends back to say what it showed.

    Keyed, because a plain hash of a few counts that are kept back could be guessed at.
    """
    text = json.dumps(value, sort_keys=True)
    return salted_hmac("cjnudge.cases.operations.typed", text, algorithm="sha256").hexdigest()[:32]


def settings_token(typed):
    return token_of([str(getattr(typed, name)) for name in SETTINGS])


def unit_token(typed, unit):
    return token_of(typed.cells.get(unit, {}))


def grid_token(typed):
    return token_of([settings_token(typed), typed.cells])


def _options(typed):
    return {
        "basis": typed.basis,
        "follow_up_days": str(typed.follow_up_days or ""),
        "how_counted": hashlib.sha256(typed.how_counted.strip().encode()).hexdigest(),
    }


@contextmanager
def _written(text):
    """The path of a file with this text; counts by unit are no person's data."""
    with tempfile.TemporaryDirectory(prefix="typed-", dir=settings.DATA_DIR) as folder:
        path = Path(folder) / FILE_NAME
        path.write_text(text, "utf-8")
        yield path


def _locked(typed):
    """The grid as it is now, held until the operation ends; TypedRefused once it is a snapshot or gone."""
    held = TypedCounts.scoped.for_force(typed.force).select_for_update().filter(pk=typed.pk).first()
    if held is None:
        raise TypedRefused("These counts were discarded meanwhile.")
    if held.snapshot_id:
        raise TypedRefused("These counts are a snapshot already: correct them in a copy.")
    return held


def _only(values):
    return {name: values[name] for name in SETTINGS}


def _filled(rows):
    """Without the months in which nothing was typed, so that an empty month is one thing, not two."""
    return {month: cell for month, cell in rows.items() if any(n is not None for n in cell.values())}


def _saved(typed, by, at):
    typed.changed_at = at
    typed.save()
    _note(typed, by, at)
    return typed


def _note(typed, by, at):
    filled = sum(len(rows) for rows in typed.cells.values())
    after = {
        "units": len(typed.units),
        "months": len(months_of(typed)),
        "filled": filled,
        "basis": typed.basis,
    }
    record(Event.COUNTS_TYPED, by=by, at=at, force=typed.force, subject=typed, after=after)
