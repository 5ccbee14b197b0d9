"""The content of a draft, as plain values: its parts by address, what may be changed, and what is wrong with it.

A part is addressed as "about", "behaviour", "scale", "notice", "items", or "items/k1" for one entry of a list.
"""

import json
from hashlib import sha256

from surveys.instruments.value import to_value
from surveys.scales.module import all_modules
from surveys.scales.parsing import MOST_STEPS, TOP, checked
from surveys.scales.reader import Problem
from surveys.scales.writing import NAMES, tables_of

ABOUT = ("title", "about", "standing", "adapted", "occasions")
LISTS = ("items", "questions", "scenarios")
PARTS = ("about", "behaviour", "notice", "scale", *LISTS)
MOST_ENTRIES = 60  # of a list: three times what may be published, so that one can be drafted and then cut
# Of a scale and of a number to give: what the pages' own fields take. Further ends would make a page without end.
FURTHEST_END = 1_000_000
FIRST_LETTERS = {"items": "i", "questions": "q", "scenarios": "s"}
# What the person at the screen is told in place of the words for whoever writes a file.
WORDS = {
    "write at least one [[item]]": "add at least one statement",
    "add a [[question.part]]": "add at least one thing to answer",
}


def read(key, version, tables):
    """(content, [Problem]) of the tables of a file: every field is there, blank where nothing was said."""
    found, problems = checked(key, key, version, tables)
    return plain(to_value(found)), problems + _ids_free(found)


def endless(content):
    """What to do about each scale, and each question by numbers, whose ends no page could show."""
    asked = [part for question in content["questions"] for part in question["parts"]]
    named = [("The scale", content["scale"]), *((f"“{part['text']}”", part) for part in asked)]
    return [
        f"{name}: keep to {MOST_STEPS} steps from the lowest answer to the highest, and to numbers of six digits."
        for name, one in named
        if one["high"] - one["low"] > MOST_STEPS or max(abs(one["low"]), abs(one["high"])) > FURTHEST_END
    ]


def plain(value):
    """The value as JSON gives it back: lists for tuples."""
    return json.loads(json.dumps(value))


def problems_of(content):
    """Every Problem that stands between this content and its publication."""
    return read(content["key"], content["version"], tables_of(content))[1]


def _ids_free(found):
    """Problems of ids that an optional module has: one wave may ask both."""
    taken = {case.id for module in all_modules() for case in module.scenarios}
    asked = [entry.id for entry in (*found.items, *found.questions, *found.scenarios)]
    remedy = "belongs to short cases that can be added to any survey: choose another"
    return [Problem("", "item", "id", f"{one!r} {remedy}") for one in asked if one in taken]


def value_at(content, part):
    """What stands at a part's address; KeyError where nothing does."""
    name, _, entry = part.partition("/")
    if name == "about":
        return {field: content[field] for field in ABOUT}
    if not entry:
        return content[name]
    return content[name][place_of(content, name, entry)]


def with_value(content, part, value):
    """The content with another value at a part's address; fields that the value does not name stay."""
    name, _, entry = part.partition("/")
    if name == "about":
        return content | value
    if not entry:
        return content | {name: value if name in LISTS else content[name] | value}
    at = place_of(content, name, entry)
    entries = [held | value if i == at else held for i, held in enumerate(content[name])]
    return content | {name: entries}


def with_entry(content, name, entry):
    """The content with one entry more at the end of a list."""
    return content | {name: [*content[name], entry]}


def without_entry(content, name, entry_id):
    at = place_of(content, name, entry_id)
    return content | {name: [held for i, held in enumerate(content[name]) if i != at]}


def moved(content, name, entry_id, *, up):
    """The content with the entry one place further up or down; at the end of the list it stays."""
    entries, at = list(content[name]), place_of(content, name, entry_id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(entries):
        entries[at], entries[to] = entries[to], entries[at]
    return content | {name: entries}


def place_of(content, name, entry_id):
    """Where the entry stands in its list, from 0; KeyError where it does not."""
    if name in LISTS:
        for at, held in enumerate(content[name]):
            if held["id"] == entry_id:
                return at
    raise KeyError(entry_id)


def print_of(value):
    """A short text that differs when the value does: what a page sends back to say what its reader saw."""
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:20]


def free_id(content, name, taken=()):
    """An id for a new entry that no entry has or had: one that was taken out must not seem to come back."""
    ids = {held["id"] for one in LISTS for held in content[one]} | set(taken)
    letter = FIRST_LETTERS[name]
    return next(f"{letter}{n}" for n in range(1, 10_000) if f"{letter}{n}" not in ids)


def problems_at(problems, content, part):
    """[(field, words)] of the problems of one part: `part_2.text` is the text of a question's second part."""
    table = _table(content, part)
    found = []
    for one in problems:
        if one.table == table:
            found.append((one.field, words(one)))
        elif one.table.startswith(f"{table}.part "):
            found.append((f"part_{one.table.rpartition(' ')[2]}.{one.field}", words(one)))
    return found


def _table(content, part):
    """What the reader of files calls the part."""
    name, _, entry = part.partition("/")
    if name == "about":
        return TOP
    return f"{NAMES[name]} {place_of(content, name, entry) + 1}" if entry else name


def of_everything(problem):
    """Whether it is no single table's problem, but one of all entries together."""
    return problem.table in NAMES.values() or (problem.table, problem.field) == (TOP, "occasions")


def words(problem):
    """What to do about it, as a sentence."""
    text = problem.remedy
    for old, new in WORDS.items():
        text = text.replace(old, new)
    return f"{text[0].upper()}{text[1:]}."


def part_of(problem, content):
    """The part on whose page a problem is mended."""
    name, _, number = problem.table.partition(" ")
    lists = {table: part for part, table in NAMES.items()}
    if name not in lists:
        return problem.table if problem.table in PARTS else "about"
    place = number.partition(".")[0]
    return f"{lists[name]}/{content[lists[name]][int(place) - 1]['id']}" if place else lists[name]
