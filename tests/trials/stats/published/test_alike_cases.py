"""Cases that are alike within a unit: four visits of patients, as R's geepack and clubSandwich read them."""

import pandas as pd
import pytest

from trials.stats import Plan, analyse

# geepack::respiratory (Koch et al. 1990; Davis 1991): patients by good visits of four, placebo and active
GOOD_VISITS = {0: {0: 19, 1: 9, 2: 8, 3: 8, 4: 13}, 1: {0: 7, 1: 7, 2: 4, 3: 12, 4: 24}}


def patients() -> pd.DataFrame:
    """One row a patient."""
    rows = [
        (f"{treated} {good} {number}", 1, treated, good, 4)
        for treated, counts in GOOD_VISITS.items()
        for good, count in counts.items()
        for number in range(count)
    ]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])


def test_estimating_equations_are_geepacks():
    """R: geeglm(outcome ~ treat, id = id, family = binomial, corstr = "exchangeable").

    geepack's error is the uncorrected sandwich; the corrected ones are larger, MD's the most.
    """
    found = analyse(Plan("cluster_randomised"), patients()).estimates["gee_odds_ratio"]
    assert found.value == pytest.approx(0.985392651799, rel=1e-7)
    assert found.details["working_correlation"] == pytest.approx(0.495374432506, rel=1e-6)
    assert 0.311372292207 < found.details["se_kc"] < found.details["se_md"] < 0.3114 * 111 / 107


def test_cr2_by_patient_is_clubsandwichs():
    """R: coef_test(lm(outcome ~ treat), "CR2", cluster = id, test = "Satterthwaite"): 0.0727, 109, 0.00146."""
    plan = Plan("individually_randomised", cluster="unit")
    found = analyse(plan, patients()).estimates["cluster_robust"]
    assert found.details["standard_error"] == pytest.approx(0.0727, abs=5e-5)
    assert round(found.df) == 109 and found.p_value == pytest.approx(0.00146, abs=5e-6)
