"""Instruments and answers made up for tests, the same on every machine; `python -m tests.surveys.scales.made_up FOLDER`
writes the tables that reference/ref.R reads."""

import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from surveys.scales.parsing import parse
from tests.surveys.samples import SOUND

HEAD = SOUND[: SOUND.index("[[item]]")]


class Numbers:
    """Park and Miller's generator (1988): whole numbers only, so every language gives the same."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = self.state * 16807 % 2147483647
        return self.state / 2147483647

    def normal(self):
        """Twelve uniforms less six: near enough to normal for data that are rounded anyway."""
        return sum(self.uniform() for _ in range(12)) - 6

    def below(self, n):
        return int(self.uniform() * n)


def instrument(
    items, *, low=0, high=10, extra="", outside=("does not apply to my role", "prefer not to say")
):
    """An Instrument of items given as {id: component} or {id: (component, further lines)}."""
    text = HEAD.replace("low = 0", f"low = {low}").replace(
        "high = 10", f"high = {high}\noutside = {list(outside)}"
    )
    for name, entry in items.items():
        component, more = entry if isinstance(entry, tuple) else (entry, "")
        text += f'[[item]]\nid = "{name}"\ncomponent = "{component}"\ntext = "About {name}."\n{more}\n'
    return parse("sample.v1.toml", text + extra)


BEHAVIOUR = """
[[question]]
id = "b1"
about = "behaviour, self-reported"
[[question.part]]
kind = "count"
text = "In how many of ten?"
high = 10
choices = ["I have seen none"]
"""


def one_factor(n, loadings, *, seed, missing=0.0, low=0, high=10):
    """Whole answers of n people to items that share one factor; a share of cells is left out."""
    draw, middle, spread = Numbers(seed), (low + high) / 2, (high - low) / 5
    rows = []
    for _ in range(n):
        factor = draw.normal()
        row = []
        for loading in loadings:
            mark = middle + spread * (loading * factor + (1 - loading**2) ** 0.5 * draw.normal())
            row.append(np.nan if draw.uniform() < missing else min(max(round(mark), low), high))
        rows.append(row)
    return pd.DataFrame(rows, columns=[f"i{j}" for j in range(1, len(loadings) + 1)])


def officers(n=240, seed=5):
    """A score, a behaviour that goes with it, a team, bands: one table."""
    draw, rows = Numbers(seed), []
    for _ in range(n):
        team, ability = draw.below(12), draw.normal()
        x = min(max(round(4.5 + 0.4 * (team % 4) + 2 * ability), 0), 10)
        y = min(max(round(4 + ability + 1.5 * draw.normal()), 0), 10)
        role = "sergeant" if draw.uniform() < 0.2 else "constable"
        area = ("north", "east", "south", "west")[min(draw.below(5), 3)]
        service = ("under 5", "5 to 15", "over 15")[min(draw.below(4), 2)]
        rows.append((x, y, f"t{team}", role, area, service))
    return pd.DataFrame(rows, columns=["x", "y", "team", "role", "area", "service"])


def decisions(officers=120, seed=9):
    """Four vignette decisions an officer, varied in age, record and ethnicity; record sways them, ethnicity not."""
    draw, rows = Numbers(seed), []
    for officer in range(officers):
        leaning = draw.normal()
        for _ in range(4):
            age = ("16", "24", "45")[draw.below(3)]
            record = ("none", "one")[draw.below(2)]
            ethnicity = ("white", "black", "asian")[draw.below(3)]
            divert = 0.3 + 0.7 * leaning - 0.9 * (record == "one") + draw.normal() > 0
            rows.append((officer, "divert" if divert else "charge", age, record, ethnicity))
    return pd.DataFrame(rows, columns=["officer", "choice", "age", "record", "ethnicity"])


def explained_wholly(number):
    """Few answers to three to six items, of which one is nearly the factor itself: mostly Heywood cases."""
    others = (0.3, 0.55, 0.2, 0.7, 0.45)[: 2 + number % 4]
    return one_factor(40 + 5 * number, (0.99, *others), seed=200 + number)


TABLES = {
    "five": lambda: one_factor(250, (0.8, 0.7, 0.6, 0.5, 0.75), seed=11),
    "gaps": lambda: one_factor(180, (0.7, 0.6, 0.8), seed=12, missing=0.08),
    "two": lambda: one_factor(90, (0.7, 0.6), seed=13),
    "weak": lambda: one_factor(60, (0.4, 0.3, 0.2, 0.45), seed=14, missing=0.05),
    "officers": officers,
    "decisions": decisions,
} | {f"wholly{number}": partial(explained_wholly, number) for number in range(40)}

if __name__ == "__main__":
    for key, build in TABLES.items():
        build().to_csv(Path(sys.argv[1]) / f"{key}.csv", index=False)
