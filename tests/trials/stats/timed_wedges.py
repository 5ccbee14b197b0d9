"""Wedges and staggered starts whose outcomes take time: counts and the timing table from the same drawn cases."""

import numpy as np
import pandas as pd

from tests.trials.stats.timings import CAUSES, MEAN_DAYS


def timed_wedge(
    *,
    units: int = 12,
    sequences: int = 4,
    months: int = 1,
    cases: int = 60,
    more: float = 0.0,
    sooner: float = 1.0,
    spread: float = 0.05,
    trend: float = 0.0,
    window: int = 30,
    last: int = 120,
    never: int = 0,
    seed: int = 1,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(counts, timing with periods): `more` is added to the share resolved, `sooner` multiplies the days to it.

    Sequence k of 1, 2 ... starts after k steps; the last `never` units never do. `trend` is added to every unit's
    share from the first to the last period, so that time alone parts cases with and without the nudge.
    """
    rng = np.random.default_rng(seed)
    level = np.clip(0.4 + spread * rng.standard_normal(units), 0.05, 0.9)
    drawn, periods = [], months * (sequences + 1)
    for unit in range(units):
        start = months * (unit % sequences + 1) + 1 if unit < units - never else periods + 1
        for period in range(1, periods + 1):
            on = int(period >= start)
            share = np.clip(level[unit] + more * on + trend * (period - 1) / (periods - 1), 0.02, 0.98)
            cause = rng.choice(3, size=cases, p=[share, 0.6 * (1 - share), 0.4 * (1 - share)])
            lag = rng.exponential(np.array([MEAN_DAYS[name] for name in CAUSES])[cause])
            lag = np.floor(lag * np.where((cause == 0) & bool(on), sooner, 1.0)).astype(int)
            drawn.append(pd.DataFrame({"unit": f"u{unit:02d}", "period": period, "treated": on, "post": on,
                                       "cause": np.array(CAUSES)[cause], "lag_days": lag}))  # fmt: skip
    cases = pd.concat(drawn, ignore_index=True)
    return _counts(cases, window), _timing(cases, last)


def _counts(cases: pd.DataFrame, window: int) -> pd.DataFrame:
    event = ((cases["cause"] == "oocr") & (cases["lag_days"] <= window)).astype(int)
    grouped = cases.assign(event=event).groupby(["unit", "period", "treated"])["event"]
    return grouped.agg(events="sum", cases="size").reset_index()


def _timing(cases: pd.DataFrame, last: int) -> pd.DataFrame:
    late = cases["lag_days"] > last
    cut = cases.assign(
        cause=cases["cause"].where(~late, "censored"), lag_days=cases["lag_days"].where(~late, last)
    )
    return cut.value_counts(sort=False).rename("count").reset_index()
