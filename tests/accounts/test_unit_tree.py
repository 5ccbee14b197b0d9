"""The tree of units on a day, through moves, mergers and closures."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from cjnudge.accounts.unit_tree import UnitTree


@dataclass(frozen=True)
class U:
    id: str
    level: str = "team"
    parent_id: str | None = None
    starts_on: date = date(2024, 4, 1)
    ends_on: date | None = None
    became_id: str | None = None
    key: str = ""

    @property
    def name(self):
        return self.id


def unit(id, level="team", parent=None, starts=date(2024, 4, 1), ends=None, became=None, key=None):
    return U(id, level, parent, starts, ends, became, key or id)


OCTOBER, SEPTEMBER_END, MAY = date(2026, 10, 1), date(2026, 9, 30), date(2026, 5, 1)
MOVED = [
    unit("west", "area"),
    unit("east", "area"),
    unit("watford-before", "station", "west", ends=SEPTEMBER_END, became="watford-after", key="watford"),
    unit("watford-after", "station", "east", starts=OCTOBER, key="watford"),
    unit("team", "team", "watford-before"),
    unit("late-team", "team", "watford-after", starts=date(2026, 11, 1)),
]


def shape(units, on):
    return [(depth, unit.id) for depth, unit in UnitTree(units).rows_on(on)]


def test_tree_before_a_move_has_the_unit_where_it_was():
    assert shape(MOVED, MAY) == [(0, "east"), (0, "west"), (1, "watford-before"), (2, "team")]


def test_tree_after_a_move_has_everything_below_it_along():
    assert shape(MOVED, date(2026, 11, 1)) == [
        (0, "east"),
        (1, "watford-after"),
        (2, "late-team"),
        (2, "team"),
        (0, "west"),
    ]


def test_what_stood_under_a_merged_unit_stands_under_the_other():
    units = [
        unit("a", "station", ends=SEPTEMBER_END, became="b"),
        unit("b", "station"),
        unit("team", "team", "a"),
    ]
    assert shape(units, SEPTEMBER_END) == [(0, "a"), (1, "team"), (0, "b")]
    assert shape(units, OCTOBER) == [(0, "b"), (1, "team")]
    assert UnitTree(units).faults() == []


def test_a_merger_is_no_origin_of_the_unit_merged_into():
    units = [unit("a", "station", ends=SEPTEMBER_END, became="b"), unit("b", "station", starts=OCTOBER)]
    assert UnitTree(units).standing("b", MAY) is None


def test_sound_tree_has_no_faults():
    assert UnitTree(MOVED).faults() == []


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ([unit("w", "area", ends=MAY), unit("s", "station", "w")], "no parent from 2 May 2026"),
        ([unit("w", "area", starts=MAY), unit("s", "station", "w")], "no parent from 1 April 2024"),
        ([unit("w", "team"), unit("s", "station", "w")], "cannot stand under"),
        ([unit("w", "team"), unit("s", "team", "w")], "cannot stand under"),
        ([unit("a", key="k"), unit("b", key="k", starts=MAY)], "Two units with the key “k”"),
        ([unit("a", "station", "b"), unit("b", "station", "a")], "cannot stand under"),
    ],
)
def test_fault_is_named(broken, words):
    assert any(words in fault for fault in UnitTree(broken).faults())


def test_circle_of_successors_ends():
    round_and_round = [
        unit("a", ends=MAY, became="b", key="k"),
        replace(unit("b", ends=MAY, became="a", key="k")),
    ]
    assert UnitTree(round_and_round).standing("a", OCTOBER) is None
