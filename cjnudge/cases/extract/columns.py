"""One mapped column each: the text of its cells becomes whole numbers, and a faulty cell its reason.

A day is its days since 1970, a count is itself, a label the place of its value among the column's `values`. The
same text is read once: cells of an extract repeat, so that most cells cost one look-up.
"""

from datetime import date

import numpy as np

from cjnudge.cases.extract import offences
from cjnudge.cases.extract.days import DAY_FORMATS, read_day
from cjnudge.cases.extract.fields import AGE_BANDS
from cjnudge.cases.extract.known_words import is_known, may_be_name
from cjnudge.cases.extract.labels import LONGEST_LABEL, label_key, own_values
from cjnudge.cases.extract.personal import holds_identifier
from cjnudge.cases.outcomes import PENDING, SUBSET_CODES, OutcomeProblem, parse_type
from cjnudge.cases.problems import CellProblem
from cjnudge.cases.reading.cells import whole_number

# Below every day and count, in this order: is anything wrong, is the cell empty.
FAULT, UNMATCHED, EMPTY = -(2**31), -(2**31) + 1, -(2**31) + 2
EPOCH = date(1970, 1, 1)
MOST_REMEMBERED = 50_000  # texts of one column; stamps to the minute are as many as there are minutes
LONGEST_REMEMBERED = (
    100  # what is longer is no day, count or label, and thousands of it would fill the memory
)
# A force has some hundred teams; thousands of "units" are another column.
MOST_VALUES = 5_000


class UnknownLabel(CellProblem):
    """The mapping does not say what a label means."""


class Column(dict):
    """{text of a cell: its number}, filled as texts come. Subclasses read one text; CellProblem for a fault."""

    values = None  # of a column of labels: the texts that its numbers stand for

    def __init__(self, field, name):
        super().__init__()
        self.field, self.name = field, name

    def numbers(self, cells):
        """The numbers (int32) of many cells."""
        return np.fromiter(map(self.__getitem__, cells), np.int32, len(cells))

    def __missing__(self, text):
        try:
            number = self._number(text)
        except UnknownLabel:
            number = UNMATCHED
        except CellProblem:
            number = FAULT
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[text] = number
        return number

    def problem(self, text):
        """The CellProblem of a faulty cell."""
        try:
            self._number(text)
        except CellProblem as problem:
            return problem
        raise AssertionError("the cell was faulty and is not")

    def _number(self, text):
        text = text.strip()
        if text:
            return self.read(text)
        if self.field.needed and self.field.key in ("entry_on", "unit"):
            raise CellProblem(self.name, "The cell is empty.", "Fill it in: no case can do without it.")
        return EMPTY


class DayColumn(Column):
    """Days since 1970."""

    def __init__(self, field, name, day_format, last_day):
        super().__init__(field, name)
        self.day_format, self.last_day = DAY_FORMATS[day_format], last_day
        self._times = set()  # ends of stamps that were read: times of day that leave the day as it is

    def __missing__(self, text):
        at = text.find(":") - 3
        stamp = at > 0 and text[at - 1].isalnum()
        if stamp and text[at:] in self._times:
            return self[text[:at]]
        number = super().__missing__(text)
        if (
            stamp
            and number > EMPTY
            and text[at + 3 :].replace(":", "").isdigit()
            and len(self._times) < MOST_REMEMBERED
        ):
            self._times.add(text[at:])
        return number

    def read(self, text):
        day = read_day(text, self.day_format, self.name)
        if day > self.last_day:
            raise CellProblem(
                self.name,
                f"The day is after {self.last_day:%-d %B %Y}, when the extract was made.",
                "Correct the cell, or the day of the extract.",
            )
        return (day - EPOCH).days


class WholeColumn(Column):
    """Whole numbers from 0 to the field's `most`."""

    def read(self, text):
        number = whole(text, self.name)
        if number > self.field.most:
            raise CellProblem(
                self.name, f"The number is larger than {self.field.most:,}.", "Correct the cell."
            )
        return number


def whole(text, name):
    """The whole number in a cell; "5.0" is 5, and one with more digits than any count has is 10 to the 12th."""
    if len(text) > 12 and text.isascii() and text.isdigit():
        return 10**12
    try:
        return whole_number({name: text}, name)
    except CellProblem as problem:
        raise CellProblem(name, problem.reason, "Write digits alone, or leave the cell empty.") from None


