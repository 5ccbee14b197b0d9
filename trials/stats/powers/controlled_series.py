"""Power of a controlled series: that of the difference between the treated and the comparison units' series."""

import numpy as np

from trials.stats.errors import InputRefused
from trials.stats.layout import Layout
from trials.stats.powers.interrupted_series import of_series
from trials.stats.precision import PowerMethod, Precision, both_sides, one_start


def precision(plan, layout: Layout) -> Precision:
    """As that of an interrupted series, the comparison's own movement added. `units`: comparison first."""
    if len(layout.units) != 2:
        raise InputRefused(
            "a controlled series has comparison units and treated ones", remedy="Give both numbers of units."
        )
    comparison = layout.units[0]
    covers = layout.covariances(both_sides(layout))
    covariance = 0.0
    for group in (slice(0, comparison), slice(comparison, None)):
        shares = layout.sizes[group] / layout.sizes[group].sum()
        covariance = covariance + np.einsum("u,ujk->jk", shares**2, covers[group])
    return of_series(plan, layout, covariance)


POWER = PowerMethod(
    precision=precision,
    starts=one_start,
    periods=both_sides,
    words="Upper limit: as if the autocorrelation were known; simulate for the default's own power",
)
