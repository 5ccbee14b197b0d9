"""Weights that make a sample's margins agree with known ones, cut off at both ends."""

import numpy as np

TURNS = 200
CLOSE = 1e-12  # largest relative gap of any margin at which it counts as met


def rake(codes, shares):
    """(weights of mean 1, turns needed, or 0 where margins cannot be met together).

    `codes` are one array a margin: the level of each response, -1 where it is not said; `shares` the level's share
    of the workforce. Margins are met in turn, among the responses that say their level. Source: Deming and
    Stephan (1940) Ann Math Stat 11:427.
    """
    weights = np.ones(len(codes[0]))
    for turn in range(1, TURNS + 1):
        gap = 0.0
        for code, share in zip(codes, shares, strict=True):
            said = code >= 0
            now = np.bincount(code[said], weights[said], minlength=len(share))
            factor = share * now.sum() / now
            gap = max(gap, float(np.abs(factor - 1).max()))
            weights[said] *= factor[code[said]]
        if gap < CLOSE:
            return weights / weights.mean(), turn
    return weights / weights.mean(), 0


def trim(weights, low, high):
    """Weights (mean 1) cut to [low, high]; what was cut goes equally to all that were inside, again and again until
    none lies outside. As R's survey::trimWeights(strict = TRUE)."""
    weights = weights.copy()
    for _ in range(TURNS):
        outside = (weights < low - CLOSE) | (weights > high + CLOSE)
        if not outside.any() or outside.all():
            break
        cut = np.clip(weights, low, high)
        cut[~outside] += (weights - cut).sum() / (~outside).sum()
        weights = cut
    return np.clip(weights, low, high)


def effective_size(weights):
    """Kish's effective number: sum(w)² / sum(w²). Source: Kish (1965), Survey Sampling, section 11.7."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def weighted_mean(values, weights):
    """(mean, standard error by linearisation, n) of values that are there; as R's survey::svymean.

    The weights are taken as known: what raking itself gains in precision is not claimed.
    """
    here = ~np.isnan(values)
    x, w = values[here], weights[here]
    n = len(x)
    mean = float((w * x).sum() / w.sum())
    if n < 2:
        return mean, None, n
    score = w * (x - mean) / w.sum()
    return mean, float(np.sqrt(n / (n - 1) * (score**2).sum())), n
