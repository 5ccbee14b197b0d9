"""Frames for tests: built from numbers, or drawn by Hypothesis, sound or deliberately odd."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st


def panel_frame(
    *, units: int, treated: int, periods: int, start: int, seed: int, cases: int = 40
) -> pd.DataFrame:
    """Binomial counts with unit levels that differ; the first `treated` units are treated from `start`."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(0.2, 0.5, size=units)
    rows = [
        (
            f"unit {unit:02d}",
            period,
            int(unit < treated and period >= start),
            rng.binomial(cases, level[unit]),
            cases,
        )
        for unit in range(units)
        for period in range(1, periods + 1)
    ]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])


@st.composite
def odd_frames(draw, *, controls: bool) -> pd.DataFrame:
    """Frames of few or many units and periods, with empty cells, constants, gaps and impossible numbers."""
    frame = draw(_sizes(controls))
    frame = draw(st.sampled_from([_as_is, _tiny, _constant, _nothing, _everything]))(frame)
    if draw(st.booleans()):
        frame = _thinned(frame, draw(st.integers(0, 99)), draw(st.sampled_from([0.1, 0.5, 0.9])))
    spoiled = draw(st.sampled_from([None] * 20 + [np.nan, np.inf, -1.0, 0.5, 1e9]))
    return draw(st.sampled_from([_as_is, _as_is, _as_rate, _as_mean]))(
        _spoiled(frame, spoiled, draw(st.integers(0, 9)))
    )


@st.composite
def _sizes(draw, controls: bool) -> pd.DataFrame:
    units = draw(st.sampled_from([6, 8, 21, 22, 4, 3, 2, 1] if controls else [1, 2, 3]))
    treated = draw(st.sampled_from([1, 2, 3, 1, 2, units // 2, 0, units])) if controls else units
    periods = draw(st.sampled_from([17, 26, 25, 30, 5, 2, 1]))
    start = draw(st.sampled_from([periods // 2 + 1] * 6 + [1, 2, periods, periods + 1]))
    seed = draw(st.integers(0, 99))
    return panel_frame(units=units, treated=min(treated, units), periods=periods, start=start, seed=seed)


def _as_rate(frame):
    return frame.rename(columns={"cases": "exposure"})


def _as_mean(frame):
    mean = frame["events"] / frame["cases"].where(frame["cases"] > 0, 1)
    return frame.drop(columns=["events", "cases"]).assign(n=frame["cases"], mean=mean, sd=0.5)


def _as_is(frame):
    return frame


def _constant(frame):
    return frame.assign(events=frame["cases"] // 4)


def _nothing(frame):
    return frame.assign(events=0)


def _everything(frame):
    return frame.assign(events=frame["cases"])


def _tiny(frame):
    return frame.assign(events=frame["events"] % 2, cases=1)


def _thinned(frame: pd.DataFrame, seed: int, share: float) -> pd.DataFrame:
    """Some rows missing, some emptied, the rest shuffled."""
    rng = np.random.default_rng(seed)
    kept = frame[rng.random(len(frame)) > share / 2]
    empty = rng.random(len(kept)) < share / 2
    counts = {name: kept[name].where(~empty, 0) for name in ("events", "cases")}
    return kept.assign(**counts).sample(frac=1, random_state=seed)


def _spoiled(frame: pd.DataFrame, value: float | None, row: int) -> pd.DataFrame:
    """One impossible number in one cell, or none."""
    if value is None or row >= len(frame):
        return frame
    frame = frame.astype({"events": float})
    frame.iloc[row, frame.columns.get_loc("events")] = value
    return frame
