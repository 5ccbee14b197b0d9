"""What a release is made of: the answers of one wave as tables, and what is known of those who were asked."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from surveys.release.draws import Draws
from surveys.release.policy import Policy
from surveys.scales import Instrument, columns, with_scenarios
from surveys.scales.answers import read_answers
from surveys.scales.domains import domains, enabling

BANDS = ("area", "role", "service")
STORY = "v."  # before the id of a story, in the answers of an officer
OWN_CODE = ("mother", "birth_day", "school", "birthplace", "older")


@dataclass(frozen=True)
class Fielding:
    """One wave's answers. One row a response in each table, in no order.

    answers: the columns of the instrument with its short cases; bands: area, role and service, None where not said;
    flags: one tuple of words a response; codes: hashed elements, None where left out; decisions: one row a story
    with officer, choice and a column a detail. key: bytes that rounding is drawn from, and nobody is told.
    """

    instrument: Instrument
    occasion: str
    title: str
    answers: pd.DataFrame
    bands: pd.DataFrame
    flags: tuple
    codes: pd.DataFrame
    decisions: pd.DataFrame
    key: bytes
    group: int = 10
    base: int = 5

    @property
    def n(self):
        return len(self.answers)

    @property
    def policy(self):
        return Policy(self.group, self.base, Draws(self.key))

    @cached_property
    def scores(self):
        """{component: one score a response, NaN where it has none}, high always meaning help."""
        read, scale = read_answers(self.instrument, self.answers), self.instrument.scale
        grouped = domains(self.instrument, occasion=self.occasion)
        return {key: enabling(items, read, scale) for key, items in grouped.items()}


@dataclass(frozen=True)
class Material:
    """The wave itself and what stands beside it.

    asked: {"units": {key: [sent, used]}, "role_bands": …} of personal links; codes: [(area, headcount, hand-ins)];
    names: {"area": {key: name}, "role": …, "service": …}; modules: the optional Modules asked; rules: the force's
    own answers to the short cases; earlier: the Fielding it is compared with, `bridge` {id there: id here};
    occasions: {occasion: Fielding} of a training session. closed_on: ISO day; batch: its number while it is open.
    """

    wave: Fielding
    names: dict
    mode: str
    closed_on: str
    batch: int | None = None
    synthetic: bool = False
    asked: dict = field(default_factory=dict)
    codes: tuple = ()
    modules: tuple = ()
    rules: dict | None = None
    earlier: Fielding | None = None
    bridge: dict | None = None
    occasions: dict = field(default_factory=dict)
    mapping: str = "behaviour_change_wheel_2014"

    @property
    def instrument(self):
        return self.wave.instrument

    @cached_property
    def policy(self):
        return self.wave.policy

    @cached_property
    def whole(self):
        """How many were asked by personal link; None where codes were used too and nobody knows."""
        sent = sum(numbers[0] for numbers in self.asked.get("units", {}).values())
        return sent if sent >= self.wave.n and not self.codes else None


def make_fielding(instrument, modules, rows, **about):
    """The Fielding of stored rows, each with answers, bands, flags and own_code; about: its other fields."""
    for module in modules:
        instrument = with_scenarios(instrument, module) if module.scenarios else instrument
    given = [row["answers"] for row in rows]
    return Fielding(
        instrument=instrument,
        answers=_frame(given, columns(instrument)),
        bands=_frame([row["bands"] for row in rows], BANDS),
        flags=tuple(tuple(row["flags"]) for row in rows),
        codes=_frame([row["own_code"] for row in rows], OWN_CODE),
        decisions=_decisions(given, modules),
        **about,
    )


def _frame(values, names):
    """A table of objects with these columns, None where there is nothing."""
    cells = [[value.get(name) or (0 if value.get(name) == 0 else None) for name in names] for value in values]
    return pd.DataFrame(cells, columns=list(names), dtype=object)


def _decisions(given, modules):
    details = [key for module in modules for key in module.levels]
    found = [
        {"officer": place, "choice": value.get("choice", ""), **value.get("details", {})}
        for place, answers in enumerate(given)
        for key, value in answers.items()
        if key.startswith(STORY) and isinstance(value, dict)
    ]
    return pd.DataFrame(found, columns=["officer", "choice", *details])
