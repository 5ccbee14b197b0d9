"""The sheets of a form as rows that know where they stand; every heading that is not read is named."""

from dataclasses import dataclass, field

from cjnudge.cases.extract.header import shown
from cjnudge.characters import holds_unseen
from surveys.scales.language_tags import is_english
from surveys.xlsform.languages import tag_of
from surveys.xlsform.layout import ALIASES, NEEDED, PREFIX, READ, SETTINGS, SHEETS, SURVEY, TRANSLATED
from surveys.xlsform.problems import Problem

MOST_ROWS = 2_000  # an instrument of 20 items, with every list written out, has some 300
MOST_ASKED = 300  # rows of the sheet survey; a draft holds 60 entries of each kind
MOST_COLUMNS = 200
WITHOUT_EFFECT = "this column is not read here, and what it says is left out"


@dataclass(frozen=True)
class Row:
    """One row: {column: text with single spaces}; a column in another language than the form's is `label::cy`."""

    sheet: str
    number: int
    cells: dict
    headings: dict

    def get(self, column):
        return self.cells.get(column, "")

    def in_other_words(self, column):
        """{tag: text} of the column's translations that are filled in."""
        start = f"{column}::"
        return {key[len(start) :]: text for key, text in self.cells.items() if key.startswith(start) and text}

    def problem(self, column, remedy):
        """The Problem of one cell; a heading is shown as it is written."""
        heading = self.headings.get(column, column)
        return Problem(self.sheet, self.number, shown(heading) if heading else "", remedy)


@dataclass
class Findings:
    """What was met on the way: `problems` refuse the form, `notes` tell what was changed or left out."""

    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def refuse(self, row, column, remedy):
        self.problems.append(row.problem(column, remedy))

    def note(self, row, column, remedy):
        self.notes.append(row.problem(column, remedy))


def rows_of(sheets, found):
    """{sheet: [Row]} of {name: [(row number, cells)]}, empty rows left out; what cannot be read goes to `found`."""
    by_name = {name.strip().lower(): rows for name, rows in sheets.items()}
    if SURVEY not in by_name:
        there = ", ".join(map(shown, sheets)) or "none"
        remedy = f"add a sheet named survey, with the columns type, name and label; there are: {there}"
        found.problems.append(Problem("", 0, "", remedy))
    given = {name: [row for row in by_name.get(name, []) if any(map(str.strip, row[1]))] for name in SHEETS}
    base = _base_language(given, found)
    return {name: _sheet(name, rows, base, found) for name, rows in given.items()}


def _base_language(given, found):
    """The tag of the language that the instrument itself is in; "" where headings name no language."""
    tags = [
        tag_of(cell.partition("::")[2])
        for rows in given.values()
        if rows
        for cell in rows[0][1]
        if "::" in cell
    ]
    tags = [tag for tag in dict.fromkeys(tags) if tag]
    plain = any(cell.strip().lower() in ("label", "caption") for cell in (given[SURVEY] or [(0, [])])[0][1])
    english = [tag for tag in tags if is_english(tag)]
    if plain or english or not tags:
        return "" if plain else (english or [""])[0]
    default = tag_of(_default_language(given))
    base = default if default in tags else tags[0]
    remedy = f"no column is in English: the texts in {base} were taken as the questionnaire's own"
    found.notes.append(Problem(SURVEY, given[SURVEY][0][0] if given[SURVEY] else 0, "label", remedy))
    return base


def _default_language(given):
    rows = given[SETTINGS]
    headings = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    if len(rows) < 2 or "default_language" not in headings:
        return ""
    return dict(zip(headings, rows[1][1], strict=False)).get("default_language", "")


def _sheet(name, rows, base, found):
    if not rows:
        return []
    (number, heading), *rest = rows
    width = max(len(cells) for _, cells in rows)
    heading = [*heading, *[""] * (width - len(heading))]
    most = MOST_ASKED if name == SURVEY else MOST_ROWS
    if len(rest) > most or len(heading) > MOST_COLUMNS:
        remedy = f"keep to {most} rows and {MOST_COLUMNS} columns"
        found.problems.append(Problem(name, 0, "", remedy))
        return []
    top = Row(name, number, {}, {})
    columns = _columns(top, heading, base, found)
    if missing := [one for one in NEEDED[name] if one not in columns.values()]:
        found.refuse(
            top, "", f"the first row must have the columns {', '.join(NEEDED[name])}: add {missing[0]}"
        )
        return []
    headings = {key: heading[place].strip() for place, key in columns.items()}
    lines = [_row(name, line, cells, columns, headings, found) for line, cells in rest]
    _tell_unread(top, heading, columns, rest, found)
    return lines


def _columns(top, heading, base, found):
    """{place: key of the column} of the headings that are read."""
    columns = {}
    for place, cell in enumerate(heading):
        key = _key(top, cell, base, found) if cell.strip() else ""
        if key and key in columns.values():
            found.refuse(top, cell.strip(), "this column stands twice: keep one")
        elif key:
            columns[place] = key
    return columns


def _key(top, cell, base, found):
    """The key of one heading, "" for one that is not read; a slip in one of ours is refused."""
    text = " ".join(cell.split())
    plain = ALIASES.get(text.lower(), text.lower())
    if plain in READ[top.sheet]:
        return plain
    start, two, language = (part.strip() for part in text.partition("::"))
    column = ALIASES.get(start.lower(), start.lower())
    if two and column in READ[top.sheet] and column in TRANSLATED:
        tag = tag_of(language)
        if not tag:
            found.refuse(top, text, f"name the language with its tag, as in {column}::Welsh (cy)")
        return column if tag == base else f"{column}::{tag}"
    if column.startswith(PREFIX):
        known = ", ".join(one for one in READ[top.sheet] if one.startswith(PREFIX))
        found.refuse(top, text, f"there is no such column: write one of {known or 'none in this sheet'}")
    return ""


def _row(name, number, cells, columns, headings, found):
    texts = {key: " ".join(cells[place].split()) for place, key in columns.items() if place < len(cells)}
    row = Row(name, number, texts, headings)
    for key, text in texts.items():
        if holds_unseen(text):
            found.refuse(row, key, "it holds a character that cannot be seen: type the text anew")
    return row


def _tell_unread(top, heading, columns, rows, found):
    """A note for every column that is filled somewhere and not read."""
    for place, cell in enumerate(heading):
        filled = [number for number, cells in rows if place < len(cells) and cells[place].strip()]
        text = " ".join(cell.split())
        if filled and place not in columns and not text.lower().startswith(PREFIX):
            where = f"filled in {len(filled)} row{'s' if len(filled) > 1 else ''}, first in row {filled[0]}"
            found.note(top, text or f"number {place + 1}, without a heading", f"{WITHOUT_EFFECT} ({where})")
