"""How one records system's columns and labels are read: a value that is written once and never changed.

Its JSON: {"format": 1, "columns": {column: field or "drop"}, "confirmed_drops": [column], "days": {field: way of
writing days}, "labels": {field: {label: value}}, "as_written": [field], "ages_in_years": false}.
"""

import json
from dataclasses import dataclass, field

from cjnudge.cases.extract.days import DAY_FORMATS
from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.labels import AS_WRITTEN_KINDS, LONGEST_LABEL, usual_labels
from cjnudge.cases.extract.mapping_faults import faults_of
from cjnudge.cases.extract.personal import looks_personal, words_of
from cjnudge.cases.extract.suggesting import field_called

__all__ = ["AS_WRITTEN_KINDS", "DAY_FORMATS", "DROP", "MappingBody", "looks_personal", "read_body", "suggest"]

FORMAT = 1
DROP = "drop"
MOST_COLUMNS = 1_000
LONGEST_COLUMN = 200
MOST_LABELS = 20_000


class NoMapping(ValueError):
    """A text is no mapping; the words say what is wrong with it."""


@dataclass(frozen=True)
class MappingBody:
    """What a mapping says. `columns` has every column of the file, in no order that matters."""

    columns: dict
    confirmed_drops: tuple = ()
    days: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    as_written: tuple = ()
    ages_in_years: bool = False

    def __post_init__(self):
        for name in ("confirmed_drops", "as_written"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name))))

    @property
    def fields(self):
        """Keys of the fields that some column is mapped to, in the order of the table of fields."""
        mapped = set(self.columns.values())
        return tuple(key for key in FIELDS if key in mapped)

    @property
    def names(self):
        """The file's columns as a person reads them: what is kept, in the order of the fields, then what is not."""
        place = {key: number for number, key in enumerate(FIELDS)}
        return sorted(self.columns, key=lambda name: (place.get(self.columns[name], len(place)), name))

    def canonical(self):
        """JSON that is the same text for the same mapping."""
        said = {
            "format": FORMAT,
            "columns": self.columns,
            "confirmed_drops": self.confirmed_drops,
            "days": self.days,
            "labels": self.labels,
            "as_written": self.as_written,
            "ages_in_years": self.ages_in_years,
        }
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def faults(self):
        """Sentences about what must be mended before a file can be read with it."""
        return faults_of(self)


def read_body(text):
    """The mapping that a JSON text holds; NoMapping for anything else."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise NoMapping("This is not the text of a mapping (JSON).") from None
    _check(isinstance(said, dict) and said.get("format") == FORMAT, "The format is not known here.")
    known = {"format", "columns", "confirmed_drops", "days", "labels", "as_written", "ages_in_years"}
    _check(set(said) <= known, "It says something that no mapping has.")
    _check_columns(said.get("columns"), said.get("confirmed_drops", []))
    _check_reading(said.get("days", {}), said.get("labels", {}), said.get("as_written", []))
    _check(isinstance(said.get("ages_in_years", False), bool), "Ages are in years or not.")
    return MappingBody(
        columns=said["columns"],
        confirmed_drops=tuple(said.get("confirmed_drops", [])),
        days=said.get("days", {}),
        labels=said.get("labels", {}),
        as_written=tuple(said.get("as_written", [])),
        ages_in_years=said.get("ages_in_years", False),
    )


def _check(true, words):
    if not true:
        raise NoMapping(words)


def _check_columns(columns, drops):
    _check(_is_text_table(columns) and 0 < len(columns) <= MOST_COLUMNS, "It names no columns, or too many.")
    _check(all(len(name) <= LONGEST_COLUMN for name in columns), "A column's name is too long.")
    _check(set(columns.values()) <= {*FIELDS, DROP}, "A column is mapped to a field that does not exist.")
    _check(_is_list_of(drops, columns), "A drop is confirmed of a column that it does not have.")


def _check_reading(days, labels, as_written):
    days_exist = _is_text_table(days) and set(days) <= {k for k, one in FIELDS.items() if one.kind == "day"}
    _check(days_exist and set(days.values()) <= set(DAY_FORMATS), "A way of writing days does not exist.")
    labelled = {key for key, one in FIELDS.items() if one.has_labels}
    _check(isinstance(labels, dict) and set(labels) <= labelled, "Labels are given for what has none.")
    _check(all(map(_is_text_table, labels.values())), "Labels and their values are texts.")
    texts = [text for table in labels.values() for pair in table.items() for text in pair]
    _check(len(texts) <= 2 * MOST_LABELS, f"It has more than {MOST_LABELS:,} labels.")
    _check(all(len(text) <= 2 * LONGEST_LABEL for text in texts), "A label is too long.")
    themselves = [key for key in labelled if FIELDS[key].kind in AS_WRITTEN_KINDS]
    _check(_is_list_of(as_written, themselves), "Only units and offences can be taken as they are written.")


def _is_text_table(value):
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_list_of(value, known):
    return isinstance(value, list) and all(isinstance(one, str) and one in known for one in value)


def suggest(header, units=()):
    """A mapping guessed from the names of columns: a first draft for a person to confirm or correct.

    units: names of the force's units, which labels of the same name stand for.
    """
    columns, taken = {}, set()
    for name in header:
        guess = "" if looks_personal(name) else field_called(name)
        columns[name] = DROP if not guess or guess in taken else guess
        taken.add(guess)
    mapped = [FIELDS[key] for key in FIELDS if key in columns.values()]
    labels = {one.key: usual_labels(one, units) for one in mapped if one.has_labels}
    return MappingBody(
        columns=columns,
        days={one.key: "iso" for one in mapped if one.kind == "day"},
        labels={key: table for key, table in labels.items() if table},
        as_written=tuple(
            one.key for one in mapped if one.kind == "offence" or (one.kind == "unit" and not units)
        ),
        ages_in_years=any(key == "age_band" and _holds_years(name) for name, key in columns.items()),
    )


def _holds_years(column):
    """Whether a column of ages is called just that: "Age" holds years, an "Age band" does not."""
    return not {"band", "group"} & set(words_of(column))
