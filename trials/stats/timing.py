"""When outcomes came: the checked timing table, and cumulative incidence from it."""

from collections.abc import Iterable
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from trials.stats.argument_rules import between, listed, texts
from trials.stats.arithmetic.aalen_johansen import incidence, incidence_variance
from trials.stats.cell_rules import LARGEST
from trials.stats.columns import is_numeric
from trials.stats.errors import InputRefused

CENSORED = "censored"  # the cause of a case not followed beyond its lag without an outcome
LONGEST = 1_000_000  # days of 2,700 years: a longer lag is a slip
LEAST_COLUMNS = ("cause", "lag_days", "count")


def cumulative_incidence(
    timing: Any, at: Iterable[float] | None = None, causes: Iterable[str] | None = None
) -> pd.DataFrame:
    """The share of cases that had each outcome by each lag: columns lag_days, cause, incidence, variance.

    `timing` has the columns cause, lag_days and count; any others are summed over, so choose an arm or a
    period by its rows. The cause "censored" marks cases without an outcome, followed for that lag. `at` are
    lags in days (default: every lag in the table); `causes` the outcomes wanted (default: all, in
    alphabetical order); the others still compete. An outcome that no row names is refused: give it a row of
    count 0. Aalen-Johansen, events before censoring at the same lag; the variance is that of independent
    cases, and too small where cases of one unit are alike. Raises InputRefused for a table outside the
    rules, and for a lag beyond the last one to which cases were followed.
    """
    cases = read_timing(timing)
    if at is not None:
        for lag in [at] if isinstance(at, Number) else listed("at", at):
            between("a lag", lag, -LONGEST, LONGEST, closed=True)
    if causes is not None and not isinstance(causes, str):
        texts("causes", tuple(listed("causes", causes)))
    lags, known, events, censored = tabulate(cases)
    curves, left = incidence(events, censored)
    variance = incidence_variance(events, censored)
    chosen = _chosen(known, causes)
    wanted = lags if at is None else _lags(at, lags, left)
    place = np.searchsorted(lags, wanted, side="right") - 1
    rows = np.array([known.index(name) for name in chosen], dtype=int)
    values, spread = (np.where(place >= 0, part[rows][:, place], 0.0) for part in (curves, variance))
    return pd.DataFrame(
        {
            "lag_days": np.repeat(_days(wanted), len(chosen)),
            "cause": list(chosen) * len(wanted),
            "incidence": values.T.ravel(),
            "variance": spread.T.ravel(),
        }
    )


def read_timing(timing: Any, columns: tuple[str, ...] = LEAST_COLUMNS) -> pd.DataFrame:
    """The rows with a count, typed; InputRefused where a rule of the timing table is broken."""
    if not isinstance(timing, pd.DataFrame):
        raise InputRefused("the timing is not a table", remedy="Give a DataFrame of counts by cause and lag.")
    lacking = [name for name in columns if name not in timing.columns]
    if len(set(timing.columns)) != len(timing.columns):
        raise InputRefused("two columns of the timing table share a name", remedy="Keep one of them.")
    if lacking:
        raise InputRefused(
            f"the timing table lacks {', '.join(lacking)}", remedy="Add the column, one value a row."
        )
    cases = pd.DataFrame({name: numbers_in(timing, name) for name in ("lag_days", "count")})
    if timing["cause"].isna().any():
        raise InputRefused(
            "a row of the timing table has no cause", remedy=f'Name it, or write "{CENSORED}".'
        )
    cases["cause"] = timing["cause"].astype(str).to_numpy()
    _refuse_below_nought(cases)
    if not cases["count"].sum() > 0:
        raise InputRefused("the timing table holds no case", remedy="Give counts by cause and lag.")
    return cases


def tabulate(cases: pd.DataFrame) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray]:
    """(lags, causes, counts of events (causes, lags), counts censored (lags)) of the rows of `read_timing`."""
    known = sorted(set(cases["cause"]) - {CENSORED})
    cases = cases[cases["count"] > 0]
    lags, lag = np.unique(cases["lag_days"].to_numpy(), return_inverse=True)
    names = [*known, CENSORED]
    counts = np.zeros((len(names), len(lags)))
    np.add.at(counts, (cases["cause"].map(names.index).to_numpy(dtype=int), lag), cases["count"].to_numpy())
    return lags, known, counts[:-1], counts[-1]


def _chosen(known: list[str], causes: Iterable[str] | None) -> list[str]:
    if causes is None:
        return known
    chosen = [causes] if isinstance(causes, str) else list(causes)
    absent = [name for name in chosen if name not in known]
    if absent:
        raise InputRefused(
            f"no case of the timing table has the outcome {', '.join(map(str, absent))}",
            remedy=f"Choose from: {', '.join(known) or 'none had an outcome'}.",
        )
    return chosen


def _lags(at: Iterable[float], lags: np.ndarray, left: np.ndarray) -> np.ndarray:
    wanted = np.atleast_1d(np.asarray(at if np.ndim(at) == 0 else list(at), dtype=float))
    beyond = wanted[~(wanted <= lags[-1])]
    if len(beyond) and (left[-1] > 0 or not np.isfinite(beyond).all()):
        raise InputRefused(
            f"no case was followed for {beyond[0]:g} days", remedy=f"Ask for {lags[-1]:g} days at most."
        )
    return wanted


def _days(lags: np.ndarray) -> np.ndarray:
    return lags.astype(int) if (lags % 1 == 0).all() else lags


def numbers_in(timing: pd.DataFrame, name: str) -> np.ndarray:
    try:
        if not is_numeric(timing[name]):
            raise TypeError
        values = timing[name].to_numpy(dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise InputRefused(
            f"{name} holds something that is not a number", remedy="Give numbers only."
        ) from None
    if not np.isfinite(values).all():
        raise InputRefused(f"{name} is missing or infinite", remedy="Correct it, or leave the row out.")
    return values


def _refuse_below_nought(cases: pd.DataFrame) -> None:
    for name, remedy in (
        ("lag_days", "Count lags in days from entry; leave out cases that ended before it."),
        ("count", "Correct the count."),
    ):
        bad = cases[name] < 0
        if bad.any():
            row = cases[bad.to_numpy()].iloc[0]
            where = f"{row['cause']}, lag {row['lag_days']:g}"
            raise InputRefused(f"{name} is below 0", where=where, remedy=remedy)
    for name, most in (("lag_days", LONGEST), ("count", LARGEST)):
        if (cases[name] > most).any():
            raise InputRefused(f"{name} is above {most:,}", remedy="Correct it: so large a number is a slip.")
