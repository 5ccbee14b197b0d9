"""Scenarios judged against the force's own rules: how many agree, and how well fitting cases are told apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.scales.answers import check_table
from surveys.scales.arithmetic.detection import leave_one_out
from surveys.scales.intervals import ALPHA, Mean, mean_interval
from surveys.scales.results import Refusal, Result, SurveyRefused
from trials.stats.arithmetic.newcombe import wilson

FITS = ("could be dealt with out of court", "could be, after a further check")
UNSURE = ("not sure",)
LEAST_OFFICERS = 10


@dataclass(frozen=True)
class ScenarioResult(Result):
    """One scenario: n answered, of whom `agreeing` chose what the rules say; share with Wilson's interval."""

    id: str
    form: str
    key: str
    n: int
    agreeing: int
    unsure: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Detection(Result):
    """Telling fitting cases from others: d' (0: by chance) and criterion (over 0: leans to "does not fit").

    Intervals leave each officer out in turn. hits of `signals`, false alarms of `noises`; "not sure" is neither.
    """

    d_prime: float
    d_prime_low: float
    d_prime_high: float
    criterion: float
    criterion_low: float
    criterion_high: float
    hits: int
    signals: int
    false_alarms: int
    noises: int
    officers: int


@dataclass(frozen=True)
class Knowledge(Result):
    """All scenarios that the rules decide. `agreement` is the mean over officers of their share agreeing."""

    agreement: Mean | Refusal
    scenarios: tuple[ScenarioResult | Refusal, ...]
    detection: Detection | Refusal


def knowledge(instrument, answers, key, *, occasion="", fits=FITS, unsure=UNSURE, alpha=ALPHA):
    """The Knowledge of a group against `key`, {scenario id: the choice the force's rules give}.

    Answers stand in the scenarios' columns, as the words of the choices. `fits` are the choices that take a case
    as fitting, `unsure` those that say neither. Never per person.
    """
    check_table(instrument, answers)
    scenarios = _keyed(instrument, key, occasion)
    chosen = _chosen(scenarios, answers)
    right = pd.DataFrame({s.id: chosen[s.id] == key[s.id] for s in scenarios}).where(chosen.notna())
    return Knowledge(
        agreement=mean_interval(officers_shares(right), bounds=(0.0, 1.0), alpha=alpha),
        scenarios=tuple(_scenario(s, key[s.id], chosen[s.id], unsure, alpha) for s in scenarios),
        detection=_detection(scenarios, key, chosen, fits, unsure, alpha),
    )


def agreement_shares(instrument, answers, key, *, occasion=""):
    """Each response's share of the scenarios it answered that agree with the rules; NaN where it answered none."""
    check_table(instrument, answers)
    scenarios = _keyed(instrument, key, occasion)
    chosen = _chosen(scenarios, answers)
    right = pd.DataFrame({s.id: chosen[s.id] == key[s.id] for s in scenarios}).where(chosen.notna())
    return officers_shares(right)


def officers_shares(right):
    """Row means over what is there."""
    return right.astype(float).mean(axis=1)


def _keyed(instrument, key, occasion):
    scenarios = {s.id: s for s in instrument.scenarios}
    for name, choice in key.items():
        if name not in scenarios:
            raise SurveyRefused(
                "The key names a scenario that is not there", where=name, remedy="Mend its id."
            )
        if choice not in scenarios[name].choices:
            raise SurveyRefused(
                f"{name} offers no such choice",
                where=str(choice),
                remedy=f"Write one of {', '.join(scenarios[name].choices)}.",
            )
    asked = instrument.asked_on(instrument.scenarios, occasion) if occasion else instrument.scenarios
    found = [s for s in asked if s.id in key]
    if not found:
        raise SurveyRefused(
            "No scenario has an answer by the force's rules", remedy="Record the rules first; then score."
        )
    return found


def _chosen(scenarios, answers):
    """A table of choices, None where there is none; SurveyRefused for words that are no choice."""
    found = {}
    for scenario in scenarios:
        cells = answers[scenario.id] if scenario.id in answers.columns else [None] * len(answers)
        found[scenario.id] = [None if _left_out(cell) else cell for cell in cells]
        for row, cell in zip(answers.index, found[scenario.id], strict=True):
            if cell is not None and cell not in scenario.choices:
                raise SurveyRefused(
                    "This is none of the choices",
                    where=f"row {row}, column {scenario.id}",
                    remedy=f"Write one of {', '.join(scenario.choices)}, or leave it empty.",
                )
    return pd.DataFrame(found, index=answers.index, dtype=object)


def _left_out(cell):
    return cell is None or cell is pd.NA or cell == "" or (isinstance(cell, float) and np.isnan(cell))


def _scenario(scenario, right, chosen, unsure, alpha):
    n = int(chosen.notna().sum())
    if not n:
        return Refusal(f"Nobody answered {scenario.id}.", "Wait for answers.")
    agreeing = int((chosen == right).sum())
    low, high = wilson(agreeing, n, alpha)
    doubting = int(chosen.isin(unsure).sum())
    share = agreeing / n
    return ScenarioResult(
        scenario.id, scenario.form, right, n, agreeing, doubting, share, float(low), float(high)
    )


def _detection(scenarios, key, chosen, fits, unsure, alpha):
    fitting = [s.id for s in scenarios if key[s.id] in fits]
    others = [s.id for s in scenarios if key[s.id] not in fits and key[s.id] not in unsure]
    if not fitting or not others:
        return Refusal(
            "d' needs scenarios that fit by the rules and scenarios that do not.",
            "Read percent agreeing instead, or add a scenario of the other kind.",
        )
    sure, says_fit = chosen.notna() & ~chosen.isin(unsure), chosen.isin(fits)
    counts = np.column_stack(
        [(says_fit if yes else sure)[ids].sum(axis=1) for ids in (fitting, others) for yes in (True, False)]
    ).astype(float)
    counts = counts[counts.sum(axis=1) > 0]
    total = counts.sum(axis=0)
    if len(counts) < LEAST_OFFICERS or not total[1] or not total[3]:
        return Refusal(
            f"{len(counts)} officers judged scenarios of both kinds.",
            f"{LEAST_OFFICERS} are needed at least.",
        )
    sensitivity, criterion = leave_one_out(counts, alpha)
    return Detection(*sensitivity, *criterion, *(int(t) for t in total), officers=len(counts))
