"""Two waves side by side: the change of each component, linked person by person or not."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from surveys.scales.answers import read_answers
from surveys.scales.arithmetic import paired
from surveys.scales.arithmetic.differences import by_teams, team_error, welch
from surveys.scales.domains import check_one_polarity, respondents_scores
from surveys.scales.intervals import ALPHA, standing
from surveys.scales.methods.reliability import of_items
from surveys.scales.methods.scores import check_labels
from surveys.scales.results import Refusal, Result, SurveyRefused
from surveys.scales.versions import bridged_items
from trials.stats.arithmetic.multiplicity import holm
from trials.stats.arithmetic.student import critical, two_sided

LEAST = 2


@dataclass(frozen=True)
class ReliableChange(Result):
    """How many linked responses changed by more than error of measurement gives in one of twenty.

    `needed` is the smallest such change, `reliability` the alpha of the first wave it rests on.
    """

    needed: float
    reliability: float
    up: int
    down: int
    n: int


@dataclass(frozen=True)
class Change(Result):
    """Second wave minus first on one component, in points of the scale.

    n_before and n_after responses have a score (both the number of pairs where linked). p_holm is adjusted for
    all components compared. d_z with its interval, and reliable change, for linked waves only. `teams` counts
    the clusters that the interval allows for; 0: responses taken as independent.
    """

    domain: str
    items: tuple[str, ...]
    n_before: int
    n_after: int
    before: float
    after: float
    change: float
    low: float
    high: float
    p_value: float
    p_holm: float
    df: float
    method: str
    standing: str
    teams: int
    without_team: int
    d_z: float | None = None
    d_z_low: float | None = None
    d_z_high: float | None = None
    reliable: ReliableChange | Refusal | None = None


@dataclass(frozen=True)
class Side:
    """One wave: its instrument, its answers, and one team label a response where teams are known."""

    instrument: object
    answers: object
    teams: object = None


def compare_waves(first, second, *, linked=None, bridge=None, occasion=None, alpha=ALPHA):
    """{component: Change}, or a Refusal where it cannot be told. `first` and `second` are Sides.

    `linked` lists (row label in the first, row label in the second) of responses by the same person, each row
    once; without it the waves are independent samples. Teams widen the interval: those of the first wave where
    linked, those of both where not; without them Welch's test is used. `bridge` joins items of two versions: see
    `bridged_items`. `occasion` is a pair of occasions for an instrument that is asked on several.
    """
    pairs = asked_both_times(bridged_items(first.instrument, second.instrument, bridge), occasion)
    tables = [_scores(side, pairs, i) for i, side in enumerate((first, second))]
    if linked is None:
        found = {key: _unlinked(key, pairs[key], tables, (first, second), alpha) for key in pairs}
    else:
        rows = linked_rows(linked, first.answers, second.answers)
        found = {key: _linked(key, pairs[key], tables, rows, first, alpha) for key in pairs}
    return with_holm(found)


def asked_both_times(pairs, occasion):
    """{component: [(item, item)]} of pairs of items asked on both occasions: a pair of them, or None."""
    first, second = occasion or ("", "")
    found = {}
    for old, new in pairs:
        if all(
            not o or not item.occasions or o in item.occasions for item, o in ((old, first), (new, second))
        ):
            found.setdefault(old.component, []).append((old, new))
    return found


def _scores(side, pairs, which):
    read, scale = read_answers(side.instrument, side.answers), side.instrument.scale
    check_labels(side.teams, side.answers)
    found = {}
    for key, joined in pairs.items():
        items = [pair[which] for pair in joined]
        check_one_polarity(key, items)
        found[key] = respondents_scores(items, read, scale)
    return found


def linked_rows(linked, first, second):
    """Positions of the linked rows; SurveyRefused for a label that is not there, or used twice."""
    linked = list(linked)
    columns = []
    for which, answers in enumerate((first, second)):
        if not answers.index.is_unique:
            raise SurveyRefused("Two responses have the same row label", remedy="Give each response its own.")
        labels = [pair[which] for pair in linked]
        at = answers.index.get_indexer(labels)
        if (at < 0).any() or len(set(labels)) < len(labels):
            raise SurveyRefused(
                "A link names a response that is not there, or one response twice",
                where=f"link {int(np.argmin(at)) + 1}" if (at < 0).any() else "",
                remedy="List each pair of row labels once.",
            )
        columns.append(at)
    return columns


def _linked(key, joined, tables, rows, first, alpha):
    before, after = (tables[i][key].to_numpy()[rows[i]] for i in (0, 1))
    items = [old for old, _ in joined]
    teams = None if first.teams is None else np.asarray(first.teams, dtype=object)[rows[0]]
    found = linked_change(key, tuple(item.id for item in items), before, after, alpha, teams)
    if not found:
        return found
    both = ~(np.isnan(before) | np.isnan(after))
    return replace(found, reliable=_reliable(items, first, before[both], after[both]))


def linked_change(key, items, before, after, alpha=ALPHA, teams=None):
    """The Change of one score over pairs of responses by the same person, or a Refusal; arrays row for row.

    With teams, one label a pair, the interval is clustered; pairs without one are left out and counted.
    """
    both = ~(np.isnan(before) | np.isnan(after))
    known = np.ones(len(both), dtype=bool) if teams is None else ~pd.isna(teams)
    before, after, without = before[both & known], after[both & known], int((both & ~known).sum())
    n, changes = len(before), after - before
    if n < LEAST:
        return Refusal(f"Only {n} linked responses have a score in both waves.", "Two are needed at least.")
    effect = paired.d_z(changes, alpha) if changes.std() > 1e-12 else None
    if effect is None:
        return Refusal(
            "Every linked response changed by the same amount.", "What does not vary has no interval."
        )
    error = (float(changes.std(ddof=1)) / np.sqrt(n), n - 1, 0)
    if teams is not None:
        error = team_error(changes, teams[both & known])
    if isinstance(error, Refusal):
        return error
    se, df, count = error
    middle, half = float(changes.mean()), float(critical(alpha, df) * se)
    return Change(
        domain=key,
        items=items,
        n_before=n,
        n_after=n,
        before=float(before.mean()),
        after=float(after.mean()),
        change=middle,
        low=middle - half,
        high=middle + half,
        p_value=float(two_sided(middle / se, df)),
        p_holm=1.0,
        df=float(df),
        method="paired t, clustered by team (CR2)" if count else "paired t",
        standing=standing(n),
        teams=count,
        without_team=without,
        **dict(zip(("d_z", "d_z_low", "d_z_high"), map(float, effect), strict=True)),
    )


def _reliable(items, first, before, after):
    """ReliableChange by the first wave's alpha of these items; a Refusal where there is none to go by."""
    found = of_items(items, read_answers(first.instrument, first.answers), first.instrument.scale)
    if not found:
        return found
    trust = found.spearman_brown if found.spearman_brown is not None else found.alpha
    if not 0 < trust < 1 or not before.std() > 0:
        return Refusal(
            "Reliability in the first wave is no figure between 0 and 1.",
            "Without it, error of measurement cannot be told from change.",
        )
    error, index = paired.reliable_changes(before, after, trust)
    up, down = (int((sign * index > paired.BEYOND).sum()) for sign in (1, -1))
    return ReliableChange(paired.BEYOND * float(error), float(trust), up, down, len(index))


def _unlinked(key, joined, tables, sides, alpha):
    items = tuple(old.id for old, _ in joined)
    values = [table[key].to_numpy() for table in tables]
    return unlinked_change(key, items, values, [side.teams for side in sides], alpha)


def unlinked_change(key, items, values, teams=(None, None), alpha=ALPHA):
    """The Change of one score between two samples of responses (a pair of arrays), or a Refusal."""
    n_before, n_after = (int((~np.isnan(v)).sum()) for v in values)
    if min(n_before, n_after) < LEAST:
        return Refusal(
            f"{n_before} and {n_after} responses have a score.", "Two in each wave are needed at least."
        )
    clustered = all(labels is not None for labels in teams)
    test = by_teams(values, teams, alpha) if clustered else welch(values, alpha)
    if not test:
        return test
    few = standing(min(n_before, n_after))
    return Change(domain=key, items=items, p_holm=1.0, standing=few, **vars(test))


def with_holm(found):
    """p_holm over the components that could be compared: six at most."""
    keys = [key for key, change in found.items() if change]
    adjusted = dict(zip(keys, holm([found[key].p_value for key in keys]), strict=True)) if keys else {}
    return {key: replace(change, p_holm=adjusted[key]) if change else change for key, change in found.items()}
