"""The score of each domain with its interval, and how its items were answered."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.scales.answers import read_answers
from surveys.scales.domains import domains, none_applies, respondents_scores, scored
from surveys.scales.intervals import ALPHA, Mean, mean_interval
from surveys.scales.results import Refusal, Result, SurveyRefused
from trials.stats.arithmetic.icc import anova_icc


@dataclass(frozen=True)
class ItemScore(Result):
    """One item, after turning a reversed one round.

    `mean` is over those who marked the scale; n, missing (withheld ones among them), withheld and not_applicable
    count responses. `counts` pairs each whole point of the scale with how often it was marked; empty where marks
    lie between points.
    """

    id: str
    n: int
    mean: Mean | Refusal
    missing: int
    withheld: int
    not_applicable: int
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class DomainScore(Result):
    """One domain over all responses.

    n responses have a score; `missing` left out too much for one; to `not_applicable` no item applies. The
    three add up to all responses. `standing` is "indicative" under 30. high means help where `polarity` is
    "enabler", and lack where it is "need". `design_effect` is over 1 only where teams were given.
    """

    domain: str
    n: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None
    standing: str
    missing: int
    not_applicable: int
    polarity: str
    workforce: int | None
    design_effect: float
    items: tuple[ItemScore, ...]


def score(instrument, answers, *, by="component", occasion="", workforce=None, teams=None, alpha=ALPHA):
    """{domain: DomainScore}, or a Refusal for a domain that nobody has a score on.

    `answers` is a table with one row a response and one column an item; `by` is "component" (COM-B codes, for a
    brief form also "opportunity" and "motivation") or "tdf". `workforce` narrows intervals by the share that
    answered; `teams`, one label a response, widens them by 1 + (m - 1) ICC.
    """
    read = read_answers(instrument, answers)
    _check_workforce(workforce, len(answers))
    check_labels(teams, answers)
    found = {}
    for key, items in domains(instrument, by, occasion).items():
        found[key] = _domain(key, items, read, instrument.scale, workforce, teams, alpha)
    return found


def _domain(key, items, read, scale, workforce, teams, alpha):
    of_each = respondents_scores(items, read, scale)
    effect, df = design_effect(of_each, teams)
    bounds = (scale.low, scale.high)
    mean = mean_interval(
        of_each, bounds=bounds, workforce=workforce, design_effect=effect, df=df, alpha=alpha
    )
    if not mean:
        return mean
    idle = none_applies(items, read)
    return DomainScore(
        domain=key,
        **vars(mean),
        missing=int((of_each.isna() & ~idle).sum()),
        not_applicable=int(idle.sum()),
        polarity=items[0].polarity,
        workforce=workforce,
        design_effect=effect,
        items=tuple(_item(item, read, scale, workforce, alpha) for item in items),
    )


def _item(item, read, scale, workforce, alpha):
    values = scored([item], read, scale)[item.id]
    return ItemScore(
        id=item.id,
        n=int(values.notna().sum()),
        mean=mean_interval(values, bounds=(scale.low, scale.high), workforce=workforce, alpha=alpha),
        missing=int(read.missing[item.id].sum()),
        withheld=int(read.withheld[item.id].sum()),
        not_applicable=int(read.not_applicable[item.id].sum()),
        counts=_counts(values.dropna(), scale),
    )


def _counts(values, scale):
    if (values != values.round()).any():
        return ()
    return tuple((point, int((values == point).sum())) for point in range(scale.low, scale.high + 1))


def design_effect(of_each, teams):
    """(1 + (m - 1) ICC, teams - 1): (1, None) without teams, or where correlation within teams cannot be told.

    A negative correlation counts as none. m is the mean number of scores a team, weighted by team size.
    """
    if teams is None:
        return 1.0, None
    table = pd.DataFrame({"score": of_each.to_numpy(), "team": np.asarray(teams)}).dropna()
    by_team = table.groupby("team")["score"]
    size = by_team.size().to_numpy(float)
    if len(size) < 3:
        return 1.0, None
    within = by_team.apply(lambda scores: ((scores - scores.mean()) ** 2).sum()).to_numpy(float)
    found = anova_icc(by_team.mean().to_numpy(), size, within, np.zeros(len(size)), ALPHA)
    if found is None:
        return 1.0, None
    m = float((size**2).sum() / size.sum())
    return 1 + (m - 1) * max(0.0, found.value), len(size) - 1


def check_labels(teams, answers):
    """SurveyRefused unless there is one label a response."""
    if teams is not None and len(teams) != len(answers):
        raise SurveyRefused(
            f"There are {len(teams)} labels of teams for {len(answers)} responses",
            remedy="Give one a response, in the order of the rows; leave it empty where it is not said.",
        )


def _check_workforce(workforce, responses):
    if workforce is not None and (not isinstance(workforce, int) or workforce < max(1, responses)):
        raise SurveyRefused(
            f"A workforce of {workforce} cannot have given {responses} responses",
            remedy="Give the headcount of those asked as a whole number, or leave it out.",
        )
