"""Trials of every design drawn from a number: sizes, outcomes, arms, groups, flow, sound but often extreme."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

DESIGNS = (
    "before_after",
    "cluster_randomised",
    "controlled_series",
    "difference_in_differences",
    "individually_randomised",
    "interrupted_series",
    "staggered_adoption",
    "stepped_wedge",
)
TRIALS = ("cluster_randomised", "individually_randomised", "stepped_wedge")
WITH_ARMS = ("cluster_randomised", "individually_randomised")
WITH_GROUPS = (*WITH_ARMS, "difference_in_differences")
WITH_COVARIATES = WITH_ARMS
SERIES = ("before_after", "interrupted_series", "controlled_series")
ARMS = ("control", "prompt", "letter", "prompt + letter")
NAMES = ("u{}", "Unit {} Ärger", "{}", 'a,b;"{}"', "line\nbreak {}", " {} ", "{}é😀", "nan {}")
MOST_CELLS = 5_000


@dataclass(frozen=True)
class Drawn:
    """A table, the columns beyond the least it has, and the first period in which the nudge is in force."""

    frame: pd.DataFrame
    start: int
    arms: tuple[str, ...] = ()
    parts: frozenset[str] = field(default_factory=frozenset)


def pick(rng: np.random.Generator, *choices: Any) -> Any:
    """One of the choices, each as likely."""
    return choices[int(rng.integers(len(choices)))]


def draw_table(rng: np.random.Generator, design: str, *, like: Drawn | None = None) -> Drawn:
    """A table of that design; `like` keeps the units, periods and treatment of another one."""
    drawn = _layout(rng, design) if like is None else like
    keys = [name for name in (*_KEYS, "group", "officer", "age", "stratum", "pair") if name in drawn.frame]
    cells = drawn.frame[keys]
    cells = cells.assign(**_outcome(rng, design, cells))
    parts = set()
    if like is None:
        cells, parts = _further_columns(rng, design, cells)
        cells = _missing_rows(rng, cells)
    return Drawn(cells.reset_index(drop=True), drawn.start, drawn.arms, frozenset(parts))


_KEYS = ("unit", "period", "treated", "arm")


def _layout(rng: np.random.Generator, design: str) -> Drawn:
    units, periods = _size(rng, design)
    middle = min(periods // 2 + 1, periods)
    start = int(pick(rng, *[middle] * 8, 1, min(9, periods), periods, periods + 1 * (rng.random() < 0.3)))
    if design in TRIALS and rng.random() < 0.7:
        start = int(pick(rng, 1, min(7, periods), middle))
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : periods + 1])
    arms = ARMS[: int(pick(rng, 2, 2, 3, 4))] if design in WITH_ARMS else ARMS[:2]
    first, arm_of = _first_periods(rng, design, units, periods, start, len(arms))
    frame = pd.DataFrame({"unit": unit, "period": period, "treated": (period >= first[unit]).astype(int)})
    frame = frame.assign(arm=np.array(arms)[arm_of[unit]])
    named = design in WITH_ARMS and (len(arms) > 2 or rng.random() < 0.5)
    if design == "individually_randomised":
        frame = _cases_in_arms(frame, arms, start)
        if not named:  # before the start nothing tells the two rows of a cell apart
            frame = frame[(frame["period"] >= start) | (frame["arm"] == arms[0])]
    frame = frame if named else frame.drop(columns="arm")
    if design in WITH_GROUPS and rng.random() < 0.15:
        frame = _by(frame, "group", ("a", "b", "c")[: int(pick(rng, 1, 2, 3))])
    if design == "individually_randomised" and rng.random() < 0.2:
        frame = _by(frame, "officer", ("x", "y", "z"))
    name = pick(rng, *NAMES[:1] * 6, *NAMES)
    frame = frame.assign(unit=[name.format(number) for number in frame["unit"]])
    step = int(pick(rng, 1, 1, 1, 1, 3))  # periods with gaps between them
    frame = frame.assign(period=(frame["period"] - 1) * step + 1)
    return Drawn(frame, (start - 1) * step + 1, arms if named else ())


def _size(rng: np.random.Generator, design: str) -> tuple[int, int]:
    if design in SERIES:
        units = pick(rng, 1, 2, 3, 10) if design != "controlled_series" else pick(rng, 1, 2, 3, 6, 25)
        return units, pick(rng, 1, 2, 5, 16, 17, 18, 20, 26, 30, 36, 60, 130)
    if rng.random() < 0.01:
        return pick(rng, (200, 12), (40, 60), (1000, 2), (4, 500))
    units = pick(rng, 1, 2, 3, 4, 5, 6, 6, 8, 8, 10, 10, 12, 12, 13, 19, 20, 21, 24, 31, 40)
    return units, pick(rng, 1, 2, 3, 4, 6, 8, 8, 12, 12, 13, 13, 26)


def _first_periods(rng, design, units, periods, start, arms) -> tuple[np.ndarray, np.ndarray]:
    """(first treated period of each unit, number of its arm)."""
    never = periods + 1
    if design in ("staggered_adoption", "stepped_wedge"):
        starts = np.sort(rng.choice(np.arange(2, max(periods, 2) + 1), int(pick(rng, 1, 2, 3, 5, 12))))
        extra = [never] if design == "staggered_adoption" or rng.random() < 0.1 else []
        first = rng.permutation(np.resize([*extra, *starts], units))
        return first, np.where(first <= periods, 1, 0)
    if design in ("before_after", "interrupted_series"):
        arm = np.ones(units, dtype=int)
        arm[:1] = 0 if rng.random() < 0.03 else 1
    elif arms > 2:
        arm = rng.permutation(np.arange(units) % arms)
    else:
        treated = min(int(pick(rng, 1, 1, 2, *[max(units // 2, 1)] * 8, units - 1, 0, units)), units)
        arm = rng.permutation((np.arange(units) < treated).astype(int))
    return np.where(arm > 0, start, never), arm


def _cases_in_arms(frame: pd.DataFrame, arms: tuple[str, ...], start: int) -> pd.DataFrame:
    """Each cell once for every arm: single cases of one unit are in all of them."""
    parts = [
        frame.assign(arm=arm, treated=int(n > 0) * (frame["period"] >= start)) for n, arm in enumerate(arms)
    ]
    return pd.concat(parts, ignore_index=True).astype({"treated": int})


def _by(frame: pd.DataFrame, name: str, values: tuple[str, ...]) -> pd.DataFrame:
    return pd.concat([frame.assign(**{name: value}) for value in values], ignore_index=True)


def _outcome(rng: np.random.Generator, design: str, cells: pd.DataFrame) -> dict[str, Any]:
    """The columns of a proportion, a rate or a mean."""
    size = _sizes(rng, len(cells))
    unit = np.unique(cells["unit"].to_numpy(dtype=str), return_inverse=True)[1]
    level = rng.uniform(0.1, 0.6, unit.max() + 1)[unit]
    chance = np.clip(level + pick(rng, 0, 0, 0.1) * cells["treated"].to_numpy(), 0, 1)
    kind = pick(rng, "all", "none", "alike", *["drawn"] * 7)
    chance = {"all": np.ones(len(cells)), "none": np.zeros(len(cells))}.get(kind, chance)
    events = rng.binomial(size, chance) if kind != "alike" else size // 4 * 1
    if kind == "alike":
        size = events * 4
    form = pick(rng, *["proportion"] * 3, "rate", "continuous") if design != "before_after" else "proportion"
    if form == "proportion":
        return {"events": events, "cases": size}
    if form == "rate":
        exposure = size * pick(rng, 1.0, 0.013, 100.0)
        return {"events": np.where(size > 0, events, 0), "exposure": exposure}
    scale = pick(rng, 1.0, 1e-3, 1e6)
    mean = scale * (level + (0 if kind in ("all", "none", "alike") else 1) * rng.normal(0, 0.3, len(cells)))
    return {"n": size, "mean": mean, "sd": scale * pick(rng, 0.0, 0.5, 0.5, 0.5) * np.ones(len(cells))}


def _sizes(rng: np.random.Generator, count: int) -> np.ndarray:
    typical = pick(rng, 1, 3, 40, 40, 40, 40, 1_000, 10**6, 10**12)
    size = np.round(typical * np.exp(pick(rng, 0.0, 0.3, 0.9) * rng.standard_normal(count))).astype(np.int64)
    return np.where(rng.random(count) < pick(rng, 0, 0, 0, 0.1, 0.6), 0, size)


def _further_columns(rng, design, cells) -> tuple[pd.DataFrame, set[str]]:
    size = next(cells[name] for name in ("cases", "exposure", "n") if name in cells)
    unit = np.unique(cells["unit"].to_numpy(dtype=str), return_inverse=True)[1]
    parts = set()
    if "cases" in cells and rng.random() < 0.3:
        cells = cells.assign(entered=size + rng.integers(0, pick(rng, 1, 3, 40), len(cells)))
        if rng.random() < 0.5:
            cells = cells.assign(screened=cells["entered"] * 2 + 1)
        parts.add("entered")
    if rng.random() < 0.2:
        delivered = rng.random(len(cells)) < pick(rng, 0.0, 0.7, 1.0)
        cells = cells.assign(exposed=(delivered & (cells["treated"] == 1)).astype(int))
        parts.add("exposed")
    if design in ("cluster_randomised", "stepped_wedge") and rng.random() < 0.3:
        name, each = pick(rng, ("stratum", 4), ("stratum", 7), ("pair", 2))
        cells = cells.assign(**{name: np.char.add("s", (unit // each).astype(str))})
        parts.add(name)
    if design in WITH_COVARIATES and rng.random() < 0.2:
        by_unit = rng.standard_normal(unit.max() + 1)[unit]
        cells = cells.assign(age=pick(rng, by_unit, np.round(by_unit), np.zeros(len(unit)), 1e6 * by_unit))
        parts.add("age")
    return cells, parts


def _missing_rows(rng: np.random.Generator, cells: pd.DataFrame) -> pd.DataFrame:
    """Late entry of some units, rows missing at random."""
    keep = rng.random(len(cells)) >= pick(rng, 0, 0, 0, 0, 0.05, 0.3, 0.9)
    if rng.random() < 0.15:
        unit = np.unique(cells["unit"].to_numpy(dtype=str), return_inverse=True)[1]
        entry = np.where(rng.random(unit.max() + 1) < 0.3, cells["period"].median(), 0)[unit]
        keep &= (cells["period"] >= entry).to_numpy()
    return cells[keep] if keep.any() else cells
