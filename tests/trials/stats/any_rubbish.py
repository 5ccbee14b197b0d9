"""Ways to bend a table: those that must be refused, those that must change no byte, and those that may do either."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from tests.trials.stats.any_draw import pick
from tests.trials.stats.any_plan import Case

Bend = Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]


def bend_case(case: Case, rng: np.random.Generator) -> Case:
    """The case as drawn, or with its primary table (rarely another, or the timing) bent in one way."""
    roll = rng.random()
    if roll < 0.45:
        return case
    due, bends = ("same", SAME) if roll < 0.6 else ("refusal", REFUSED) if roll < 0.9 else ("either", EITHER)
    name = str(pick(rng, *bends))
    key = "oocr" if rng.random() < 0.85 or due == "same" else str(pick(rng, *case.frames))
    bent = bends[name](case.frames[key].reset_index(drop=True), rng)
    if bent is None:
        return case
    if due == "refusal" and case.plan.looks:
        due = "either"  # what lies after a look is not read
    frames = {**case.frames, key: bent}
    return replace(case, frames=frames, bent=(f"{key}: {name}",), due="answer" if due == "same" else due)


def _counted(frame: pd.DataFrame) -> list[str]:
    return [
        name for name in ("events", "cases", "exposure", "n", "sd", "entered", "screened") if name in frame
    ]


def _number(frame: pd.DataFrame) -> list[str]:
    return ["period", "treated", *_counted(frame), *(name for name in ("mean", "exposed") if name in frame)]


def _with(frame: pd.DataFrame, rng, columns: list[str], value) -> pd.DataFrame:
    """One cell of one of the columns set to a value, whatever its type."""
    name = str(pick(rng, *columns))
    values = frame[name].astype(object).tolist()
    values[int(rng.integers(len(values)))] = value
    return frame.assign(**{name: pd.Series(values, dtype=object)})


def cell(value, of=_number) -> Bend:
    """A bend that puts the value into one cell of the columns `of` names."""
    return lambda frame, rng: _with(frame, rng, of(frame), value)


def column(name: str, make) -> Bend:
    """A bend that replaces a column, where the table has it."""
    return lambda frame, rng: frame.assign(**{name: make(frame[name])}) if name in frame else None


def _drop_column(frame, rng):
    needed = [
        "unit",
        "period",
        "treated",
        *[n for n in ("events", "cases", "exposure", "n", "mean", "sd") if n in frame],
    ]
    return frame.drop(columns=str(pick(rng, *needed)))


def _repeat_row(frame, rng):
    return pd.concat([frame, frame.iloc[[int(rng.integers(len(frame)))]]], ignore_index=True)


def _split_row(frame, rng):
    """One row's counts parted in two rows of the same key."""
    row = int(rng.integers(len(frame)))
    names = [name for name in _counted(frame) if name != "sd"]
    half = frame.iloc[[row]].assign(**dict.fromkeys(names, 0))
    return pd.concat([frame, half], ignore_index=True)


def _fall_back(frame, rng):
    """A treated unit's last row says 0."""
    keys = [name for name in ("unit", "arm", "group", "officer") if name in frame]
    if "arm" not in frame and frame.duplicated(["unit", "period", *keys]).any():
        return None  # single cases without arms: the row would join the control's
    ordered = frame.sort_values("period", kind="stable")
    chains = ordered.groupby(keys)["treated"]
    twice = (ordered["treated"] == 1) & (chains.shift() == 1) & chains.shift(-1).isna()
    if not twice.any() or "officer" in frame or "group" in frame:
        return None
    return ordered.assign(treated=ordered["treated"].mask(twice & (twice.cumsum() == 1), 0))


def _doubled_column(frame, rng):
    name = str(pick(rng, *frame.columns))
    return pd.concat([frame, frame[[name]]], axis=1)


