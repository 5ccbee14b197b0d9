"""From a table of answers to numbers, not-applicables and withheld ones; a wrong cell is named by row and column."""

import math
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd

from surveys.scales.instrument import Scale
from surveys.scales.results import SurveyRefused

NOT_APPLICABLE = "does not apply to my role"
WITHHELD = "prefer not to say"


@dataclass(frozen=True)
class Answers:
    """Tables of the same shape, one row a response, one column an item, in the order of the instrument.

    `values` are the marks as given (not reversed), NaN where there is none; `not_applicable` and `withheld` say
    which of those carried a word outside the scale. What is neither is missing: left out.
    """

    values: pd.DataFrame
    not_applicable: pd.DataFrame
    withheld: pd.DataFrame

    @property
    def missing(self):
        """Where an item was left out, in silence or by a word."""
        return self.values.isna() & ~self.not_applicable


def question_columns(question):
    """The column names of a question: its id, or `id.1`, `id.2` … where it has several parts."""
    return question.keys


def columns(instrument):
    """Every column a table of answers may have, in the order of the file."""
    asked = [column for question in instrument.questions for column in question_columns(question)]
    return tuple([item.id for item in instrument.items] + asked + [s.id for s in instrument.scenarios])


def read_answers(instrument, answers):
    """The scaled items' Answers; SurveyRefused names what is wrong with the table, by row and column.

    An item that is asked on some occasions only may lack its column. A word outside the scale that says "not
    apply" is not-applicable; the others are withheld, and count as missing.
    """
    check_table(instrument, answers)
    known = {item.id: read_column(answers, item.id, instrument.scale) for item in instrument.items}
    parts = ({column: part[i] for column, part in known.items()} for i in range(3))
    return Answers(*(pd.DataFrame(part, index=answers.index) for part in parts))


def check_table(instrument, answers):
    """SurveyRefused unless it is a table with the columns of the instrument, each once."""
    if not isinstance(answers, pd.DataFrame):
        raise SurveyRefused(
            "The answers are no table", remedy="Hand in a pandas DataFrame, a row a response."
        )
    twice = sorted({str(name) for name in answers.columns[answers.columns.duplicated()]})
    if twice:
        raise SurveyRefused("A column stands twice", where=twice[0], remedy="Keep one of them.")
    strange = [str(name) for name in answers.columns if name not in columns(instrument)]
    if strange:
        raise SurveyRefused(
            f"{instrument.key} version {instrument.version} asks nothing by that name",
            where=f"column {strange[0]}",
            remedy=f"Columns are {', '.join(columns(instrument))}: mend the name, or take the column out.",
        )
    lacking = [i.id for i in instrument.items if i.id not in answers.columns and not i.occasions]
    if lacking:
        raise SurveyRefused(
            "An item has no column", where=f"column {lacking[0]}", remedy="Add it, empty if never answered."
        )


def read_column(answers, column, scale):
    """(values, not applicable, withheld) of one column as arrays; an absent column is all missing."""
    if column not in answers.columns:
        nothing = np.zeros(len(answers), dtype=bool)
        return np.full(len(answers), np.nan), nothing, nothing
    cells = answers[column].astype(object).to_numpy()
    read = [_cell(cell, scale, row, column) for row, cell in zip(answers.index, cells, strict=True)]
    values, words = [value for value, _ in read], [word for _, word in read]
    inapplicable = np.array([_says_not_applicable(word) for word in words], dtype=bool)
    withheld = np.array([bool(word) for word in words], dtype=bool) & ~inapplicable
    return np.array(values, dtype=float), inapplicable, withheld


def _says_not_applicable(word):
    return word == NOT_APPLICABLE or "not apply" in word


def _cell(cell, scale, row, column):
    """(number, "") or (NaN, word outside the scale); the message never repeats what an officer answered."""
    if isinstance(cell, str):
        if cell in scale.outside or cell in (NOT_APPLICABLE, WITHHELD):
            return math.nan, cell
        raise _wrong("A text is no answer to a scaled item", row, column, scale)
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return math.nan, ""
    if isinstance(cell, bool | np.bool_) or not isinstance(cell, Real):
        raise _wrong("This is no number", row, column, scale)
    if math.isnan(cell):
        return math.nan, ""
    if not scale.low <= cell <= scale.high:
        raise _wrong(f"The answer lies outside {scale.low} to {scale.high}", row, column, scale)
    return float(cell), ""


def _wrong(what, row, column, scale):
    words = ", ".join(f'"{word}"' for word in scale.outside)
    remedy = f"Write a number from {scale.low} to {scale.high}{f', or {words}' if words else ''}, or leave it empty."
    return SurveyRefused(what, where=f"row {row}, column {column}", remedy=remedy)


def read_marks(instrument, answers, column):
    """The numbers of a question's count or scale, NaN where there is none; SurveyRefused for any other column.

    Its choices beside the number ("I have seen none") are answers without a number.
    """
    parts = {c: p for q in instrument.questions for c, p in zip(question_columns(q), q.parts, strict=True)}
    part = parts.get(column)
    if part is None or part.kind not in ("count", "scale"):
        asked = ", ".join(c for c, p in parts.items() if p.kind in ("count", "scale")) or "none"
        raise SurveyRefused(
            "No question is answered there by a number", where=column, remedy=f"Such are: {asked}."
        )
    if column not in answers.columns:
        raise SurveyRefused(
            "A question has no column", where=f"column {column}", remedy="Add it to the table."
        )
    scale = Scale(part.low, part.high, "", "", part.choices, "as written")
    return pd.Series(read_column(answers, column, scale)[0], index=answers.index)
