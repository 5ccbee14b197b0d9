"""The rows of the sheet survey as what is asked, one after the other: groups opened, conditions joined."""

from dataclasses import dataclass

from cjnudge.cases.extract.header import shown
from surveys.scales.conditions import ConditionRefused, both, parse_condition
from surveys.xlsform.layout import ACKNOWLEDGE, AGREEMENT, ASKING, NOTE, NOTES, OWN, SELECTS, SURVEY, UNASKED
from surveys.xlsform.tables import Row
from surveys.xlsform.types import type_of

DEEPEST = 10  # groups within groups
READ_HERE = "write integer, range, text, select_one, select_multiple, note, begin_group or end_group"


@dataclass(frozen=True)
class Entry:
    """One row that asks something. `relevant` is its condition, still in the names of the form."""

    row: Row
    kind: str
    list_name: str
    relevant: str
    heading: str


@dataclass(frozen=True)
class Block:
    """What one page asks: a group of a field-list with its rows, or one row alone, without a group."""

    group: Row | None
    entries: tuple
    relevant: str


@dataclass
class _Open:
    """A group that is not closed yet."""

    row: Row
    relevant: str
    together: bool
    entries: list


class Walk:
    """Goes through the rows once; `blocks` and `told` ({name: row} of our notes) are what it found.

    `apart` are the numbers of the rows that stand on pages of their own, whatever group they are in.
    """

    def __init__(self, rows, apart, found):
        self.found, self.apart = found, apart
        self.blocks, self.told, self.open, self.names = [], {}, [], set()
        for row in rows[SURVEY]:
            self._take(row)
        for group in self.open:
            found.refuse(group.row, "type", "this group is never closed: add a row end_group")
            self._close(group)

    def _take(self, row):
        kind, rest = type_of(row)
        if kind in ("begin_group", "end_group"):
            self._group(row, kind)
        elif kind in (NOTE, *ACKNOWLEDGE):
            self._tell(row, kind)
        elif kind in UNASKED:
            self.found.note(
                row,
                "type",
                f"“{kind}” asks nothing and is left out: nothing of a device, a clock or a formula is kept",
            )
        elif kind in ASKING or kind in SELECTS:
            self._ask(row, SELECTS.get(kind, kind), rest)
        elif kind or len(row.cells) and any(row.cells.values()):
            self._refuse(row, kind)

    def _refuse(self, row, kind):
        if not kind:
            remedy = f"say what kind of row this is: {READ_HERE}"
        elif "repeat" in kind or kind == "loop":
            remedy = "a repeated group is not asked here: write its questions once, without the repeat"
        else:
            remedy = f"“{shown(kind)}” is not asked here: {READ_HERE}, or take the row out"
        self.found.refuse(row, "type", remedy)

    def _group(self, row, kind):
        if kind == "end_group":
            if not self.open:
                self.found.refuse(
                    row, "type", "no group is open here: take the row out, or add its begin_group"
                )
            else:
                self._close(self.open.pop())
            return
        self._check_name(row)
        above = self.open[-1].relevant if self.open else ""
        together = "field-list" in row.get("appearance").lower() and not any(
            one.together for one in self.open
        )
        if len(self.open) >= DEEPEST:
            self.found.refuse(row, "type", f"more than {DEEPEST} groups stand in each other: open fewer")
        self.open.append(_Open(row, self._joined(row, above), together, []))

    def _close(self, group):
        """A group on one page becomes one question, unless a row of it depends on another."""
        if not group.together or not group.entries:
            return
        alone = [
            one for one in group.entries if one.relevant != group.relevant or one.row.number in self.apart
        ]
        if not alone:
            self.blocks.append(Block(group.row, tuple(group.entries), group.relevant))
            return
        if not all(one.row.number in self.apart for one in group.entries):
            remedy = "its rows are asked on pages of their own: without a script one page cannot hide a part of itself"
            self.found.note(group.row, "appearance", remedy)
        self.blocks += [Block(None, (entry,), entry.relevant) for entry in group.entries]

    def _ask(self, row, kind, rest):
        self._check_name(row)
        words = rest.split()
        if kind in SELECTS.values() and "or_other" in words[1:]:
            remedy = "take out or_other: add a choice “other”, and a row of type text with a condition"
            self.found.refuse(row, "type", remedy)
        above = self.open[-1] if self.open else None
        relevant = self._joined(row, above.relevant if above else "")
        heading = next((one.row.get("label") for one in reversed(self.open) if one.row.get("label")), "")
        entry = Entry(row, kind, words[0] if words else "", relevant, heading)
        page = next((one for one in self.open if one.together), None)
        if page:
            page.entries.append(entry)
        else:
            self.blocks.append(Block(None, (entry,), relevant))

    def _check_name(self, row):
        name = row.get("name")
        if not name:
            self.found.refuse(row, "name", "give the row a name")
        elif name in self.names:
            self.found.refuse(row, "name", f"“{shown(name)}” stands twice: give each row its own name")
        self.names.add(name)

    def _tell(self, row, kind):
        """A note of ours has its place in the notice; another has none."""
        name = row.get("name")
        ours = [AGREEMENT] if kind in ACKNOWLEDGE else NOTES
        if name.startswith(OWN):
            if name[len(OWN) :] not in ours or name in self.told:
                known = ", ".join(OWN + one for one in ours)
                self.found.refuse(
                    row, "name", f"a {kind} of that name is not read, or stands twice: write one of {known}"
                )
            self.told[name[len(OWN) :]] = row
        elif kind == NOTE:
            self.found.note(
                row, "label", "notes between questions are not shown: put it into the hint of a question"
            )
        else:
            self.found.note(row, "label", f"left out; if officers agree by it, name the row {OWN}{AGREEMENT}")

    def _joined(self, row, above):
        try:
            if row.get("relevant"):
                parse_condition(row.get("relevant"))
            joined = both(above, row.get("relevant"))
            if joined:
                parse_condition(joined)
            return joined
        except ConditionRefused as refused:
            self.found.refuse(row, "relevant", str(refused))
            return above
