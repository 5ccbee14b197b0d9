"""Whether the series is long enough to rule out that it drifts by itself."""

import numpy as np

from trials.stats.checks.autocorrelation import MOST
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Of 200 simulated controlled series of 36, 48 and 60 months at a true autocorrelation of 0.8, 95 to 96 % give this
# much weight to more than 0.6, while the mean passes 0.6 in only 22 to 33 %. Without any, 69, 26 and 8 % do: a
# short series cannot tell.
LEAST_WEIGHT = 0.01


def run(evidence, estimates) -> Finding:
    """The weight the estimate gives to autocorrelations above those at which its test holds its level."""
    fits = evidence.series_fit.fits
    weight = float(fits.weights[np.asarray(fits.rho) > MOST + 1e-9].sum())
    facts = {"weight_of_long_memory": weight}
    if weight > LEAST_WEIGHT:
        text = (
            f"The series is too short to rule out that it drifts by itself: autocorrelations above {MOST:g} "
            f"keep {weight:.0%} of the weight."
        )
        return Finding("", "cannot tell", text, facts)
    return Finding("", "passes", "The series is long enough to rule out that it drifts by itself.", facts)


CHECK = Check(
    question="Can it be ruled out that the series drifts by itself?", needs=words("long_series"), run=run
)
