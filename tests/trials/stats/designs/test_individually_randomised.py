"""Cases allocated one by one: published intervals, statsmodels' margins, R's CR2, ratios, refusals."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import ttest_ind_from_stats

from tests.trials.stats.arms import reference_clusters
from tests.trials.stats.reference import reference_json
from trials.stats import Allocation, CannotEstimate, InputRefused, Outcome, Plan, Report, analyse
from trials.stats.arithmetic.newcombe import newcombe
from trials.stats.arithmetic.sample_ratio import sample_ratio_test
from trials.stats.arithmetic.score_difference import non_inferiority_p, score_interval, score_statistic

PLAN = Plan("individually_randomised")


def table(*rows, columns=("events", "cases")):
    """One row an arm: the first is the control."""
    names = ("control", "prompt", "letter")[: len(rows)]
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.assign(unit="station", period=1, arm=names, treated=[0, *[1] * (len(rows) - 1)])


PUBLISHED = table((48, 80), (56, 70))


def test_primary_is_newcombes_published_interval():
    found = analyse(PLAN, PUBLISHED).primary
    assert [round(found.low, 4), round(found.high, 4)] == [0.0524, 0.3339]
    assert found.value == pytest.approx(0.2)


@pytest.mark.parametrize(
    "counts", [(56, 70, 48, 80), (0, 20, 7, 20), (9, 10, 3, 10), (10, 10, 0, 20), (5, 10, 6, 11)]
)
def test_p_value_is_the_level_at_which_the_interval_reaches_nought(counts):
    found = analyse(PLAN, table((counts[2], counts[3]), (counts[0], counts[1]))).primary
    bounds = newcombe(*counts, found.p_value)
    assert min(abs(bound) for bound in bounds) == pytest.approx(0, abs=1e-9)


def test_equal_proportions_have_p_one():
    assert analyse(PLAN, table((5, 10), (10, 20))).primary.p_value == 1.0


def test_score_interval_is_the_published_one():
    # Newcombe (1998) Stat Med 17:873, table II, method 5 (Mee) and 6 (Miettinen-Nurminen)
    found = analyse(PLAN, PUBLISHED).estimates["miettinen_nurminen"]
    assert [round(found.low, 4), round(found.high, 4)] == [0.0528, 0.3382]


def test_farrington_and_mannings_test_is_rs():
    r = reference_json("noninferiority", "expected_R.json")["FM_82_85"]
    assert score_statistic(82, 100, 85, 100, -0.1, enlarged=False) == pytest.approx(r["z"], rel=1e-8)
    assert non_inferiority_p(82, 100, 85, 100, 0.1) == pytest.approx(r["p"], rel=1e-8)
    assert score_interval(82, 100, 85, 100, 0.05, enlarged=False) == pytest.approx(
        r["ci"], rel=1e-6
    )  # iterated
    py = reference_json("noninferiority", "expected_py.json")["MN_ci_82_85"]
    assert score_interval(82, 100, 85, 100, 0.05, enlarged=True) == pytest.approx(py, rel=1e-6)


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_guardrail_carries_its_non_inferiority_test(better):
    counts = table((85, 100), (82, 100)) if better == "higher" else table((15, 100), (18, 100))
    outcomes = (Outcome("a"), Outcome("charge", role="guardrail", better=better, margin=0.1))
    found = analyse(Plan("individually_randomised", outcomes=outcomes), {"a": PUBLISHED, "charge": counts})
    r = reference_json("noninferiority", "expected_R.json")["FM_82_85"]
    assert found.outcomes["charge"].status == "watch"
    assert found.outcomes["charge"].estimate.details["non_inferiority_p"] == pytest.approx(r["p"], rel=1e-8)


def test_empty_and_full_arms_are_answered():
    for counts in (((0, 20), (0, 30)), ((20, 20), (30, 30)), ((0, 20), (30, 30))):
        report = analyse(PLAN, table(*counts))
        assert -1 <= report.primary.low <= report.primary.high <= 1
        assert report.refusals["g_computation"].code == "a"


def test_sample_ratio_is_the_published_one():
    expected = reference_json("srm", "expected.json")
    assert sample_ratio_test((821588, 815482), (1, 1))[2] == pytest.approx(
        expected["fabijan_821588_815482"]["p"]
    )
    assert sample_ratio_test((821588, 815482), (1, 1))[0] == pytest.approx(
        expected["fabijan_821588_815482"]["chi2"]
    )


def test_arms_that_lost_cases_fail_and_planned_ratios_are_kept_to():
    uneven = table((300, 1000), (150, 500))
    assert analyse(PLAN, uneven).finding("sample_ratio_allocated").status == "fails"
    planned = Allocation("simple", arms=(("control", 2), ("prompt", 1)))
    report = analyse(Plan("individually_randomised", allocation=planned), uneven)
    assert report.finding("sample_ratio_allocated").status == "passes"
    assert analyse(PLAN, uneven).grade == 4


def test_missing_outcomes_are_compared_by_arm():
    cells = table((300, 1000), (350, 1000))
    assert analyse(PLAN, cells).finding("missing_by_arm").status == "not supplied"
    assert analyse(PLAN, cells.assign(entered=[1040, 1050])).finding("missing_by_arm").status == "passes"
    apart = analyse(PLAN, cells.assign(entered=[1010, 1080])).finding("missing_by_arm")
    assert apart.status == "fails" and "one arm" in apart.text
    assert (
        "17% of outcomes" in analyse(PLAN, cells.assign(entered=[1200, 1200])).finding("missing_by_arm").text
    )


def covariate_cells():
    rng = np.random.default_rng(3)
    rows = []
    for treated in (0, 1):
        for age in (20, 30, 45):
            cases = int(rng.integers(80, 120))
            p = 1 / (1 + np.exp(-(-2 + 0.04 * age + 0.5 * treated)))
            rows.append(("station", 1, treated, float(age), int(rng.binomial(cases, p)), cases))
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "age", "events", "cases"])


def test_g_computation_is_statsmodels_marginal_effect():
    cells = covariate_cells()
    report = analyse(Plan("individually_randomised", covariates=("age",)), cells)
    parts = [cells.assign(y=1, n=cells["events"]), cells.assign(y=0, n=cells["cases"] - cells["events"])]
    rows = pd.concat(parts, ignore_index=True).loc[lambda found: found.index.repeat(found["n"])]
    fit = sm.Logit(rows["y"], sm.add_constant(rows[["treated", "age"]])).fit(disp=0)
    margins = fit.get_margeff(at="overall", dummy=True)
    found = report.estimates["g_computation"]
    assert found.value == pytest.approx(margins.margeff[0], rel=1e-6)
    assert found.details["standard_error"] == pytest.approx(margins.margeff_se[0], rel=1e-6)


def test_g_computation_without_covariates_is_the_plain_difference():
    found = analyse(PLAN, PUBLISHED).estimates["g_computation"]
    assert found.value == pytest.approx(0.2)
    assert found.details["standard_error"] == pytest.approx(np.sqrt(0.6 * 0.4 / 80 + 0.8 * 0.2 / 70))


def test_cluster_robust_is_clubsandwichs_on_single_cases():
    frame = reference_clusters()
    found = analyse(Plan("individually_randomised", cluster="unit"), frame).estimates["cluster_robust"]
    r = reference_json("synthetic", "expected_R.json")["crt"]["lpm_rows_CR2"]
    assert [found.value, found.details["standard_error"]] == pytest.approx([r["beta"], r["SE"]], rel=1e-8)
    assert found.df == pytest.approx(r["df_Satt"], rel=1e-5)
    assert found.p_value == pytest.approx(r["p_Satt"], rel=1e-5)


def test_officer_who_has_cases_in_both_arms_is_one_cluster():
    frame = pd.concat([covariate_cells().assign(period=period) for period in (1, 2, 3)])
    officer = frame["age"].astype(str) + frame["period"].astype(str)
    frame = frame.drop(columns="age").assign(officer=officer)
    found = analyse(Plan("individually_randomised", cluster="officer"), frame).estimates["cluster_robust"]
    assert found.details["clusters"] == 9
    with pytest.raises(InputRefused, match="Add the column officer"):
        analyse(Plan("individually_randomised", cluster="officer"), PUBLISHED)


def test_ratios_equal_the_reference():
    expected = reference_json("two_proportion", "expected.json")
    for scale, name in (("log_risk_ratio", "RR"), ("log_odds_ratio", "OR")):
        found = analyse(Plan("individually_randomised", scale=scale), PUBLISHED).primary
        assert np.exp([found.low, found.high]) == pytest.approx(expected[name], rel=1e-8)


def test_means_are_welchs_whatever_the_cells():
    whole = table((50, 10.0, 3.0), (40, 12.0, 4.0), columns=("n", "mean", "sd"))
    found = analyse(PLAN, whole).primary
    expected = ttest_ind_from_stats(12, 4, 40, 10, 3, 50, equal_var=False)
    assert found.p_value == pytest.approx(expected.pvalue)
    halves = []
    for _, row in whole.iterrows():  # two cells whose n, mean and sd put together are the row's
        n, mean, sd = int(row["n"]) // 2, row["mean"], row["sd"]
        inner = np.sqrt(((2 * n - 1) * sd**2 - 2 * n * 0.25) / (2 * n - 2))
        halves += [{**row, "period": k + 1, "n": n, "mean": mean + (k - 0.5), "sd": inner} for k in (0, 1)]
    assert analyse(PLAN, pd.DataFrame(halves)).primary.p_value == pytest.approx(expected.pvalue)


def test_rates_are_compared_with_poisson_errors():
    frame = table((30, 1000.0), (50, 1200.0), columns=("events", "exposure"))
    found = analyse(PLAN, frame).primary
    assert found.details["standard_error"] == pytest.approx(np.sqrt(30 / 1000**2 + 50 / 1200**2))
    ratio = analyse(Plan("individually_randomised", scale="log_risk_ratio"), frame).primary
    assert ratio.details["standard_error"] == pytest.approx(np.sqrt(1 / 30 + 1 / 50))


def test_several_arms_are_holms_and_a_named_contrast_stands_alone():
    frame = table((48, 80), (56, 70), (50, 75))
    report = analyse(Plan("individually_randomised", control="control"), frame)
    raw = {name: item.details["unadjusted_p"] for name, item in report.contrasts.items()}
    assert report.contrasts["prompt"].p_value == pytest.approx(2 * min(raw.values()))
    named = analyse(
        Plan("individually_randomised", control="control", primary_contrast=("prompt", "letter")), frame
    )
    assert named.primary.value == pytest.approx(56 / 70 - 50 / 75)


def test_exchanging_the_arms_negates_every_difference():
    frame = table((48, 80), (56, 70))
    other = frame.assign(treated=[1, 0])
    first = analyse(Plan("individually_randomised", control="control"), frame).estimates
    second = analyse(Plan("individually_randomised", control="prompt"), other).estimates
    assert set(first) == {
        "other_scale",
        "anytime_band",
        "newcombe_arms",
        "g_computation",
        "miettinen_nurminen",
    }
    for key, found in first.items():
        assert second[key].value == pytest.approx(-found.value)
        assert [second[key].low, second[key].high] == pytest.approx([-found.high, -found.low])
        assert second[key].p_value == pytest.approx(found.p_value)


def test_arm_without_a_case_is_refused():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, table((0, 0), (5, 10)))
    assert refusal.value.code == "d"
    with pytest.raises(InputRefused, match="arm prompt has no case"):
        analyse(PLAN, table((5, 10), (0, 0)))


def test_report_survives_its_json_and_warns_of_the_naive_choice():
    report = analyse(PLAN, PUBLISHED)
    assert Report.from_json(report.to_json()).to_json() == report.to_json()
    assert report.grade == 5
    assert "likely cause" in report.verdict
