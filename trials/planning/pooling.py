"""Several trials of one nudge together: a random-effects mean of their differences, from three trials up.

REML for the variance between trials and Knapp and Hartung's interval (Student's t on k − 1), as STATISTICS section 3
has it for random effects. Pure.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, t

from trials.stats.arithmetic.random_effects import reml_between
from trials.stats.strategy import all_designs

FEWEST = 3  # the issue's: from two trials the variance between trials cannot be told
LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """The mean difference over trials with its interval; `between` is the standard deviation between trials.

    `low_next` and `high_next` hold 95 % of what a further trial would show (a prediction interval).
    """

    value: float
    low: float
    high: float
    standard_error: float
    between: float
    low_next: float
    high_next: float
    trials: int


def question_of(plan):
    """What a trial's difference is of; None where nothing stands beside it. Only what answers one question has a mean.

    The measure with its window, and the nudges on either side of the primary contrast, in whatever version.
    """
    if "uncontrolled" in all_designs()[plan.design].offers:
        return None
    nudges = {arm.key: tuple(sorted(nudge for nudge, _ in arm.nudges)) for arm in plan.arms}
    return plan.measure, plan.follow_up_days, *(nudges[key] for key in plan.primary_contrast)


def pool_trials(values, standard_errors):
    """The Pooled of trials' differences and standard errors; None for under three, or an error of nought.

    Source: Knapp and Hartung (2003) Stat Med 22:2693; Higgins, Thompson and Spiegelhalter (2009) for prediction.
    """
    found, errors = np.asarray(values, dtype=float), np.asarray(standard_errors, dtype=float)
    if len(found) < FEWEST or not (errors > 0).all():
        return None
    spread = reml_between(found, errors**2, np.ones((len(found), 1)))
    mean, error = mean_at(found, errors**2, spread)
    degrees = len(found) - 1
    half = float(t.ppf((1 + LEVEL) / 2, degrees)) * error
    reach = float(t.ppf((1 + LEVEL) / 2, degrees - 1)) * float(np.sqrt(spread + error**2))
    return Pooled(
        value=mean,
        low=mean - half,
        high=mean + half,
        standard_error=error,
        between=float(np.sqrt(spread)),
        low_next=mean - reach,
        high_next=mean + reach,
        trials=len(found),
    )


def mean_at(found, variances, spread):
    """(mean, Knapp and Hartung's standard error) with that variance between trials."""
    weights = 1 / (variances + spread)
    mean = float(weights @ found / weights.sum())
    scatter = weights @ (found - mean) ** 2
    return mean, float(np.sqrt(scatter / ((len(found) - 1) * weights.sum())))


def error_of(estimate, alpha=0.05):
    """The standard error that an estimate carries, else the one its interval stands for; None without either.

    alpha: the plan's; the interval of a look is that of the look's own level.
    """
    details = estimate.get("details") or {}
    if details.get("standard_error"):
        return float(details["standard_error"])
    if estimate["low"] is None or estimate["high"] is None:
        return None
    df, alpha = estimate.get("df"), details.get("level") or alpha
    reach = norm.ppf(1 - alpha / 2) if df is None else t.ppf(1 - alpha / 2, df)
    return float((estimate["high"] - estimate["low"]) / (2 * reach))
