"""What must not change: order of rows and columns, names of units, empty units, which side is called treated."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from tests.trials.stats.any_plan import Case
from trials.stats import CannotEstimate, InputRefused, Report, analyse


def unlike(case: Case, report: Report) -> str:
    """What changed that must not have, or nothing; sound primary tables only, each invariance in its turn."""
    if case.due != "answer":
        return ""
    turn = (case.number // 8) % len(INVARIANCES)
    name, check = INVARIANCES[turn]
    try:
        fault = check(case, report)
    except (InputRefused, CannotEstimate) as refusal:
        fault = f"it is refused: {refusal}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the fault looked for
        fault = f"{type(error).__name__}: {error}"
    return f"{name}: {fault}" if fault else ""


def _again(case: Case, frame: pd.DataFrame) -> Report:
    return analyse(case.plan, {**case.frames, "oocr": frame}, look=case.look, timing=case.timing)


def _alone(case: Case, frame: pd.DataFrame) -> Report:
    plan = replace(case.plan, outcomes=(case.plan.primary,))
    return analyse(plan, frame, look=case.look)


def order(case: Case, report: Report) -> str:
    """Rows and columns shuffled, of every table: the same bytes."""
    rng = np.random.default_rng(case.number)
    frames = {key: _shuffled(table, rng) for key, table in case.frames.items()}
    timing = None if case.timing is None else _shuffled(case.timing, rng)
    again = analyse(case.plan, frames, look=case.look, timing=timing)
    return "" if again.to_json() == report.to_json() else _first_difference(report, again)


def _shuffled(table: Any, rng: np.random.Generator) -> Any:
    columns = list(rng.permutation(np.array(table.columns, dtype=object)))
    return table.iloc[rng.permutation(len(table))][columns]


def _first_difference(one: Report, other: Report) -> str:
    left, right = one.as_dict(), other.as_dict()
    for key in left:
        if left[key] != right[key]:
            return f"{key} differs: {str(left[key])[:200]} / {str(right[key])[:200]}"
    return "the bytes differ"


def names(case: Case, report: Report) -> str:
    """Every unit under another name: the same estimates, as far as ties allow p-values that are drawn."""
    if case.plan.allocation is not None or case.timing is not None:
        return ""
    frame = case.frames["oocr"]
    known = sorted(frame["unit"].astype(str).unique())
    place = dict(zip(known, np.random.default_rng(case.number).permutation(len(known)), strict=True))
    found = _alone(case, frame.assign(unit=[f"x{place[str(name)]:04d}" for name in frame["unit"]]))
    return _unlike_numbers(report, found, 1.0)


def empty_unit(case: Case, report: Report) -> str:
    """A unit without any case: no estimate moves."""
    frame = case.frames["oocr"]
    if (
        case.plan.allocation is not None
        or "pair" in frame
        or "stratum" in frame
        or case.plan.looks
        or case.timing is not None
    ):
        return ""
    like = frame[frame["unit"] == frame["unit"].iloc[0]]
    counts = {n: 0 for n in ("events", "cases", "exposure", "n", "entered", "screened") if n in frame}
    found = _alone(case, pd.concat([frame, like.assign(unit="an empty unit", **counts)], ignore_index=True))
    return _unlike_numbers(report, found, 1.0)


def swapped(case: Case, report: Report) -> str:
    """Both sides of a two-arm comparison exchanged: every difference and log ratio changes its sign alone."""
    frame = None if case.timing is not None else _exchanged(case)
    if frame is None:
        return ""
    on = case.frames["oocr"]["period"][case.frames["oocr"]["treated"].astype(int) == 1]
    start = (
        None if case.plan.design == "stepped_wedge" else int(on.min())
    )  # a side's first rows may be missing
    case = replace(case, plan=replace(case.plan, start=start))
    try:
        found = _alone(case, frame)
    except CannotEstimate as refusal:
        if refusal.code == "e":
            return ""  # one unit alone may stand on the untreated side, not on the treated one
        raise
    return _unlike_numbers(report, found, -1.0, keys=_signed(case, report))


def _signed(case: Case, report: Report) -> set[str]:
    """Estimates that are differences of the two sides; shares of variance and effects on the treated alone are not."""
    kept = {"icc", "cac", "complier_average", "exposure_time_average", "wedge_icc", "wedge_cac"}
    return {key for key in report.estimates if key not in kept}


def _exchanged(case: Case) -> pd.DataFrame | None:
    design, frame, plan = case.plan.design, case.frames["oocr"], case.plan
    if "arm" in frame or plan.allocation is not None or plan.primary_contrast is not None or plan.looks:
        return None
    if design in ("cluster_randomised", "difference_in_differences", "individually_randomised"):
        on = frame.loc[frame["treated"] == 1, "period"].astype(float)
        later = frame["period"].astype(float) >= on.min()
        return frame.assign(treated=(later & (frame["treated"].astype(int) == 0)).astype(int))
    if design == "stepped_wedge":  # time runs backwards, and with it who is treated
        whole = len(frame) == frame["unit"].nunique() * frame["period"].nunique()
        if plan.washout or plan.exclude_periods or not whole:
            return None  # where a row is missing, a start is put at the last one it can have been
        period = frame["period"].astype(int)
        return frame.assign(period=period.max() + 1 - period, treated=1 - frame["treated"].astype(int))
    return None


def _unlike_numbers(one: Report, other: Report, sign: float, keys: set[str] | None = None) -> str:
    keys = set(one.estimates) if keys is None else keys
    if one.primary_key != other.primary_key and sign < 0:
        return ""  # one unit alone on its side has its own test
    if one.primary_key != other.primary_key:
        return f"the primary is {other.primary_key} instead of {one.primary_key}"
    missing = (set(one.estimates) ^ set(other.estimates)) & keys
    if missing:
        return f"only one has {sorted(missing)}"
    for key in sorted(keys):
        if fault := _unlike_estimates(one.estimates[key], other.estimates[key], sign):
            return f"{key} {fault}"
    return ""


def _unlike_estimates(one: Any, other: Any, sign: float) -> str:
    size = max(abs(one.value), abs((one.high or one.value) - (one.low or one.value)), 1e-12)
    ends = (one.low, one.high) if sign > 0 else (one.high, one.low)
    pairs = [(one.value, other.value), *zip(ends, (other.low, other.high), strict=True)]
    drawn = "draw" in one.reference  # then another draw of allocations or signs moves p and interval a little
    for place, (left, right) in enumerate(pairs):
        slack = (0.2 if drawn and place else 1e-5) * size + 1e-10
        if (left is None) != (right is None) or (left is not None and abs(sign * left - right) > slack):
            return f"is {right} instead of {sign} times {left}"
    if one.p_value is not None and abs(one.p_value - other.p_value) > (0.03 if drawn else 1e-5):
        return f"has p {other.p_value} instead of {one.p_value}"
    return ""


INVARIANCES = (
    ("rows and columns shuffled", order),
    ("units renamed", names),
    ("a unit without cases", empty_unit),
    ("sides exchanged", swapped),
)
