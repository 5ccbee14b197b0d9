"""Where in a form the fields of an instrument stand, so that what is wrong with it is told by sheet, row and column."""

import re

from surveys.xlsform.layout import AGREEMENT, CHOICES, NOTICE, OWN, PREFIX, SETTINGS, SURVEY
from surveys.xlsform.problems import Problem

COLUMNS = {
    "id": "name",
    "text": "label",
    "definition": "hint",
    "hint": "hint",
    "relevant": "relevant",
    "choices": "type",
    "low": "constraint",
    "high": "constraint",
    "longest": "constraint",
    "part": "type",
    "title": "form_title",
}
_ENTRY = re.compile(r"(item|question|scenario) (\d+)(?:\.part (\d+))?")
# What a form may lack though every cell that is written is right.
UNFINISHED = (("item", ""), ("item", "polarity"), ("question", "part"))


class Places:
    """Turns problems of tables into problems of sheets."""

    def __init__(self, rows, told, entries, marks):
        self.settings = rows[SETTINGS][0] if rows[SETTINGS] else None
        self.told, self.entries, self.marks = told, entries, marks

    def of(self, problem):
        """The Problem of a form for one of an instrument's file."""
        remedy = problem.remedy.replace(
            "write at least one [[item]]", "write at least one statement, with a component"
        )
        if problem.table in self.entries:
            return self.entries[problem.table].problem(_column(problem.field), remedy)
        if problem.table == "scale":
            return self._of_scale(problem.field, remedy)
        if problem.table in ("behaviour", "notice"):
            return self._of_notes(problem.field, remedy)
        if problem.table in ("item", "question"):
            return Problem(SURVEY, 0, _column(problem.field) if problem.field else "", remedy)
        return self._of_settings(_column(problem.field), remedy)

    def _of_scale(self, field, remedy):
        in_a_list = self.marks and self.marks.choices
        if field in ("low", "high") and not in_a_list:
            return Problem(CHOICES, 0, "", f"{remedy}; in the file, a list named {OWN}scale")
        if field == "order" or not in_a_list:
            return self._of_settings(PREFIX + field, remedy)
        ends = self.marks.choices.marks
        row = (ends[0] if field.startswith("low") else ends[-1]).row
        return row.problem("label", remedy)

    def _of_notes(self, field, remedy):
        if field in self.told:
            return self.told[field].problem("label", remedy)
        if field in ("statement", AGREEMENT, *NOTICE):
            kind = "acknowledge" if field == AGREEMENT else "note"
            return Problem(SURVEY, 0, "", f"{remedy}; in the file, a row of type {kind} named {OWN}{field}")
        return self._of_settings(PREFIX + field, remedy)

    def _of_settings(self, column, remedy):
        if self.settings:
            return self.settings.problem(column, remedy)
        return Problem(SETTINGS, 0, column, remedy)

    @staticmethod
    def is_missing(problem, tables):
        """Whether nothing is written there yet, rather than something wrong."""
        if (problem.table, problem.field) in UNFINISHED:
            return True
        table = tables
        if found := _ENTRY.fullmatch(problem.table):
            table = tables[found[1]][int(found[2]) - 1]
            table = table["part"][int(found[3]) - 1] if found[3] else table
        elif problem.table in ("behaviour", "notice", "scale"):
            table = tables[problem.table]
        return table.get(problem.field, "") in ("", [], None)


def _column(field):
    return COLUMNS.get(field, PREFIX + field)
