"""Reads the measure files and says what is wrong with one: file, field and remedy."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cjnudge.cases.outcomes import OUTCOME_TYPES

from .value import BASES, BETTER, NEEDS, UNITS, Measure

FOLDER = Path(__file__).parent
TEXTS = ("title", "question", "denominator_words", "source")
FIELDS = {
    *TEXTS,
    *("version", "numerator", "denominator", "basis", "eligibility", "follow_up_days"),
    *("unit", "better", "cannot_tell", "companions"),
}
OPTIONAL = {"eligibility", "follow_up_days"}


@dataclass(frozen=True)
class MeasureFileProblem:
    """What is wrong with one field of one measure file, and what to do."""

    file: str
    field: str
    remedy: str

    def __str__(self):
        return f"{self.file}, {self.field}: {self.remedy}"


class UnknownMeasure(KeyError):
    """No measure has this key."""


@cache
def all_measures():
    """Every measure by key, in alphabetical order; run `problems()` first where the files are not trusted."""
    return {path.stem: _measure(path.stem, _table(path)) for path in sorted(FOLDER.glob("*.toml"))}


def measure(key):
    """The measure with this key; UnknownMeasure names those there are."""
    try:
        return all_measures()[key]
    except KeyError:
        raise UnknownMeasure(
            f"There is no measure {key!r}. There are: {', '.join(all_measures())}."
        ) from None


def problems(folder=FOLDER):
    """Every problem in the measure files of a folder, as MeasureFileProblem; empty when all may be used."""
    tables, found = {}, []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables[path.stem] = _table(path)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            found.append(MeasureFileProblem(path.name, "file", f"this is not valid TOML: {error}"))
    for key, table in tables.items():
        found += [
            MeasureFileProblem(f"{key}.toml", field, remedy) for field, remedy in _faults(key, table, tables)
        ]
    return found


def _table(path):
    return tomllib.loads(path.read_text("utf-8"))


def _faults(key, table, tables):
    for field in sorted(FIELDS - OPTIONAL - set(table)):
        yield field, "write it: every measure has it."
    for field in sorted(set(table) - FIELDS):
        yield field, f"take it out or spell it as one of: {', '.join(sorted(FIELDS))}."
    checks = {
        "numerator": _set_fault,
        "denominator": _set_fault,
        "basis": _basis_fault,
        "version": _count_fault,
    }
    checks |= {"follow_up_days": _count_fault, "cannot_tell": _sentences_fault} | dict.fromkeys(
        TEXTS, _text_fault
    )
    for field, check in checks.items():
        if field in table and (fault := check(table[field])):
            yield field, fault
    yield from _choice_faults(table)
    for companion in table.get("companions", ()):
        if companion not in tables or companion == key:
            yield "companions", "name other measures only: their file names without .toml."
    yield from _relation_faults(table)


def _choice_faults(table):
    for field, allowed in (("unit", UNITS), ("better", BETTER)):
        if field in table and table[field] not in allowed:
            yield field, f"use one of: {', '.join(allowed)}."


def _set_fault(value):
    if isinstance(value, str):
        return None if value in NEEDS else f"use outcome types, or one of: {', '.join(NEEDS)}."
    whole = isinstance(value, list) and value and all(type(code) is int for code in value)
    if not whole or not set(value) <= OUTCOME_TYPES or len(set(value)) != len(value):
        return "list outcome types 1 to 22 as numbers, each once; 0 is not an outcome."
    return None


def _basis_fault(value):
    right = isinstance(value, list) and value and set(value) <= set(BASES)
    return None if right else f"list one or more of: {', '.join(BASES)}."


def _count_fault(value):
    return None if type(value) is int and value > 0 else "write a whole number above 0."


def _text_fault(value):
    return None if isinstance(value, str) and value.strip() else "write at least one sentence."


def _sentences_fault(value):
    right = (
        isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value)
    )
    return None if right else "list what the measure cannot tell, one sentence each."


def _relation_faults(table):
    top, bottom = table.get("numerator"), table.get("denominator")
    if isinstance(top, list) and isinstance(bottom, list) and not set(top) <= set(bottom):
        yield "denominator", "it must contain every outcome type of the numerator."
    if bottom == "eligible_cases" and "follow_up_days" not in table:
        yield "follow_up_days", "write it: eligible cases are counted after equal follow-up only."
    if "follow_up_days" in table and table.get("basis") != ["entry"]:
        yield "basis", 'follow-up is counted from entry: write basis = ["entry"].'


def _measure(key, table):
    top, bottom = table["numerator"], table["denominator"]
    return Measure(
        key=key,
        version=table["version"],
        title=table["title"],
        question=table["question"],
        numerator=frozenset() if isinstance(top, str) else frozenset(top),
        denominator=frozenset() if isinstance(bottom, str) else frozenset(bottom),
        needs=frozenset(value for value in (top, bottom) if isinstance(value, str)),
        denominator_words=table["denominator_words"],
        basis=tuple(table["basis"]),
        eligibility=table.get("eligibility", ""),
        follow_up_days=table.get("follow_up_days"),
        unit=table["unit"],
        better=table["better"],
        cannot_tell=tuple(table["cannot_tell"]),
        companions=tuple(table["companions"]),
        source=table["source"],
    )
