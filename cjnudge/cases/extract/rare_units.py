"""Units as they are written that nothing knows and that come too rarely to be units: perhaps persons' names."""

import numpy as np

from cjnudge.disclosure import CASE_THRESHOLD

REASON = f"This unit is not known and comes in fewer than {CASE_THRESHOLD} rows: it may be a person's name."
REMEDY = "Add it to the force's units, or say in the mapping what this label means."


class RareUnits:
    """Counts the rows of each unit of a UnitColumn."""

    def __init__(self, column):
        self._column = column
        self._times, self._lines = np.zeros(0, np.int64), {}

    def see(self, numbers, lines):
        """The units of some records, by their places among the column's values, and the records' lines."""
        places, firsts, times = np.unique(numbers, return_index=True, return_counts=True)
        short = len(self._column.values) - len(self._times)
        self._times = np.pad(self._times, (0, max(0, short)))
        for place, first, count in zip(places.tolist(), firsts.tolist(), times.tolist(), strict=True):
            if place >= 0:
                self._times[place] += count
                self._lines.setdefault(place, lines[first])

    def found(self):
        """The first line of each unit that is too rare, in order."""
        values, unsure = self._column.values, self._column.unsure
        return sorted(
            line
            for place, line in self._lines.items()
            if values[place] in unsure and self._times[place] < CASE_THRESHOLD
        )
