"""All units of a file at once, or none."""

from cjnudge.accounts.models import Unit
from cjnudge.accounts.operations.locking import lock_force
from cjnudge.accounts.unit_file import FileRefused, Problem
from cjnudge.accounts.unit_tree import LEVELS, UnitTree, exists_on
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event


@audited
def add_units(*, force, rows, by, at):
    """(added, already there) for the rows of a file; raises FileRefused and adds none when one cannot be added."""
    lock_force(force)
    known = list(Unit.scoped.for_force(force).select_related("parent"))
    there = {_content(unit, unit.parent.key if unit.parent else "") for unit in known}
    fresh = [row for row in rows if _content(row, row.parent) not in there]
    made = _units(force, fresh, known)
    Unit.objects.bulk_create([unit for unit, _ in made], batch_size=500)
    for unit, _ in made:
        record(Event.UNIT_CREATED, by=by, at=at, force=force, subject=unit)
    return len(made), len(rows) - len(made)


def _content(unit, parent_key):
    return unit.key, unit.name, unit.level, parent_key, unit.starts_on, unit.ends_on


def _units(force, rows, known):
    """[(unit, its row)], the wider levels first, so that a parent may stand anywhere in the file."""
    made, problems, by_key = [], [], {}
    for unit in known:
        by_key.setdefault(unit.key, []).append(unit)
    for row in sorted(rows, key=lambda row: (LEVELS[row.level], row.line)):
        try:
            unit = _unit(force, row, by_key)
        except _Wrong as wrong:
            problems.append(wrong.args[0])
        else:
            by_key.setdefault(unit.key, []).append(unit)
            made.append((unit, row))
    _refuse(problems or _tree_problems(known, made))
    return made


class _Wrong(Exception):
    """One row cannot be a unit; its only argument is the Problem."""


def _unit(force, row, by_key):
    for other in by_key.get(row.key, []):
        if _overlap(row, other):
            reason = f"A unit with the key “{row.key}” already exists at that time."
            raise _Wrong(
                Problem(row.line, "key", reason, "Give it another key, or change the unit on its page.")
            )
    values = {name: getattr(row, name) for name in ("key", "name", "level", "starts_on", "ends_on")}
    return Unit(force=force, parent=_parent(row, by_key), **values)


def _overlap(one, other):
    return (one.ends_on is None or one.ends_on >= other.starts_on) and (
        other.ends_on is None or other.ends_on >= one.starts_on
    )


def _parent(row, by_key):
    if not row.parent:
        return None
    standing = [unit for unit in by_key.get(row.parent, []) if exists_on(unit, row.starts_on)]
    if not standing:
        reason = f"No unit with the key “{row.parent}” and a wider level exists on {row.starts_on:%-d %B %Y}."
        raise _Wrong(
            Problem(row.line, "parent", reason, "Add its line, or correct the parent or the first day.")
        )
    if LEVELS[standing[0].level] >= LEVELS[row.level]:
        reason = f"A {row.level} cannot stand under a {standing[0].level}."
        raise _Wrong(
            Problem(row.line, "parent", reason, "Areas hold stations and teams, stations hold teams.")
        )
    return standing[0]


def _tree_problems(known, made):
    """What only shows when all rows are there: a parent that ends before what stands under it."""
    tree = UnitTree([*known, *(unit for unit, _ in made)])
    remedy = "Give the parent a later last day, or the unit an earlier one."
    return [
        Problem(row.line, "ends_on", text, remedy) for unit, row in made for text in tree.parent_faults(unit)
    ]


def _refuse(problems):
    if problems:
        raise FileRefused(sorted(problems, key=lambda problem: problem.line))
