"""The difference of two independent means: Welch's, and one that allows for teams answering alike."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.scales.results import Refusal
from trials.stats.arithmetic.cr2 import fit_cr2
from trials.stats.arithmetic.student import critical, two_sided

LEAST_TEAMS = 4
LEAST_DF = 2.0  # below it Student's t says nothing: the engine of trials draws the line at the same place


@dataclass(frozen=True)
class Difference:
    """Second mean minus first, with its t interval and p-value."""

    n_before: int
    n_after: int
    before: float
    after: float
    change: float
    low: float
    high: float
    p_value: float
    df: float
    method: str
    teams: int
    without_team: int


def welch(values, alpha):
    """The Difference of two arrays (NaN left out). Source: Welch (1947) Biometrika 34:28, as R's t.test."""
    first, second = (v[~np.isnan(v)] for v in values)
    parts = [v.var(ddof=1) / len(v) for v in (first, second)]
    if not sum(parts) > 1e-24:
        return Refusal("Everybody answered alike in both waves.", "What does not vary has no interval.")
    df = sum(parts) ** 2 / sum(p**2 / (len(v) - 1) for p, v in zip(parts, (first, second), strict=True))
    sizes = len(first), len(second)
    return _difference(sizes, (first.mean(), second.mean()), sum(parts) ** 0.5, df, alpha, "Welch's t", 0, 0)


def by_teams(values, teams, alpha):
    """The same with a CR2 standard error clustered by team; responses without a team are left out and counted.

    A team is one cluster over both waves. Cells of team and wave stand for their responses, which gives the same
    as single responses. Source: Bell and McCaffrey (2002), as R's clubSandwich.
    """
    table = pd.concat([_table(v, t, wave) for wave, (v, t) in enumerate(zip(values, teams, strict=True))])
    known = table.dropna(subset=["team"])
    cells = known.groupby(["team", "wave"])["score"].agg(["mean", "size"]).reset_index()
    names, cluster = np.unique(cells["team"].to_numpy(str), return_inverse=True)
    waves = cells["wave"].to_numpy(float)
    if len(names) < LEAST_TEAMS or len(np.unique(waves)) < 2:
        return Refusal(f"{len(names)} teams answered.", f"Comparing by team needs {LEAST_TEAMS} at least.")
    design = np.column_stack([np.ones(len(cells)), waves])
    size = cells["size"].to_numpy(float)
    change, se, df = fit_cr2(cells["mean"].to_numpy(), design, size, cluster, np.array([0.0, 1.0]))
    if not se > 1e-12 or not df >= LEAST_DF:
        return Refusal("Teams are too few, or too alike, for an interval.", "Read the waves without teams.")
    means = [float(np.average(cells["mean"][waves == w], weights=size[waves == w])) for w in (0, 1)]
    sizes = [int(size[waves == w].sum()) for w in (0, 1)]
    left_out = len(table) - len(known)
    return _difference(sizes, means, se, df, alpha, "t clustered by team (CR2)", len(names), left_out)


def team_error(changes, teams):
    """(CR2 standard error of the mean of changes, df, teams), or a Refusal; a label a change, none missing."""
    by_team = pd.Series(changes).groupby(np.asarray(teams, dtype=str)).agg(["mean", "size"])
    if len(by_team) < LEAST_TEAMS:
        return Refusal(f"{len(by_team)} teams answered.", f"Comparing by team needs {LEAST_TEAMS} at least.")
    size, count = by_team["size"].to_numpy(float), len(by_team)
    ones = np.ones((count, 1))
    _, se, df = fit_cr2(by_team["mean"].to_numpy(), ones, size, np.arange(count), np.array([1.0]))
    if not se > 1e-12 or not df >= LEAST_DF:
        return Refusal("Teams are too few, or too alike, for an interval.", "Read the waves without teams.")
    return se, df, count


def _table(values, teams, wave):
    table = pd.DataFrame({"score": values, "team": np.asarray(teams, dtype=object), "wave": wave})
    return table.dropna(subset=["score"])


def _difference(sizes, means, se, df, alpha, method, teams, left_out):
    change = float(means[1] - means[0])
    half = float(critical(alpha, df)) * float(se)
    return Difference(
        n_before=sizes[0],
        n_after=sizes[1],
        before=float(means[0]),
        after=float(means[1]),
        change=change,
        low=change - half,
        high=change + half,
        p_value=float(two_sided(change / se, df)),
        df=float(df),
        method=method,
        teams=teams,
        without_team=left_out,
    )