class AgeColumn(Column):
    """Ages in years, put into bands. A child under 10 is in none: no outcome can be decided on them."""

    values = list(AGE_BANDS)
    OLDEST = 120

    def read(self, text):
        years = whole(text, self.name)
        if years > self.OLDEST:
            raise CellProblem(self.name, f"The age is over {self.OLDEST}.", "Correct the cell.")
        if years < 10:
            return EMPTY
        return 0 if years < 18 else 1 if years < 26 else 2


class LabelColumn(Column):
    """Labels; what the mapping says goes before the values' own names."""

    def __init__(self, field, name, labels, as_written=False):
        super().__init__(field, name)
        self.labels = own_values(field) | {label_key(label): value for label, value in labels.items()}
        self.as_written, self.values, self._places = as_written, [], {}

    def read(self, text):
        value = self.labels.get(label_key(text))
        if value is None:
            value = self.value_of(text)
        return self._place(value)

    def value_of(self, text):
        """The value of a label that the mapping does not name."""
        raise self.unknown()

    def unknown(self):
        return UnknownLabel(
            self.name,
            "The mapping does not say what this label means.",
            "Say it in the mapping, then try again.",
        )

    def _place(self, value):
        if value == "":
            return EMPTY
        if value not in self._places:
            if len(self.values) == MOST_VALUES:
                raise CellProblem(
                    self.name,
                    f"The column has more than {MOST_VALUES:,} different values.",
                    f"Check that this column is the {self.field.title.lower()}.",
                )
            self._places[value] = len(self.values)
            self.values.append(value)
        return self._places[value]


class OutcomeColumn(LabelColumn):
    """Outcome types; 0, not yet assigned, is no outcome."""

    def value_of(self, text):
        if text.upper() in SUBSET_CODES:
            self._refuse(text)
        try:
            return str(parse_type(text))
        except OutcomeProblem:
            raise self.unknown() from None

    def _refuse(self, text):
        try:
            parse_type(text)
        except OutcomeProblem as problem:
            raise CellProblem(self.name, problem.reason, problem.remedy) from None

    def _place(self, value):
        return super()._place("" if value == PENDING else value)


class UnitColumn(LabelColumn):
    """Units, by the mapping's labels or as they are written.

    known: words that name units of this force. `unsure`: values that nothing says are units but how often they come.
    """

    def __init__(self, field, name, labels, as_written=False, known=frozenset()):
        super().__init__(field, name, labels, as_written)
        self._known, self.unsure = known, set()

    def value_of(self, text):
        if not self.as_written:
            raise self.unknown()
        text = " ".join(text.split())
        if len(text) > LONGEST_LABEL:
            raise CellProblem(
                self.name, f"The unit is longer than {LONGEST_LABEL} characters.", "Write its short name."
            )
        if not text.isprintable():
            raise CellProblem(
                self.name, "The cell holds a character that cannot be seen.", "Type the cell again."
            )
        if holds_identifier(text):
            raise CellProblem(
                self.name,
                "The unit looks like a person's number, name or address.",
                "Check that this column is the unit, or say in the mapping what this label means.",
            )
        if may_be_name(text, self._known):
            raise self.unknown()
        if not is_known(text, self._known):
            self.unsure.add(text)
        return text


class OffenceColumn(LabelColumn):
    """Offence codes in one spelling, by the mapping's labels, known to the table, or as they are written."""

    def value_of(self, text):
        code = offences.normalised(text)
        if code and (self.as_written or code in offences.groups()):
            return code
        raise self.unknown()

    @property
    def groups(self):
        """The offence group of each of `values`, or None."""
        return [offences.group_of(code) for code in self.values]


LABELLED = {"outcome": OutcomeColumn, "unit": UnitColumn, "offence": OffenceColumn, "choice": LabelColumn}


def column_of(field, name, mapping, last_day, known=frozenset()):
    """The column that reads a field of a mapping; last_day: when the extract was made; known: words of units."""
    if field.kind == "day":
        return DayColumn(field, name, mapping.days[field.key], last_day)
    if field.kind == "whole":
        return WholeColumn(field, name)
    if field.key == "age_band" and mapping.ages_in_years:
        return AgeColumn(field, name)
    given = {"as_written": field.key in mapping.as_written} | (
        {"known": known} if field.kind == "unit" else {}
    )
    return LABELLED[field.kind](field, name, mapping.labels.get(field.key, {}), **given)
