"""Units: added, corrected, moved, merged, closed. Each change leaves a sound tree or is refused in words."""

from datetime import timedelta

from django.db import IntegrityError

from cjnudge.accounts.models import Unit
from cjnudge.accounts.operations.locking import lock_force
from cjnudge.accounts.refusals import Refused
from cjnudge.accounts.unit_tree import UnitTree, exists_on
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event

DAY = timedelta(days=1)


@audited
def add_unit(*, force, key, name, level, parent, starts_on, by, at, ends_on=None):
    """A new unit under `parent`, or under the force itself where that is None."""
    lock_force(force)
    values = {"key": key, "name": name.strip(), "level": level, "starts_on": starts_on, "ends_on": ends_on}
    unit = _insert(Unit(force=force, parent=_own(force, parent), **values))
    refuse_faults(force)
    record(Event.UNIT_CREATED, by=by, at=at, force=force, subject=unit)
    return unit


@audited
def edit_unit(*, unit, name, level, starts_on, by, at):
    """Correct what was typed wrongly; a real change of parent has a date and is a move."""
    lock_force(unit.force)
    unit = current(unit)
    unit.name, unit.level, unit.starts_on = name.strip(), level, starts_on
    return _change(unit, ["name", "level", "starts_on"], "corrected", by, at)


@audited
def move_unit(*, unit, parent, from_on, by, at):
    """The unit under another parent from a day on, as a new row of the same key; answers that row."""
    lock_force(unit.force)
    unit, parent = current(unit), _own(unit.force, parent)
    refuse_day_outside(unit, from_on)
    if from_on == unit.starts_on:
        unit.parent = parent
        return _change(unit, ["parent"], "moved", by, at)
    after = Unit(force=unit.force, key=unit.key, name=unit.name, level=unit.level, parent=parent)
    after.starts_on, after.ends_on, after.became = from_on, unit.ends_on, unit.became
    unit.ends_on, unit.became = from_on - DAY, _insert(after)
    _change(unit, ["ends_on", "became"], "moved", by, at)
    return after


@audited
def merge_unit(*, unit, into, from_on, by, at):
    """The unit becomes part of another one of its level from a day on; what stood under it goes along."""
    lock_force(unit.force)
    unit, into = current(unit), _own(unit.force, into)
    _refuse_ended(unit)
    refuse_day_outside(unit, from_on - DAY)
    if into.pk == unit.pk or into.level != unit.level or not exists_on(into, from_on):
        raise Refused(f"Choose another {unit.get_level_display().lower()} that exists on {day(from_on)}.")
    unit.ends_on, unit.became = from_on - DAY, into
    return _change(unit, ["ends_on", "became"], "merged", by, at)


@audited
def close_unit(*, unit, last_on, by, at):
    """The unit exists up to and including a day."""
    lock_force(unit.force)
    unit = current(unit)
    _refuse_ended(unit)
    refuse_day_outside(unit, last_on)
    unit.ends_on = last_on
    return _change(unit, ["ends_on"], "closed", by, at)


@audited
def reopen_unit(*, unit, by, at):
    """Undo a close or a merge that was a mistake."""
    lock_force(unit.force)
    unit = current(unit)
    if unit.ends_on is None:
        raise Refused(f"“{unit.name}” has not ended.")
    if unit.became and unit.became.key == unit.key:
        raise Refused(f"“{unit.name}” moved on {day(unit.became.starts_on)}: move it back instead.")
    unit.ends_on = unit.became = None
    return _change(unit, ["ends_on", "became"], "reopened", by, at)


def current(unit):
    """The unit as it stands after the lock."""
    return Unit.scoped.for_force(unit.force).select_related("force", "became").get(pk=unit.pk)


def refuse_faults(force):
    """Raises with the first thing that is wrong with the force's tree."""
    faults = UnitTree(Unit.scoped.for_force(force)).faults()
    if faults:
        raise Refused(faults[0])


def refuse_day_outside(unit, on):
    if not exists_on(unit, on):
        upto = f" to {day(unit.ends_on)}" if unit.ends_on else ""
        raise Refused(
            f"“{unit.name}” exists from {day(unit.starts_on)}{upto}: choose a day on which it does."
        )


def day(on):
    return f"{on:%-d %B %Y}"


def _refuse_ended(unit):
    if unit.ends_on is not None:
        raise Refused(f"“{unit.name}” already ends on {day(unit.ends_on)}: reopen it first.")


def _own(force, unit):
    """The unit, once it is sure to be one of this force: another's is no parent."""
    if unit is not None and unit.force_id != force.pk:
        raise Refused("Choose a unit of this force.")
    return unit


def _change(unit, fields, what, by, at):
    _save(unit, update_fields=fields)
    refuse_faults(unit.force)
    record(Event.UNIT_CHANGED, by=by, at=at, force=unit.force, subject=unit, after={"change": what})
    return unit


def _insert(unit):
    _save(unit, force_insert=True)
    return unit


def _save(unit, **options):
    """Save, with the database's own refusals put into words."""
    try:
        unit.save(**options)
    except IntegrityError as clash:
        raise Refused(
            f"The key “{unit.key}” is already used from {day(unit.starts_on)}, or the last day is before the first."
        ) from clash
