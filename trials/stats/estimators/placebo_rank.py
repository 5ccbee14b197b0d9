"""One treated unit among many: how many of all units stand as far from the rest as it does."""

from dataclasses import replace

import numpy as np

from trials.stats.arithmetic.placebo import placebo_statistics, rank_counts
from trials.stats.arithmetic.random_effects import known_variances
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

# STATISTICS section 3: below twenty units the smallest placebo p is above 0.05.
LEAST_UNITS = 20


def run(evidence) -> Estimate:
    """Value and interval of the long difference; the p-value is the two-sided rank over the units."""
    plan, count = evidence.plan, len(evidence.changes.change)
    check_enough_units(count, plan.alpha)
    base, weights = _equal(evidence) if plan.weights == "equal" else _by_precision(evidence)
    statistics = placebo_statistics(evidence.changes.change, weights)
    ranks = rank_counts(statistics)
    return replace(
        base,
        p_value=ranks["two_sided"] / count,
        method="Own change minus mean change of the others; placebo in space over all units",
        reference=f"{ranks['two_sided']} of {count} units stand as far from the rest, in either direction",
        details={
            **base.details,
            "rank_two_sided": ranks["two_sided"],
            "rank_one_sided": ranks["one_sided"],
            "p_one_sided": ranks["one_sided"] / count,
            "p_t_test": base.p_value,
        },
    )


def _equal(evidence) -> tuple[Estimate, None]:
    return evidence.estimate("cluster_long_difference"), None


def _by_precision(evidence) -> tuple[Estimate, np.ndarray]:
    base = evidence.estimate("random_effects_change")
    return base, 1 / (base.details["between_unit_variance"] + known_variances(evidence.changes.variance))


def check_enough_units(count: int, alpha: float) -> None:
    """Raise CannotEstimate "e" under twenty units, "a" where no rank could reach alpha."""
    if count < LEAST_UNITS:
        raise CannotEstimate(
            "e",
            missing=f"One treated unit and {count - 1} others; a rank needs {LEAST_UNITS} units in all.",
            would_do="Add untreated units, or treat more units at the same start.",
        )
    if 1 / count > alpha:
        raise CannotEstimate(
            "a",
            missing=f"The smallest p-value of {count} units is {1 / count:.3f}, above {alpha:g}.",
            would_do="Add untreated units.",
        )


ESTIMATOR = Estimator(title="Placebo in space", needs=words("changes", "one_treated"), run=run)
