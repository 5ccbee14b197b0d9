"""A series in which nothing ever happens, or always, is refused however the numbers of cases move."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import CannotEstimate, Plan, analyse

MONTH = np.arange(1, 49)


def grown(share: float, design: str) -> pd.DataFrame:
    """One team of fifty cases a month before month 25 and five hundred from then on; with another for comparison."""
    cases = np.where(MONTH < 25, 50, 500) + MONTH % 7
    own = {"unit": "u0", "period": MONTH, "treated": (MONTH >= 25).astype(int), "cases": cases}
    frames = [pd.DataFrame(own).assign(events=(share * cases).astype(int))]
    if design == "controlled_series":
        frames.append(frames[0].assign(unit="u1", treated=0, events=20 + MONTH % 5))
    return pd.concat(frames, ignore_index=True)


@pytest.mark.parametrize("design", ["interrupted_series", "controlled_series"])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_more_cases_of_a_constant_outcome_are_no_effect(design, share):
    with pytest.raises(CannotEstimate) as refused:
        analyse(Plan(design), grown(share, design))
    assert refused.value.code == "a" and "never varies" in refused.value.would_do
