"""Whether neighbouring periods are so alike that a series drifts by itself."""

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3: above this mean autocorrelation the test no longer holds its level.
MOST = 0.6


def run(evidence, estimates) -> Finding:
    """The autocorrelation, averaged with the weights of the estimate."""
    rho = evidence.series_fit.mean_rho
    facts = {"mean_rho": rho}
    if rho > MOST:
        text = (
            f"Neighbouring periods are so alike (autocorrelation {rho:.2f}) that the series drifts by itself."
        )
        return Finding("", "cannot tell", text, facts)
    return Finding("", "passes", f"The autocorrelation of {rho:.2f} is allowed for.", facts)


CHECK = Check(
    question="Does the series drift by itself?", needs=words("long_series"), run=run, blocks_verdict=True
)
