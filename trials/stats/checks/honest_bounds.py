"""How large departures from parallel trends the result would survive."""

import warnings

import numpy as np
from scipy.special import ndtri

from trials.stats.adoption import Adoption, read_adoption
from trials.stats.arithmetic.relative_magnitudes import confidence_set
from trials.stats.estimators.callaway_santanna import fit_callaway_santanna
from trials.stats.estimators.etwfe import long_table
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Multiples of the largest departure between neighbouring periods before the start; 1 is "no worse than before".
MULTIPLES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
WORST_CONDITION = (
    1e10  # of the coefficients' correlations: fewer units than times leave them without an inverse
)


def run(evidence, estimates) -> Finding:
    """Rambachan and Roth's relative-magnitude intervals of the mean effect over time, and where they reach 0."""
    course = event_study(evidence.derive(read_adoption))
    if course is None:
        return Finding(
            "", "cannot tell", "Too few units or periods to bound departures from parallel trends."
        )
    bounds = [mean_effect_bounds(*course, multiple, evidence.plan.alpha) for multiple in MULTIPLES]
    clear = [low > 0 or high < 0 for low, high in bounds]
    survived = clear.index(False) - 1 if False in clear else len(clear) - 1
    low, high = bounds[MULTIPLES.index(1.0)]
    facts = {
        "multiples": list(MULTIPLES),
        "low": [pair[0] for pair in bounds],
        "high": [pair[1] for pair in bounds],
        "survives": None if survived < 0 else MULTIPLES[survived],
    }
    said = (
        "If trends had parted as far as they did at most before the starts, the interval would be "
        f"{low:.3g} to {high:.3g}"
    )
    if low > 0 or high < 0:
        return Finding("", "passes", f"{said}: still on one side of nought.", facts)
    return Finding("", "cannot tell", f"{said}: on both sides of nought.", facts)


def event_study(adoption: Adoption) -> tuple[np.ndarray, np.ndarray, int] | None:
    """(coefficients, covariance, how many before the start), against the period just before it; None if singular."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # cells without a comparison are left out
            table = long_table(adoption)
            found = fit_callaway_santanna(table, base="universal").aggregate("event_study")
    except (ValueError, ZeroDivisionError, IndexError):
        return None
    if found.vcov is None:
        return None
    times = np.asarray(found.vcov_index, dtype=float)
    effect = dict(zip(np.asarray(found.event_time, dtype=float).tolist(), found.att, strict=True))
    beta, covariance = (
        np.array([effect[time] for time in times.tolist()], dtype=float),
        np.asarray(found.vcov),
    )
    spread = np.sqrt(np.diag(covariance))
    before = int((times < -1).sum())
    whole = np.isfinite(beta).all() and (spread > 0).all() and np.isfinite(covariance).all()
    told = whole and np.linalg.cond(covariance / np.outer(spread, spread)) < WORST_CONDITION
    consecutive = np.diff(np.append(times, -1.0)[np.argsort(np.append(times, -1.0))])
    usable = told and 0 < before < len(beta) and (consecutive == 1).all()
    return (beta, covariance, before) if usable else None


def mean_effect_bounds(
    beta: np.ndarray, covariance: np.ndarray, before: int, multiple: float, alpha: float
) -> tuple[float, float]:
    """Interval of the unweighted mean of the effects after the start; at nought the usual one."""
    weights = np.full(len(beta) - before, 1 / (len(beta) - before))
    if multiple > 0:
        return confidence_set(beta, covariance, before, weights, multiple, alpha)
    value = float(weights @ beta[before:])
    half = -float(ndtri(alpha / 2)) * float(np.sqrt(weights @ covariance[before:, before:] @ weights))
    return value - half, value + half


CHECK = Check(
    question="Would the result survive if trends had parted as much as before the starts?",
    needs=words("adoption", "callaway_santanna"),
    run=run,
)
