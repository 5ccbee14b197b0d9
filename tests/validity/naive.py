"""The choices everyone reaches for first. They run beside the defaults and must fail."""

import math

import numpy as np
import pandas as pd


def naive_p_value(frame: pd.DataFrame, cell: dict) -> float:
    """Two-proportion z for a series; robust z of the unit-by-period regression for groups."""
    return (
        _robust_z(frame) if cell["design"] == "difference_in_differences" else _two_proportions(frame, cell)
    )


def _two_proportions(frame: pd.DataFrame, cell: dict) -> float:
    after = (frame["period"] >= cell["start"]).to_numpy()
    events, cases = frame["events"].to_numpy(), frame["cases"].to_numpy()
    sums = [(events[side].sum(), cases[side].sum()) for side in (after, ~after)]
    pooled = events.sum() / cases.sum()
    se = math.sqrt(pooled * (1 - pooled) * sum(1 / size for _, size in sums))
    return math.erfc(abs(sums[0][0] / sums[0][1] - sums[1][0] / sums[1][1]) / se / math.sqrt(2))


def _robust_z(frame: pd.DataFrame) -> float:
    """Difference of mean unit changes over its cluster-robust (CR1) standard error, taken as normal."""
    share = frame["events"] / frame["cases"]
    first = frame.loc[frame["treated"] == 1, "period"].min()
    means = share.groupby([frame["unit"], frame["period"] >= first]).mean().unstack().dropna()
    treated = frame.groupby("unit")["treated"].max().loc[means.index].to_numpy() == 1
    change = (means[True] - means[False]).to_numpy()
    groups = change[treated], change[~treated]
    count = len(change)
    inflation = count / (count - 1) * (count - 1) / (count - 2)
    variance = sum(group.var() / len(group) for group in groups) * inflation
    difference = groups[0].mean() - groups[1].mean()
    return math.erfc(abs(difference) / math.sqrt(max(variance, np.finfo(float).tiny)) / math.sqrt(2))
