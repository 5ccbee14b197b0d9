"""What sways decisions on vignettes: the effect of each detail that was varied at random, and an audit of bias."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from surveys.scales.arithmetic.clustered import fit_clustered, wald
from surveys.scales.intervals import ALPHA
from surveys.scales.results import Refusal, Result, SurveyRefused
from trials.stats.arithmetic.multiplicity import holm
from trials.stats.arithmetic.student import critical

LEAST_OFFICERS = 100  # SURVEYS section 2, and what the vignettes' notice promises
POWER = 0.8
DIVERT, CHARGE = "divert", "charge"


@dataclass(frozen=True)
class LevelEffect(Result):
    """One level against the first of its attribute: the difference in the share who divert, with its interval.

    `seen_from` is the smallest difference that this many answers find four times in five.
    """

    level: str
    base: str
    n: int
    share: float
    effect: float
    low: float
    high: float
    p_value: float
    seen_from: float


@dataclass(frozen=True)
class AttributeEffect(Result):
    """One attribute: its levels, and one test of them all together; p_holm adjusted for all attributes.

    `audit` is a sentence where the attribute must not sway a decision, else "".
    """

    attribute: str
    levels: tuple[LevelEffect, ...]
    f: float
    p_value: float
    p_holm: float
    audited: bool
    audit: str


@dataclass(frozen=True)
class Vignettes(Result):
    """Effects of the attributes over `n` decisions by `officers`; `share` divert."""

    n: int
    officers: int
    share: float
    attributes: tuple[AttributeEffect, ...]
    left_out: int
    method: str


def vignettes(decisions, attributes, *, audited=("ethnicity",), alpha=ALPHA):
    """The Vignettes of a group, or a Refusal under 100 officers or where a detail does not vary.

    `decisions` has one row a decision: "officer" (any label that ties one officer's rows), "choice" ("divert",
    "charge" or empty) and a column an attribute. `attributes` is {name: levels}, the first being compared with.
    Least squares on all attributes at once, variances clustered by officer, t on officers less one.
    """
    table, left_out = _read(decisions, attributes)
    officers = table["officer"].nunique()
    if officers < LEAST_OFFICERS:
        return Refusal(
            f"{officers} officers decided on vignettes.", f"Results are told from {LEAST_OFFICERS} on."
        )
    for name, levels in attributes.items():
        if unseen := [level for level in levels if not (table[name] == level).any()]:
            return Refusal(
                f"No decision was made on {name} {unseen[0]}.", "Leave the level or the detail out."
            )
    y = (table["choice"] == DIVERT).to_numpy(float)
    names = [(name, level) for name, levels in attributes.items() for level in levels[1:]]
    design = np.column_stack(
        [np.ones(len(table))] + [(table[name] == level).to_numpy(float) for name, level in names]
    )
    fit = fit_clustered(y, design, table["officer"].to_numpy(object))
    if fit is None:
        return Refusal(
            "Details go hand in hand, or everybody decided alike, so that no effect can be told apart.",
            "Vary each detail on its own.",
        )
    found = [
        _attribute(name, attributes[name], names, fit, table, y, name in audited, alpha)
        for name in attributes
    ]
    return Vignettes(
        n=len(table),
        officers=officers,
        share=float(y.mean()),
        attributes=_with_holm(found, alpha),
        left_out=left_out,
        method="least squares, clustered by officer (CR1)",
    )


def _attribute(name, levels, names, fit, table, y, audited, alpha):
    places = [1 + names.index((name, level)) for level in levels[1:]]
    f, p = wald(fit, places)
    effects = [
        _level(name, level, levels[0], fit, i, table, y, alpha)
        for level, i in zip(levels[1:], places, strict=True)
    ]
    return AttributeEffect(name, tuple(effects), f, p, 1.0, audited, "")


def _level(name, level, base, fit, place, table, y, alpha):
    effect, se = float(fit.beta[place]), float(np.sqrt(fit.covariance[place, place]))
    t = float(critical(alpha, fit.df))
    here = (table[name] == level).to_numpy()
    return LevelEffect(
        level=str(level),
        base=str(base),
        n=int(here.sum()),
        share=float(y[here].mean()),
        effect=effect,
        low=effect - t * se,
        high=effect + t * se,
        p_value=wald(fit, [place])[1],
        seen_from=(t + float(critical(2 * (1 - POWER), fit.df))) * se,
    )


def _with_holm(found, alpha):
    adjusted = holm([attribute.p_value for attribute in found])
    return tuple(
        replace(attribute, p_holm=p, audit=_audit(attribute, p, alpha) if attribute.audited else "")
        for attribute, p in zip(found, adjusted, strict=True)
    )


def _audit(attribute, p_holm, alpha):
    """A bias found, or how large a one could have gone unseen: no finding is not a finding of none.

    How large a difference is stands with its interval among the levels, and is not said again without one.
    """
    widest = max(attribute.levels, key=lambda level: abs(level.effect))
    if p_holm < alpha:
        return (
            f"Decisions differ by {attribute.attribute}; compared with {widest.base}, most for {widest.level}. The "
            "details were drawn at random, so nothing else about the cases explains it."
        )
    if attribute.p_value < alpha:
        return (
            f"A sign, and no finding, that decisions differ by {attribute.attribute}: as many comparisons as these "
            "give one like it by chance."
        )
    seen = math.ceil(100 * max(level.seen_from for level in attribute.levels))
    return f"No difference by {attribute.attribute} was found; one of under {seen} points could well have gone unseen."


def _read(decisions, attributes):
    """(rows with a choice, number left out); SurveyRefused for a missing column or a level that is none."""
    if not isinstance(decisions, pd.DataFrame):
        raise SurveyRefused("The decisions are no table", remedy="Hand in a DataFrame, a row a decision.")
    for column in ("officer", "choice", *attributes):
        if column not in decisions.columns:
            raise SurveyRefused("A column is missing", where=str(column), remedy="Add it.")
    if not attributes or any(
        len(levels) < 2 or len(set(levels)) < len(levels) for levels in attributes.values()
    ):
        raise SurveyRefused("An attribute needs two different levels", remedy="List the levels of each.")
    table = decisions[decisions["choice"].notna() & (decisions["choice"].astype(object) != "")]
    known = {"choice": (DIVERT, CHARGE), **attributes}
    for column, levels in known.items():
        wrong = ~table[column].isin(levels)
        if wrong.any():
            raise SurveyRefused(
                "This is none of the levels",
                where=f"row {table.index[int(np.argmax(wrong.to_numpy()))]}, column {column}",
                remedy=f"Write one of {', '.join(map(str, levels))}.",
            )
    if table["officer"].isna().any():
        raise SurveyRefused(
            "A decision has no officer's label",
            where="column officer",
            remedy="Rows of one officer share one.",
        )
    return table, len(decisions) - len(table)
