"""From the sheets of a form to an instrument, or to every reason why it is none."""

import re
from dataclasses import dataclass

from surveys.scales.instrument import Instrument
from surveys.scales.parsing import checked
from surveys.scales.translation import texts
from surveys.xlsform.asked import Asked, split
from surveys.xlsform.groups import Walk
from surveys.xlsform.layout import (
    ABOUT,
    AGREEMENT,
    BEHAVIOUR,
    NOTICE,
    PREFIX,
    SETTINGS,
    SHEETS,
    SURVEY,
)
from surveys.xlsform.lists import lists_of
from surveys.xlsform.other_words import say_beside
from surveys.xlsform.places import Places
from surveys.xlsform.problems import FormRefused, Problem
from surveys.xlsform.references import NotAsked, in_our_words
from surveys.xlsform.scales import case_rows, item_rows, scale_of
from surveys.xlsform.tables import Findings, rows_of

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
UNNAMED = "imported"  # the key of an instrument whose form has no id that may be one
HIGHEST_VERSION = 9_999


@dataclass(frozen=True)
class Form:
    """What a form became. `to_do` is what must still be written before it can be published, `notes` what was changed
    or left out: both are Problems with their places. `translations` are {tag: {address: words}}."""

    instrument: Instrument
    translations: dict
    to_do: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read_form(sheets):
    """The Form in {sheet: [(row number, [cell text])]}; FormRefused tells every problem, and nothing is used."""
    found = Findings()
    rows = rows_of(sheets, found)
    lists = lists_of(rows, found)
    items, cases = item_rows(rows, lists, found), case_rows(rows)
    scale, marks = scale_of(rows, items, lists, found)
    walk = Walk(rows, items | cases, found)
    asked = Asked(lists, marks, items, cases, found)
    for block in walk.blocks:
        asked.take(block)
    tables = _tables(rows, walk, asked, scale, found)
    _conditions(asked, found)
    instrument, to_do = _instrument(rows, tables, Places(rows, walk.told, asked.places, marks), found)
    say_beside(asked.words, rows, walk.told, marks, found)
    translations = asked.words.of(texts(instrument), found)
    if found.problems:
        raise FormRefused(_ordered(found.problems))
    return Form(instrument, translations, tuple(to_do), _ordered(found.notes))


def _instrument(rows, tables, places, found):
    """(the instrument, what is missing); FormRefused where something that is written is wrong."""
    settings = rows[SETTINGS][0] if rows[SETTINGS] else None
    key = settings.get("form_id") if settings else ""
    version = settings.get("version") if settings else ""
    whole = version.isascii() and version.isdigit() and 0 < int(version[:9]) <= HIGHEST_VERSION
    instrument, problems = checked(
        "", key if KEY.fullmatch(key) else UNNAMED, int(version) if whole else 1, tables
    )
    # The first remedy for a field that is empty is to fill it: what its blank would lead to need not be told.
    first = {}
    for problem in problems:
        if places.is_missing(problem, tables):
            first.setdefault((problem.table, problem.field), problem)
    to_do = [places.of(problem) for problem in first.values()]
    wrong = [places.of(problem) for problem in problems if not places.is_missing(problem, tables)]
    if not any(tables[name] for name in ("item", "question", "scenario")):
        wrong.append(Problem(SURVEY, 0, "type", "nothing is asked: write a row for each question"))
    if found.problems or wrong:
        raise FormRefused(_ordered([*found.problems, *wrong]))
    return instrument, _ordered(to_do)


def _ordered(problems):
    """Each problem once, in the order of the sheets and rows."""
    sheets = ("", *SHEETS)
    return tuple(sorted(dict.fromkeys(problems), key=lambda one: (sheets.index(one.sheet), one.row)))


def _tables(rows, walk, asked, scale, found):
    """The tables of the instrument's file."""
    if len(rows[SETTINGS]) > 1:
        found.note(rows[SETTINGS][1], "", "left out: settings have one row below the headings")
    settings = rows[SETTINGS][0] if rows[SETTINGS] else None

    def setting(name):
        return settings.get(name) if settings else ""

    def told(name):
        return walk.told[name].get("label") if name in walk.told else ""

    occasions = split(setting(f"{PREFIX}occasions"))
    _check_occasions(asked, occasions, found)
    first = next((item["polarity"] for item in asked.tables["item"] if "polarity" in item), "")
    if asked.tables["item"] and not first:
        remedy = "agreeing was taken to mean that it helps (enabler): write need where it means that something lacks"
        found.notes.append(Problem(SURVEY, 0, f"{PREFIX}polarity", remedy))
    order = {"order": setting(f"{PREFIX}order")} if setting(f"{PREFIX}order") else {}
    return {
        "title": setting("form_title"),
        **{name: setting(PREFIX + name) for name in ABOUT},
        "occasions": occasions,
        "behaviour": {"statement": told("statement")} | {name: setting(PREFIX + name) for name in BEHAVIOUR},
        "notice": {name: told(name) for name in (AGREEMENT, *NOTICE)},
        "scale": scale | order | {"polarity": first or "enabler"},
        **asked.tables,
    }


def _check_occasions(asked, occasions, found):
    for name, tables in asked.tables.items():
        for number, table in enumerate(tables, 1):
            unknown = [one for one in table["occasions"] if one not in occasions]
            if unknown:
                row = asked.places[f"{name} {number}"]
                remedy = f"the column {PREFIX}occasions of the sheet settings does not list this sitting: add it there"
                found.refuse(row, f"{PREFIX}occasions", remedy)


def _conditions(asked, found):
    """Puts every condition into the instrument's keys and words."""
    for table, row, relevant in asked.relevant.values():
        try:
            table["relevant"] = in_our_words(relevant, asked.answers)
        except NotAsked as wrong:
            found.refuse(row, "relevant", str(wrong))
