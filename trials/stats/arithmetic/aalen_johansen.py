"""The chance of each competing outcome by each lag, among cases of which some were not followed to the end."""

import numpy as np


def incidence(events: np.ndarray, censored: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(cumulative incidence (..., causes, lags), share without an outcome yet (..., lags)).

    `events` (..., causes, lags) and `censored` (..., lags) are counts at rising lags; at one lag the events
    come first. Nobody left at risk adds nothing. Source: Aalen and Johansen (1978) Scand J Stat 5:141.
    """
    risk = _at_risk(events, censored)
    safe = np.where(risk > 0, risk, 1)
    stay = np.where(risk > 0, (risk - events.sum(axis=-2)) / safe, 1.0)  # exactly 0 where nobody is left
    left = np.cumprod(stay, axis=-1)
    hazard = events / safe[..., None, :]
    return np.cumsum(hazard * _before(left)[..., None, :], axis=-1), left


def incidence_variance(events: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """Variance (causes, lags) of `incidence` over independent cases: the sum of squared influences of cases.

    `events` is (causes, lags). The infinitesimal jackknife, as R's survfit computes it for several states
    (Therneau, Crowson and Atkinson, "Multi-state models and competing risks", survival vignette).
    """
    causes, lags = events.shape
    left = incidence(events, censored)[1]
    found = (events[:, :, None, None] * _influence(events, censored, left) ** 2).sum(axis=(0, 1))
    none = _influence_of_censored(events, censored, left)
    return found + (censored[:, None, None] * none**2).sum(axis=0)


def _influence(events: np.ndarray, censored: np.ndarray, left: np.ndarray) -> np.ndarray:
    """What one case with cause c at lag i adds to the derivative of each cause's curve: (c, i, cause, lag).

    The case raises its own hazard at i by 1/n and lowers, like a censored one, all others it was at risk for.
    """
    risk, before = _at_risk(events, censored), _before(left)
    causes, lags = events.shape
    safe = np.where(risk > 0, risk, 1)
    jump = np.zeros((causes, lags, causes, lags))
    each, lag = np.meshgrid(np.arange(causes), np.arange(lags), indexing="ij")
    jump[each, lag, each, lag] = (before / safe)[lag]
    fall = _fall(events, risk) / safe  # the case's part in the share left after lag i
    later = np.triu(np.ones((lags, lags)), 1)
    added = _increments(events, risk, before)
    lost = -fall[:, None, None] * added[None] * later[:, None, :]
    return np.cumsum(jump + lost[None], axis=-1) + _influence_of_censored(events, censored, left)[None]


def _influence_of_censored(events: np.ndarray, censored: np.ndarray, left: np.ndarray) -> np.ndarray:
    """What being at risk up to lag i without an outcome adds to each cause's derivative: (i, cause, lag)."""
    risk, before = _at_risk(events, censored), _before(left)
    lags = len(risk)
    safe = np.where(risk > 0, risk, 1)
    added = _increments(events, risk, before)
    exposed = np.tril(np.ones((lags, lags)))  # (i, j): still at risk at lag j <= i
    hazard = events.sum(axis=0) / safe
    spared = np.cumsum(exposed * (hazard * _fall(events, risk) / safe), axis=1)
    gained = np.concatenate([np.zeros((lags, 1)), spared[:, :-1]], axis=1)
    change = added[None] * (gained - exposed / safe)[:, None, :]
    return np.cumsum(change, axis=-1)


def _increments(events: np.ndarray, risk: np.ndarray, before: np.ndarray) -> np.ndarray:
    return events / np.where(risk > 0, risk, 1) * before


def _fall(events: np.ndarray, risk: np.ndarray) -> np.ndarray:
    """n / (n - d): how a change of the hazard moves the log share left; 0 where nobody is left after it."""
    stay = risk - events.sum(axis=0)
    return np.where(stay > 0, risk / np.where(stay > 0, stay, 1), 0.0)


def _at_risk(events: np.ndarray, censored: np.ndarray) -> np.ndarray:
    """Cases without an outcome just before each lag."""
    leaving = events.sum(axis=-2) + censored
    return np.cumsum(leaving[..., ::-1], axis=-1)[..., ::-1]


def _before(left: np.ndarray) -> np.ndarray:
    """The share without an outcome just before each lag."""
    return np.concatenate([np.ones((*left.shape[:-1], 1)), left[..., :-1]], axis=-1)
