"""Ratios of two pooled proportions with a normal interval on the log scale."""

from collections.abc import Callable

from scipy.special import ndtri

from trials.stats.report import Estimate


def log_ratio_estimate(evidence, scale: str, log_ratio: Callable, method: str) -> Estimate:
    """Estimate from `log_ratio(events1, cases1, events0, cases0) -> (value, standard error)`.

    Half an event is added to every cell where any is empty (Haldane 1956, Anscombe 1956).
    """
    (events1, cases1), (events0, cases0) = evidence.counts
    cells = (events1, cases1 - events1, events0, cases0 - events0)
    extra = 0.5 if min(cells) == 0 else 0.0
    value, se = log_ratio(events1 + extra, cases1 + 2 * extra, events0 + extra, cases0 + 2 * extra)
    half = -ndtri(evidence.plan.alpha / 2) * se
    return Estimate(
        scale=scale,
        value=value,
        low=float(value - half),
        high=float(value + half),
        p_value=None,
        df=None,
        method=method,
        reference="binomial variation alone",
        details={"standard_error": se, "before": events0 / cases0, "after": events1 / cases1},
    )