def _over(frame, rng):
    if "cases" not in frame:
        return frame.assign(events=1, exposure=0) if "exposure" in frame else frame.assign(sd=-1.0)
    return frame.assign(events=frame["cases"] + 1)


def _stratum_changes(frame, rng):
    if len(frame) < 2 or frame["unit"].nunique() == len(frame):
        return None
    name = pick(rng, "stratum", "pair")
    return frame.assign(**{name: [str(number) for number in range(len(frame))]})


def _arm_missing(frame, rng):
    return _with(frame, rng, ["arm"], pick(rng, None, np.nan, pd.NA, "")) if "arm" in frame else None


def _label_missing(frame, rng):
    held = [name for name in ("stratum", "pair") if name in frame]
    return _with(frame, rng, held, pick(rng, None, np.nan, "")) if held else None


REFUSED: dict[str, Bend] = {
    "missing number": cell(np.nan),
    "no number": cell(None),
    "NA": cell(pd.NA),
    "infinite": cell(np.inf),
    "minus infinite": cell(-np.inf),
    "word": cell("many"),
    "digits as text": cell("3"),
    "empty text": cell(""),
    "list": cell([1, 2]),
    "complex": cell(1 + 1j),
    "date in a count": cell(pd.Timestamp("2024-01-01")),
    "negative": cell(-1, lambda frame: [*_counted(frame), "period", "treated"]),
    "beyond doubles": cell(10**400),
    "huge": cell(1e300),
    "half": cell(0.5, lambda frame: [n for n in ("events", "cases", "n", "period", "treated") if n in frame]),
    "treated twice": cell(2, lambda frame: ["treated"]),
    "period nought": cell(0, lambda frame: ["period"]),
    "no unit": cell(None, lambda frame: ["unit"]),
    "unit NaN": cell(np.nan, lambda frame: ["unit"]),
    "unit without a name": cell("", lambda frame: ["unit"]),
    "unit a list": cell(["a"], lambda frame: ["unit"]),
    "month run together": column("period", lambda period: period + 202_400),
    "timestamps": column(
        "period", lambda period: pd.to_datetime("2024-01-01") + pd.to_timedelta(period, "D")
    ),
    "months": column("period", lambda period: pd.PeriodIndex(["2024-01"] * len(period), freq="M")),
    "durations": column("events", lambda events: pd.to_timedelta(events.clip(upper=100), "s")),
    "all text": column("events", lambda events: events.astype(str)),
    "categories of text": column("events", lambda events: events.astype(str).astype("category")),
    "fractions of treated": column("treated", lambda treated: treated * 0.5 + 0.25),
    "repeated row": _repeat_row,
    "row parted in two": _split_row,
    "column left out": _drop_column,
    "doubled column": _doubled_column,
    "stranger": lambda frame, rng: frame.assign(colour="blue"),
    "columns without names": lambda frame, rng: pd.DataFrame(frame.to_numpy()),
    "columns on two levels": lambda frame, rng: pd.concat({"a": frame}, axis=1),
    "no rows": lambda frame, rng: frame.iloc[:0],
    "nothing": lambda frame, rng: pd.DataFrame(),
    "no table": lambda frame, rng: pick(
        rng, frame.to_dict("list"), None, [1, 2], "counts.csv", frame["unit"]
    ),
    "treated falls back": _fall_back,
    "more events than cases": _over,
    "label changes": _stratum_changes,
    "arm missing": _arm_missing,
    "label missing": _label_missing,
    "fewer entered than cases": lambda frame, rng: (
        frame.assign(cases=frame["cases"] + 1, entered=0) if "cases" in frame else None
    ),
    "exposed by half": lambda frame, rng: frame.assign(exposed=0.5),
}


def _nullable(frame, rng):
    whole = {name: "Int64" for name in ("period", "treated", "events", "cases", "n") if name in frame}
    return frame.astype({**whole, "unit": "string"})


