"""The units of a force as a tree on a date, and what is wrong with a tree. Knows no database.

A unit is anything with id, key, name, level, parent_id, became_id, starts_on and ends_on. A unit that moves ends and
becomes a new row of the same key; one that is merged ends and becomes the other unit. Whoever had it as parent is
then under what it became.
"""

from datetime import timedelta
from itertools import pairwise

LEVELS = {"area": 1, "station": 2, "team": 3}  # a unit stands under one of a lower number
DAY = timedelta(days=1)


def exists_on(unit, on):
    """Whether the unit exists on a day; `ends_on` is its last."""
    return unit.starts_on <= on and (unit.ends_on is None or on <= unit.ends_on)


class UnitTree:
    """All units of one force, ever."""

    def __init__(self, units):
        self.units = list(units)
        self._by_id = {unit.id: unit for unit in self.units}
        self._came_from = {unit.became_id: unit for unit in self.units if self._only_moved(unit)}

    def _only_moved(self, unit):
        after = self._by_id.get(unit.became_id)
        return after is not None and after.key == unit.key

    def standing(self, unit_id, on):
        """The unit that stands on a day for the one with this id: itself, what it was, or what it became; or None."""
        unit, seen = self._by_id.get(unit_id), set()
        while unit is not None and unit.id not in seen:
            if exists_on(unit, on):
                return unit
            seen.add(unit.id)
            earlier = on < unit.starts_on
            unit = self._came_from.get(unit.id) if earlier else self._by_id.get(unit.became_id)
        return None

    def came_from(self, unit_id):
        """The units that became this one, by moving or by merging, the earliest first."""
        return sorted((u for u in self.units if u.became_id == unit_id), key=lambda u: (u.ends_on, u.name))

    def rows_on(self, on):
        """[(depth, unit)] of the units that exist on a day, each below its parent, brothers by name."""
        below = {}
        for unit in sorted((u for u in self.units if exists_on(u, on)), key=lambda u: (u.name, u.key)):
            parent = self.standing(unit.parent_id, on)
            below.setdefault(parent.id if parent else None, []).append(unit)
        return list(_walk(below, None, 0))

    def faults(self):
        """What is wrong, in sentences: [] for a sound tree."""
        return [text for unit in self.units for text in self.parent_faults(unit)] + self._overlaps()

    def parent_faults(self, unit):
        """Its parent must exist and be of a wider level on every day the unit exists."""
        day = unit.starts_on if unit.parent_id else None
        while day is not None:
            parent = self.standing(unit.parent_id, day)
            if parent is None:
                yield f"“{unit.name}” would have no parent from {day:%-d %B %Y}: move or close it first."
                return
            if LEVELS[parent.level] >= LEVELS[unit.level]:
                yield (
                    f"“{unit.name}” ({unit.level}) cannot stand under “{parent.name}” ({parent.level}): "
                    "areas hold stations and teams, stations hold teams."
                )
                return
            day = _day_after(parent, unit)

    def _overlaps(self):
        """One key means one unit on any day."""
        ordered = sorted(self.units, key=lambda unit: (unit.key, unit.starts_on, str(unit.id)))
        pairs = [(first, then) for first, then in pairwise(ordered) if first.key == then.key]
        return [
            f"Two units with the key “{then.key}” would exist on {then.starts_on:%-d %B %Y}: give one another key, "
            "or close the first before."
            for first, then in pairs
            if first.ends_on is None or first.ends_on >= then.starts_on
        ]


def _day_after(parent, unit):
    """The first day on which the unit needs another parent, or None."""
    if parent.ends_on is None or (unit.ends_on is not None and unit.ends_on <= parent.ends_on):
        return None
    return parent.ends_on + DAY


def _walk(below, parent_id, depth):
    for unit in below.get(parent_id, []):
        yield depth, unit
        yield from _walk(below, unit.id, depth + 1)
