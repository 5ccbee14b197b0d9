"""No column of numbers in a release escapes the attack: it is read, or a reason says what there is not to read."""

from copy import deepcopy
from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from surveys.release.attack.coverage import COLUMNS, READ, number_columns, standing_of_column, unaccounted
from surveys.release.attack.reading import figures_of, reader_of
from surveys.release.payload import MAKERS, build_payload
from surveys.release.tables import SECTIONS, column, row, table
from tests.surveys.attack.waves import one_material
from tests.surveys.release.surveys import full_material
from tests.surveys.release.test_sections import session, session_material

LATER = "eight weeks after"


@pytest.fixture(scope="module")
def made():
    return one_material(0)


@pytest.fixture(scope="module")
def releases(made):
    """Payloads that have every table between them: links and codes, a linked earlier wave and none, a session."""
    coded = replace(made, codes=(("North", 400, 280), ("South", 300, 20)))
    fielded = {name: session(name, 4, 80) for name in ("before", "after", LATER)}
    sessions = [session_material(fielded, name) for name in ("after", LATER)]
    return [build_payload(one) for one in (made, coded, full_material(), *sessions)]


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


def test_what_is_said_to_be_read_is_read(made, releases):
    """Without the numbers of a column that is read, the attacker knows less; without any other, as much."""
    payload = releases[0]
    reader = reader_of(made, payload, "w1")
    whole = figures_of(reader)
    wrong = [
        place
        for place in _one_of_each(payload)
        if (figures_of(replace(reader, payload=_without(payload, place))) != whole)
        != (standing_of_column(*place) == READ or place == ("quality", "flags", "answers"))
    ]
    assert wrong == []


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
