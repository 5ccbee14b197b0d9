"""Trials whose outcomes take time: the counts within a window, and the timing table, from the same drawn cases."""

import numpy as np
import pandas as pd

CAUSES = ("oocr", "charge", "nfa")
# Mean days from entry: resolutions come sooner than charges.
MEAN_DAYS = {"oocr": 30.0, "charge": 60.0, "nfa": 45.0}


def timed_trial(
    *,
    units: int = 12,
    cases: int = 120,
    more: float = 0.0,
    sooner: float = 1.0,
    spread: float = 0.04,
    window: int = 120,
    last: int = 240,
    seed: int = 1,
    before: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(counts, timing): the first half of the units treated; `more` is added to the share that ends in a resolution.

    `sooner` multiplies the days to a resolution in treated cases; `before` adds a period before the start.
    Cases are followed to day `last`; the counts' events are resolutions by day `window`.
    """
    rng = np.random.default_rng(seed)
    level = np.clip(0.4 + spread * rng.standard_normal(units), 0.05, 0.9)
    rows = []
    for unit in range(units):
        for post in (0, 1) if before else (1,):
            own = int(unit < units // 2)
            on = own and post
            share = level[unit] + more * on
            cause = rng.choice(3, size=cases, p=[share, 0.6 * (1 - share), 0.4 * (1 - share)])
            days = rng.exponential([MEAN_DAYS[name] for name in CAUSES], size=(cases, 3))
            lag = np.floor(days[np.arange(cases), cause] * np.where((cause == 0) & bool(on), sooner, 1.0))
            rows += [(f"u{unit:02d}", own, post, CAUSES[c], int(x)) for c, x in zip(cause, lag, strict=True)]
    drawn = pd.DataFrame(rows, columns=["unit", "treated", "post", "cause", "lag_days"])
    return _counts(drawn, window), _timing(drawn, last)


def _counts(drawn: pd.DataFrame, window: int) -> pd.DataFrame:
    event = (drawn["cause"] == "oocr") & (drawn["lag_days"] <= window)
    grouped = drawn.assign(event=event).groupby(["unit", "treated", "post"])["event"].agg(["sum", "size"])
    found = grouped.reset_index().rename(columns={"sum": "events", "size": "cases"})
    found = found.assign(period=found["post"] + 1, treated=found["treated"] * found["post"])
    return found.drop(columns="post")


def _timing(drawn: pd.DataFrame, last: int) -> pd.DataFrame:
    late = drawn["lag_days"] > last
    cut = drawn.assign(
        cause=drawn["cause"].where(~late, "censored"), lag_days=drawn["lag_days"].where(~late, last)
    )
    return cut.value_counts(sort=False).rename("count").reset_index()
