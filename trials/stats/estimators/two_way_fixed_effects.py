"""Staggered starts: two-way fixed effects with Goodman-Bacon's weights, to show what it mixes; never the primary."""

import math
import warnings

import numpy as np

from trials.stats.adoption import read_adoption
from trials.stats.errors import CannotEstimate
from trials.stats.estimators.etwfe import describe, long_table
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The usual regression's number as the weighted mean of comparisons of two groups; those of units already
    treated as controls are "forbidden": they take a growing effect off. Computed by diff-diff.
    """
    adoption = evidence.derive(read_adoption)
    if np.isnan(adoption.value).any():
        raise CannotEstimate(
            "b",
            missing="Some units lack periods, and the weights of the comparisons need a table without gaps.",
            would_do="Read the extended two-way fixed effects, which allow for gaps.",
        )
    found = _decompose(adoption)
    value = float(found.twfe_estimate)
    if not math.isfinite(value):
        raise CannotEstimate(
            "b", missing="Too few cells are seen to weigh the comparisons.", would_do="Give more periods."
        )
    return Estimate(
        scale=evidence.plan.scale,
        value=value,
        low=None,
        high=None,
        p_value=None,
        df=None,
        method="Two-way fixed effects, decomposed into comparisons of two groups (Goodman-Bacon)",
        reference="none: it says what the usual regression mixes",
        details={**describe(adoption), **_weights(found)},
    )


def _decompose(adoption):
    from diff_diff import bacon_decompose  # slow to import; only this function needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bacon_decompose(long_table(adoption), "y", "unit", "time", "start")


def _weights(found) -> dict:
    """Share of weight by kind of comparison, and each comparison with its weight."""
    return {
        "weight_against_never_treated": float(found.total_weight_treated_vs_never),
        "weight_against_not_yet_treated": float(found.total_weight_earlier_vs_later),
        "weight_against_already_treated": float(found.total_weight_later_vs_earlier),
        "comparisons": [
            {
                "treated": int(part.treated_group),
                "control": _group(part.control_group),
                "kind": str(part.comparison_type),
                "value": float(part.estimate),
                "weight": float(part.weight),
            }
            for part in found.comparisons
        ],
    }


def _group(name) -> int | str:
    return name if isinstance(name, str) else int(name)


ESTIMATOR = Estimator(title="Two-way fixed effects, decomposed", needs=words("adoption"), run=run)
