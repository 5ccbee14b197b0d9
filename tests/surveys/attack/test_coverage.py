"""No column of numbers in a release escapes the attack: it is read, or a reason says what there is not to read."""

from copy import deepcopy
from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from surveys.release.attack.beside import changes_of
from surveys.release.attack.coverage import COLUMNS, READ, number_columns, standing_of_column, unaccounted
from surveys.release.attack.reading import figures_of, figures_of_effects, reader_beside, reader_of
from surveys.release.payload import MAKERS, build_payload
from surveys.release.tables import SECTIONS, column, row, table
from tests.surveys.attack.waves import one_material
from tests.surveys.release.surveys import full_material
from tests.surveys.release.test_sections import session, session_material

LATER = "eight weeks after"


@pytest.fixture(scope="module")
def materials():
    """Surveys that have every table between them: links and codes, a linked earlier wave and none, a session."""
    made = one_material(0)
    coded = replace(made, codes=(("North", 400, 280), ("South", 300, 20)))
    fielded = {name: session(name, 4, 80) for name in ("before", "after", LATER)}
    sessions = [session_material(fielded, name) for name in ("after", LATER)]
    return [made, coded, full_material(), *sessions]


@pytest.fixture(scope="module")
def releases(materials):
    return [build_payload(one) for one in materials]


def test_every_column_of_numbers_is_read_or_left_with_a_reason(releases):
    assert [unaccounted(payload) for payload in releases] == [[] for _ in releases]


def test_releases_tried_here_have_every_section(releases):
    made = {section["key"] for payload in releases for section in payload["sections"] if section["tables"]}
    assert made == set(SECTIONS)
    assert len(MAKERS) == len(SECTIONS)


def test_every_line_of_the_list_is_met_by_some_column(releases):
    met = {place for payload in releases for place in number_columns(payload)}
    assert [line for line in COLUMNS if not any(_is_met(line, place) for place in met)] == []


def _is_met(line, place):
    return all(fnmatchcase(word, one) for word, one in zip(place, line[:3], strict=True))


@pytest.mark.parametrize("kind", ["number", "text"])
def test_new_table_or_column_escapes_nobody(releases, kind):
    """The negative control: a table that nobody has thought of is found, also where it hides a number as text."""
    payload = deepcopy(releases[0])
    new = table("by_height", "By height", "", [column("mean", "Mean", kind)], [row("tall", "Tall", [4.5])])
    payload["sections"][2]["tables"].append(new)
    assert unaccounted(payload) == [(payload["sections"][2]["key"], "by_height", "mean")]


@pytest.mark.parametrize("number", [0, -1])
def test_what_is_said_to_be_read_is_read(materials, releases, number):
    """Without the numbers of a column that is read, the attacker knows less; without any other, as much."""
    made, payload = materials[number], releases[number]
    attacker = _Attacker(made, payload)
    whole = attacker.reads(payload)
    wrong = [
        place
        for place in _one_of_each(payload)
        if (attacker.reads(_without(payload, place)) != whole)
        != (standing_of_column(*place) == READ or place == ("quality", "flags", "answers"))
    ]
    assert wrong == []


class _Attacker:
    """Reads of a payload all that it says: of this survey's answers, of those beside it, and of single decisions."""

    def __init__(self, made, payload):
        beside = (made.earlier, *made.occasions.values())
        self.made, self.own = made, reader_of(made, payload, "w1")
        self.beside = [
            reader_beside(made, payload, "w1", one)
            for one in beside
            if one is not None and one is not made.wave
        ]

    def reads(self, payload):
        found = figures_of(replace(self.own, payload=payload))
        for one in self.beside:
            found += changes_of(replace(one, payload=payload))
        return found + figures_of_effects(self.made, payload, "w1")


def _one_of_each(payload):
    """Of the columns that one line of the list stands for, the first with a number in it."""
    found = {}
    for place in number_columns(payload):
        if _has_number(payload, place):
            found.setdefault(next(line for line in COLUMNS if _is_met(line, place)), place)
    return found.values()


def _cells(payload, place):
    """[(row's cells, place of the column in them)] of a column."""
    section, key, name = place
    tables = (t for s in payload["sections"] if s["key"] == section for t in s["tables"] if t["key"] == key)
    return [
        (one["cells"], [c["key"] for c in found["columns"]].index(name))
        for found in tables
        for one in found["rows"]
    ]


def _has_number(payload, place):
    return any(
        isinstance(cells[at], int | float) or "value" in (cells[at] or ())
        for cells, at in _cells(payload, place)
    )


def _without(payload, place):
    changed = deepcopy(payload)
    for cells, at in _cells(changed, place):
        cells[at] = None
    return changed
