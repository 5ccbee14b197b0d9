"""Which rows are scored statements, and the one scale on which they are answered."""

from collections import Counter
from dataclasses import dataclass

from surveys.xlsform.layout import PREFIX, ROW_COLUMNS, SCALE, SELECTS, SETTINGS, SURVEY
from surveys.xlsform.lists import mark_label
from surveys.xlsform.types import between, range_of, type_of

FEWEST_MARKS = 3  # two numbers are more often yes and no than a scale
FEWEST_ROWS = 2  # rows that share a scale: one alone is a question of its own


@dataclass(frozen=True)
class Marks:
    """The numbers a row is answered by, the answers beside them, and the list they stand in, if they do."""

    low: int | None
    high: int | None
    words: tuple
    choices: object

    @property
    def alike(self):
        """What must be the same for two rows to be on one scale."""
        return self.low, self.high, tuple(choice.label for choice in self.words)


def marks_of(row, lists, found):
    """The Marks of a row that is answered by numbers; None for any other."""
    kind, rest = type_of(row)
    if kind == "range":
        return Marks(*range_of(row, found), (), None)
    if kind == "integer":
        return Marks(*between(row, found), (), None)
    choices = lists.get(rest.split()[0]) if rest and SELECTS.get(kind) == "select_one" else None
    return marks_in(choices) if choices and choices.marks else None


def marks_in(choices):
    return Marks(choices.marks[0].mark, choices.marks[-1].mark, choices.words, choices)


def item_rows(rows, lists, found):
    """The numbers of the rows that are statements: as their own columns say, or by the scale that most rows share."""
    survey = rows[SURVEY]
    if any(row.get(PREFIX + name) for row in survey for name in ROW_COLUMNS):
        return frozenset(row.number for row in survey if _says_item(row))
    shared = {row.number: marks.alike for row in survey if (marks := _candidate(row, lists))}
    commonest = Counter(shared.values()).most_common(1)
    if not commonest or commonest[0][1] < FEWEST_ROWS:
        return frozenset()
    return frozenset(number for number, alike in shared.items() if alike == commonest[0][0])


def case_rows(rows):
    """The numbers of the rows that are short cases to judge."""
    return frozenset(
        row.number for row in rows[SURVEY] if row.get("cjnudge_form") or _kind(row) == "scenario"
    )


def _says_item(row):
    return bool(row.get("cjnudge_component")) or _kind(row) == "item"


def _kind(row):
    return row.get("cjnudge_kind").lower()


def _candidate(row, lists):
    """The Marks of a row that may be a statement though nothing says so."""
    kind = type_of(row)[0]
    if kind != "range" and SELECTS.get(kind) != "select_one":
        return None
    marks = marks_of(row, lists, _Deaf())
    whole = marks and None not in (marks.low, marks.high)
    return marks if whole and marks.high - marks.low >= FEWEST_MARKS - 1 else None


class _Deaf:
    """Listens to no problem: what is wrong is told when the row itself is read."""

    def refuse(self, *_):
        pass

    def note(self, *_):
        pass


def scale_of(rows, items, lists, found):
    """(the table of the scale, its Marks or None) of the list cjnudge.scale, or of the first statement's."""
    settings = rows[SETTINGS][0] if rows[SETTINGS] else None
    ends = {
        f"{end}_label": settings.get(f"{PREFIX}{end}_label") if settings else "" for end in ("low", "high")
    }
    marks = _marks(rows, items, lists, found)
    if not marks:
        return ends, None
    table = {"low": marks.low, "high": marks.high} | ends
    if marks.choices:
        first, *middle, last = marks.choices.marks
        ends_said = {"low_label": mark_label(first), "high_label": mark_label(last)}
        table |= {name: label or ends[name] for name, label in ends_said.items()}
        for entry in middle:
            if mark_label(entry):
                found.note(entry.row, "label", "left out: of a scale only the two ends have words")
    table["outside"] = [choice.label for choice in marks.words]
    return {name: value for name, value in table.items() if value is not None}, marks


def _marks(rows, items, lists, found):
    if SCALE in lists:
        if not lists[SCALE].marks:
            row = lists[SCALE].entries[0].row
            found.refuse(
                row, "name", "name the answers of the scale by whole numbers without a gap, as in 0, 1, 2"
            )
            return None
        return marks_in(lists[SCALE])
    first = next((row for row in rows[SURVEY] if row.number in items), None)
    return first and marks_of(first, lists, _Deaf())
