"""Answers weighted to the workforce's margins, with what the weighting costs, beside the unweighted ones."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.scales.answers import read_answers
from surveys.scales.arithmetic import raking as sums
from surveys.scales.domains import domains, respondents_scores
from surveys.scales.intervals import ALPHA, mean_interval, standing, within
from surveys.scales.results import Refusal, Result, SurveyRefused
from trials.stats.arithmetic.student import critical

MOST_MARGINS = 3  # SURVEYS section 3
LOWEST, HIGHEST = 0.3, 3.0


@dataclass(frozen=True)
class MarginLevel(Result):
    """One level of one margin: shares in the workforce, among responses that say it, and after weighting."""

    margin: str
    level: str
    workforce: float
    unweighted: float
    weighted: float


@dataclass(frozen=True)
class Raked(Result):
    """Weights with mean 1, one a response, and what they do.

    n_effective is Kish's. `trimmed` weights were cut to the limits. not_said counts responses, margin by margin,
    that leave it out: they keep the weight the other margins give them. `met` is whether raking itself reached
    the margins; trimming moves away from them again, as `levels` show.
    """

    weights: tuple[float, ...]
    n: int
    n_effective: float
    trimmed: int
    turns: int
    met: bool
    not_said: tuple[tuple[str, int], ...]
    levels: tuple[MarginLevel, ...]
    limits: tuple[float, float]


@dataclass(frozen=True)
class SideBySide(Result):
    """A domain's mean with its interval, unweighted and weighted."""

    domain: str
    n: int
    n_effective: float
    mean: float
    low: float | None
    high: float | None
    weighted_mean: float
    weighted_low: float | None
    weighted_high: float | None
    standing: str


def rake(sample, margins, *, limits=(LOWEST, HIGHEST)):
    """The Raked weights of a sample, or a Refusal where the margins cannot be met.

    `sample` has one row a response and one column a margin, empty where it is not said. `margins` is {column:
    {level: headcount or share of the workforce}}, three at most.
    """
    margins = _checked(sample, margins, limits)
    codes, shares = [], []
    for column, counts in margins.items():
        levels, numbers = list(counts), np.array(list(counts.values()), dtype=float)
        codes.append(_codes(sample, column, levels))
        shares.append(numbers / numbers.sum())
        present = np.bincount(codes[-1][codes[-1] >= 0], minlength=len(levels))
        if not present.all():
            empty = levels[int(np.argmin(present))]
            return Refusal(
                f"Nobody from {empty} ({column}) answered, so no weight can stand for them.",
                "Merge it with another level, or leave this margin out.",
            )
    raw, turns = sums.rake(codes, shares)
    if not turns:
        return Refusal(
            "The margins cannot be met together by these responses.", "Use fewer margins, or wider levels."
        )
    weights = sums.trim(raw, *limits)
    return _raked(weights, raw, turns, codes, shares, margins, limits)


def _raked(weights, raw, turns, codes, shares, margins, limits):
    return Raked(
        weights=tuple(float(w) for w in weights),
        n=len(weights),
        n_effective=sums.effective_size(weights),
        trimmed=int(((raw < limits[0]) | (raw > limits[1])).sum()),
        turns=turns,
        met=True,
        not_said=tuple((c, int((code < 0).sum())) for c, code in zip(margins, codes, strict=True)),
        levels=tuple(_levels(weights, codes, shares, margins)),
        limits=tuple(float(limit) for limit in limits),
    )


def _levels(weights, codes, shares, margins):
    for (column, counts), code, share in zip(margins.items(), codes, shares, strict=True):
        said = code >= 0
        plain = np.bincount(code[said], minlength=len(share)) / said.sum()
        heavy = np.bincount(code[said], weights[said], minlength=len(share)) / weights[said].sum()
        for i, level in enumerate(counts):
            figures = (float(share[i]), float(plain[i]), float(heavy[i]))
            yield MarginLevel(column, str(level), *figures)


def weighted_scores(instrument, answers, raked, *, by="component", occasion="", alpha=ALPHA):
    """{domain: SideBySide}, or a Refusal for a domain without a score; `raked` are the weights of these rows.

    Interval of the weighted mean: t with the effective number less one, standard error by linearisation.
    """
    if raked.n != len(answers):
        raise SurveyRefused(
            f"There are {raked.n} weights for {len(answers)} responses", remedy="Rake this very table."
        )
    read, weights = read_answers(instrument, answers), np.array(raked.weights)
    return {
        key: _side_by_side(
            key, respondents_scores(items, read, instrument.scale), weights, instrument.scale, alpha
        )
        for key, items in domains(instrument, by, occasion).items()
    }


def _side_by_side(key, of_each, weights, scale, alpha):
    bounds = (scale.low, scale.high)
    plain = mean_interval(of_each, bounds=bounds, alpha=alpha)
    if not plain:
        return plain
    values = of_each.to_numpy()
    mean, se, n = sums.weighted_mean(values, weights)
    effective = sums.effective_size(weights[~np.isnan(values)])
    low = high = None
    if se is not None and effective > 1.5:
        half = float(critical(alpha, effective - 1)) * se
        low, high = within(mean - half, mean + half, bounds)
    figures = (plain.mean, plain.low, plain.high, mean, low, high)
    return SideBySide(key, n, effective, *figures, standing(effective))


def _checked(sample, margins, limits):
    if not isinstance(sample, pd.DataFrame) or not len(sample):
        raise SurveyRefused("There are no responses to weight", remedy="Hand in a table, one row a response.")
    if not 1 <= len(margins) <= MOST_MARGINS:
        raise SurveyRefused(f"{len(margins)} margins were given", remedy=f"Rake to one to {MOST_MARGINS}.")
    if not 0 < limits[0] <= 1 <= limits[1]:
        raise SurveyRefused("Weights cannot be kept within these limits", remedy="Give 0 < low <= 1 <= high.")
    for column, counts in margins.items():
        _check_margin(sample, column, counts)
    return margins


def _check_margin(sample, column, counts):
    if column not in sample.columns:
        raise SurveyRefused("A margin has no column", where=str(column), remedy="Add it to the sample.")
    if len(counts) < 2 or not all(_is_positive(count) for count in counts.values()):
        raise SurveyRefused(
            "A margin needs two levels or more, each with a headcount over nought",
            where=str(column),
            remedy="Leave out levels that nobody belongs to.",
        )
    strange = sorted({str(level) for level in sample[column].dropna().unique() if level not in counts})
    if strange:
        raise SurveyRefused(
            "A response has a level that the workforce's margin lacks",
            where=f"{column}: {strange[0]}",
            remedy="Add its headcount, or mend the level.",
        )


def _is_positive(count):
    return isinstance(count, int | float | np.number) and np.isfinite(count) and count > 0


def _codes(sample, column, levels):
    number = {level: i for i, level in enumerate(levels)}
    return np.array([-1 if pd.isna(level) else number[level] for level in sample[column]], dtype=int)
