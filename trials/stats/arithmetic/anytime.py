"""A band that holds at every moment at once, however often and for whatever reason the data are looked at."""

import numpy as np


def mixture_scale(best_at: float, alpha: float) -> float:
    """The mixture's precision that makes the band tightest where the information is `best_at`.

    Howard, Ramdas, McAuliffe and Sekhon (2021) Ann Stat 49:1055, section 3.5.
    """
    logarithm = -2 * np.log(alpha)
    return float(best_at / (logarithm + np.log1p(logarithm)))


def half_width(information: float, scale: float, alpha: float) -> float:
    """Half the width of the two-sided normal-mixture band of an estimate with that information (1/SE²).

    Their equation 14: |sum| stays under sqrt((V + r) log((V + r)/(r alpha²))) at all V with chance 1 - alpha.
    """
    whole = information + scale
    return float(np.sqrt(whole * np.log(whole / (scale * alpha**2))) / information)


def anytime_p(value: float, information: float, scale: float) -> float:
    """The least alpha at which the band leaves nought out: one over the mixture of likelihood ratios, at most 1."""
    whole = information + scale
    logarithm = 0.5 * np.log(whole / scale) - (value * information) ** 2 / (2 * whole)
    return float(min(1.0, np.exp(min(logarithm, 0.0))))
