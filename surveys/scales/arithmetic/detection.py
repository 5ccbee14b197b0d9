"""Telling cases that fit from cases that do not: sensitivity d' and criterion, with officers as clusters."""

import numpy as np
from scipy.special import ndtri

from trials.stats.arithmetic.student import critical


def d_prime(hits, signals, alarms, noises):
    """(d', criterion) with the log-linear correction, 0.5 added to counts and 1 to totals; arrays or numbers.

    d' = z(H) - z(F), c = -(z(H) + z(F))/2; a criterion over nought leans to "does not fit". Source: Macmillan and
    Creelman (2005), Detection theory, chapters 1 and 2; Hautus (1995) Behav Res Methods 27:46.
    """
    h, f = ndtri((hits + 0.5) / (signals + 1)), ndtri((alarms + 0.5) / (noises + 1))
    return h - f, -(h + f) / 2


def of_independent(hits, signals, alarms, noises):
    """Standard error of d' were all judgements independent; the criterion's is half of it.

    Rates with the log-linear correction, so it is over nought where all are right. Source: Gourevitch and Galanter
    (1967) Psychometrika 32:25.
    """
    rates = ((hits + 0.5) / (signals + 1), signals + 1), ((alarms + 0.5) / (noises + 1), noises + 1)
    return float(sum(p * (1 - p) / (n * _density(ndtri(p)) ** 2) for p, n in rates) ** 0.5)


def _density(z):
    return np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)


def leave_one_out(counts, outside):
    """((d', low, high), (criterion, low, high)) of officers' counts, columns as `d_prime` takes them.

    Standard error by leaving each officer out, t on officers less one; never under that of as many independent
    judgements, since officers who all judge alike leave nothing out. Source: Efron and Tibshirani (1993), An
    introduction to the bootstrap, chapter 11.
    """
    total, n = counts.sum(axis=0), len(counts)
    whole = d_prime(*total)
    without = d_prime(*(total - counts).T)
    least = of_independent(*total)
    found = []
    for value, others, alone in zip(whole, without, (least, least / 2), strict=True):
        se = float(np.sqrt((n - 1) / n * ((others - others.mean()) ** 2).sum()))
        half = float(critical(outside, n - 1)) * max(se, alone)
        found.append((float(value), float(value) - half, float(value) + half))
    return tuple(found)
