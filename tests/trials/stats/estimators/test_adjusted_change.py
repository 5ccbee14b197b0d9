"""Changes adjusted for what units are alike in: against statsmodels, and what level four asks for."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from trials.stats import InputRefused, Plan, analyse


def towns(*, units=24, treated=12, periods=12, start=7, seed=1, slope=0.0) -> pd.DataFrame:
    """Units whose change follows `size`; treated ones are larger, so that the plain difference is confounded."""
    rng = np.random.default_rng(seed)
    rows = []
    for unit in range(units):
        own = unit < treated
        size = rng.normal(1.0 if own else 0.0)
        level = rng.uniform(0.3, 0.4)
        for period in range(1, periods + 1):
            late = period >= start
            chance = np.clip(level + slope * size * late + 0.1 * (own and late), 0.02, 0.98)
            rows.append((f"u{unit:02d}", period, int(own and late), rng.binomial(400, chance), 400, size))
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases", "size"])


def plan(**options):
    return Plan("difference_in_differences", covariates=("size",), **options)


def test_adjusted_difference_is_that_of_least_squares():
    frame = towns(slope=0.05)
    found = analyse(plan(), frame).primary
    share = frame.assign(share=frame["events"] / frame["cases"], late=frame["period"] >= 7)
    means = share.pivot_table(index="unit", columns="late", values="share")
    first = frame.groupby("unit").agg(own=("treated", "max"), size=("size", "first"))
    fit = sm.OLS(means[True] - means[False], sm.add_constant(first)).fit()
    assert found.value == pytest.approx(fit.params["own"], rel=1e-9)
    assert [found.low, found.high] == pytest.approx(fit.conf_int().loc["own"].tolist(), rel=1e-8)
    assert found.df == 21 and found.p_value == pytest.approx(fit.pvalues["own"], rel=1e-8)
    assert found.details["own_change"] - found.details["others_change"] == pytest.approx(found.value)


def test_what_size_did_is_taken_off():
    frame = towns(slope=0.05)
    report = analyse(plan(), frame)
    assert report.primary_key == "adjusted_change" and report.primary.low < 0.1 < report.primary.high
    assert abs(report.estimates["cluster_long_difference"].value - 0.1) > 0.02
    assert "size" in report.primary.method
    precise = analyse(plan(weights="precision"), frame).primary
    assert precise.value == pytest.approx(report.primary.value, abs=0.01) and "Knapp" in precise.method


def test_level_four_asks_for_covariates_ten_units_a_side_and_an_even_start():
    assert analyse(plan(), towns()).grade == 4
    assert analyse(Plan("difference_in_differences"), towns().drop(columns="size")).grade == 3
    few = analyse(plan(), towns(units=16, treated=8))
    assert few.grade <= 3 and "under 10 units" in few.finding("like_with_like").text
    drifting = towns()
    early = (drifting["unit"] < "u12") & (drifting["period"] < 7)
    drifting["events"] -= (early * 20 * (7 - drifting["period"]).clip(0)).astype(int)
    assert analyse(plan(), drifting.assign(events=drifting["events"].clip(0))).grade <= 2


def test_covariates_that_cannot_adjust_are_refused_in_words():
    with pytest.raises(InputRefused, match="one treated unit"):
        analyse(plan(), towns(units=24, treated=1))
    with pytest.raises(InputRefused, match="baseline"):
        analyse(Plan("difference_in_differences", covariates=("baseline",)), towns().drop(columns="size"))