def _odd_index(frame, rng):
    """Rows labelled oddly: the labels are not read."""
    labels = pick(
        rng,
        [7] * len(frame),
        pd.MultiIndex.from_arrays([frame["unit"], frame["period"]]),
        pd.date_range("2024-01-01", periods=len(frame)),
        pd.Index(frame["unit"], name="unit"),
        range(len(frame), 0, -1),
    )
    return frame.set_axis(labels, axis=0)


SAME: dict[str, Bend] = {
    "rows shuffled": lambda frame, rng: frame.iloc[rng.permutation(len(frame))],
    "columns shuffled": lambda frame, rng: frame[list(rng.permutation(list(frame.columns)))],
    "nullable types": _nullable,
    "whole numbers as doubles": lambda frame, rng: frame.astype(dict.fromkeys(_number(frame), float)),
    "objects": lambda frame, rng: frame.astype(object),
    "truth values": column("treated", lambda treated: treated.astype(bool)),
    "categories": column("unit", lambda unit: unit.astype("category")),
    "odd index": _odd_index,
    "small integers": column("treated", lambda treated: treated.astype("int8")),
    "unsigned": column("period", lambda period: period.astype("uint16")),
}


def _huge(frame, rng):
    names = [name for name in ("cases", "exposure", "n", "entered", "screened") if name in frame]
    return frame.assign(**{name: frame[name] * 0 + 10**15 for name in names})


def _mixed_units(frame, rng):
    """Numbers and texts that read alike."""
    known = {name: number for number, name in enumerate(frame["unit"].unique())}
    choice = pick(
        rng, lambda n: n if n % 2 else str(n), lambda n: float(n), lambda n: (n, "a"), lambda n: n / 3
    )
    return frame.assign(unit=pd.Series([choice(known[name]) for name in frame["unit"]], dtype=object))


def _sparse_periods(frame, rng):
    return frame.assign(period=frame["period"] * int(pick(rng, 7, 100, 700)))


def _noisy_treatment(frame, rng):
    return frame.assign(treated=rng.integers(0, 2, len(frame)))


def _swapped_arms(frame, rng):
    if "arm" not in frame:
        return frame.assign(
            arm=pick(rng, "one arm", list(rng.permutation(["a", "b"] * len(frame)))[: len(frame)])
        )
    return frame.assign(arm=frame["arm"].map(lambda arm: pick(rng, arm, arm, "control", "prompt")))


EITHER: dict[str, Bend] = {
    "huge denominators": _huge,
    "a cell of a thousand million million": cell(10**15, _counted),
    "tiny exposure": column("exposure", lambda exposure: exposure * 1e-14),
    "means of 1e15": column("mean", lambda mean: mean * 1e15),
    "units of mixed types": _mixed_units,
    "names that end in NUL": column(
        "unit", lambda unit: unit + pd.Series(["", "\0"] * len(unit))[: len(unit)]
    ),
    "names parted by the separator": column("unit", lambda unit: unit.str[:1] + "\x1f" + unit.str[1:]),
    "half a character": column("unit", lambda unit: unit.map(lambda name: name + "\ud800")),
    "periods far apart": _sparse_periods,
    "treated at random": _noisy_treatment,
    "arms mixed": _swapped_arms,
    "one row": lambda frame, rng: frame.iloc[[int(rng.integers(len(frame)))]],
    "one unit": lambda frame, rng: frame[frame["unit"] == frame["unit"].iloc[0]],
    "one period": lambda frame, rng: frame[frame["period"] == pick(rng, *frame["period"].unique())],
    "another measurement": lambda frame, rng: frame.rename(columns={"cases": "exposure"}),
    "all treated": lambda frame, rng: frame.assign(treated=1),
    "none treated": lambda frame, rng: frame.assign(treated=0),
    "no cases anywhere": lambda frame, rng: frame.assign(**dict.fromkeys(_counted(frame), 0)),
    "half the rows": lambda frame, rng: frame.sample(frac=0.5, random_state=int(rng.integers(99))),
}
