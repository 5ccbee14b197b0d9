"""Estimates from unit changes against R on the seeded panel, and on Card and Krueger's stores."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.frames import panel_frame
from tests.trials.stats.reference import hertfordshire, reference_file, reference_json, synthetic_changes
from trials.stats import CannotEstimate, InputRefused, Plan, analyse
from trials.stats.estimators.cr2_satterthwaite import fit_cr2

PLAN = Plan("difference_in_differences")


@pytest.fixture(scope="module")
def report():
    return analyse(PLAN, synthetic_changes())


def test_long_difference_equals_r(report):
    expected = reference_json("synthetic", "expected_R.json")["did"]["longdiff_t"]
    assert report.primary.value == pytest.approx(expected["est"], rel=1e-8)
    assert report.primary.p_value == pytest.approx(expected["p"], rel=1e-8)
    assert [report.primary.low, report.primary.high] == pytest.approx(expected["ci"], rel=1e-8)


def test_cr2_equals_club_sandwich(report):
    expected = reference_json("synthetic", "expected_R.json")["did"]["twfe_CR2"]
    found = report.estimates["cr2_satterthwaite"]
    assert found.value == pytest.approx(expected["beta"], rel=1e-8)
    assert found.details["standard_error"] == pytest.approx(expected["SE"], rel=1e-8)
    assert found.df == pytest.approx(expected["df_Satt"], rel=1e-5)
    assert found.p_value == pytest.approx(expected["p_Satt"], rel=1e-6)


def test_permutation_of_all_schemes_equals_r(report):
    expected = reference_json("synthetic", "expected_R.json")["did"]["RI_exact_210"]
    found = report.estimates["permutation"]
    assert found.p_value == pytest.approx(expected, rel=1e-8)
    assert found.details["smallest_p"] == pytest.approx(1 / 210)


def stores() -> pd.DataFrame:
    table = pd.read_csv(reference_file("reference", "did_card_krueger", "long.csv")).dropna()
    columns = {
        "unit": table["store"].astype(str),
        "period": table["post"] + 1,
        "treated": table["nj"] * table["post"],
    }
    return pd.DataFrame({**columns, "n": 1, "mean": table["fte"], "sd": 0.0})


def test_card_and_krueger_balanced_stores_give_the_published_figures():
    expected = reference_json("did_card_krueger", "expected_py.json")["balanced_CR2"]
    found = analyse(PLAN, stores()).estimates["cr2_satterthwaite"]
    assert found.value == pytest.approx(2.75, rel=1e-8)
    assert found.details["standard_error"] == pytest.approx(expected["se"], rel=1e-8)
    assert found.df == pytest.approx(expected["df"], rel=1e-5)
    assert round(found.df, 1) == 112.7 and round(found.details["standard_error"], 4) == 1.3423


def test_card_and_krueger_unbalanced_cr2_equals_club_sandwich():
    expected = reference_json("did_card_krueger", "expected_py.json")["all_CR2"]
    table = pd.read_csv(reference_file("reference", "did_card_krueger", "long.csv")).dropna()
    design = np.column_stack([table["nj"] * table["post"], table["nj"], table["post"]]).astype(float)
    value, se, df = fit_cr2(table["fte"].to_numpy(), design, table["store"].to_numpy())
    assert value == pytest.approx(2.7536057829806317, rel=1e-8)
    assert se == pytest.approx(expected["se"], rel=1e-8)
    assert df == pytest.approx(expected["df"], rel=1e-5)


def test_random_effects_collapse_to_equal_weights_where_units_are_known_alike():
    frame = panel_frame(units=8, treated=4, periods=4, start=3, seed=3, cases=200).assign(sd=1.0, n=50)
    frame = frame.assign(mean=frame["events"] / frame["cases"]).drop(columns=["events", "cases"])
    estimates = analyse(PLAN, frame).estimates
    equal, weighted = estimates["cluster_long_difference"], estimates["random_effects_change"]
    assert weighted.value == pytest.approx(equal.value, rel=1e-8)
    assert weighted.p_value == pytest.approx(equal.p_value, rel=1e-6)


def test_wild_bootstrap_of_few_units_uses_every_sign_and_counts_ties(report):
    found = report.estimates["wild_bootstrap"]
    assert found.details["draws"] == 1024
    assert (found.p_value * 1024) == pytest.approx(round(found.p_value * 1024))
    assert found.p_value >= 2 / 1024  # the observed signs and their opposite always count


def test_precision_weights_make_the_random_effects_estimate_primary():
    report = analyse(Plan("difference_in_differences", weights="precision"), synthetic_changes())
    assert report.primary_key == "random_effects_change"


def test_precision_weights_rank_one_unit_about_the_weighted_others():
    plan = Plan("difference_in_differences", weights="precision", exclude_periods=(1, 3), periods_per_year=1)
    report = analyse(plan, hertfordshire(treated_from=4))
    weighted = report.estimates["random_effects_change"]
    assert report.primary_key == "placebo_rank"
    assert (report.primary.value, report.primary.low) == (weighted.value, weighted.low)
    assert report.primary.p_value * 43 == pytest.approx(report.primary.details["rank_two_sided"])


def test_placebo_rank_counts_ties():
    from trials.stats.arithmetic.placebo import rank_counts

    assert rank_counts(np.array([0.2, 0.2, -0.2, 0.1])) == {"two_sided": 3, "one_sided": 2}
    assert rank_counts(np.array([-0.2, 0.3, -0.2, 0.1])) == {"two_sided": 3, "one_sided": 2}


def test_no_untreated_unit_is_refused_under_d():
    frame = panel_frame(units=6, treated=6, periods=4, start=3, seed=1)
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, frame)
    assert refusal.value.code == "d"


def test_three_units_leave_too_few_degrees_of_freedom():
    frame = panel_frame(units=3, treated=2, periods=4, start=3, seed=1)
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, frame)
    assert refusal.value.code == "b"


def test_alpha_no_rank_can_reach_is_refused_under_a():
    frame = panel_frame(units=25, treated=1, periods=4, start=3, seed=1)
    with pytest.raises(CannotEstimate) as refusal:
        analyse(Plan("difference_in_differences", alpha=0.01), frame)
    assert refusal.value.code == "a"


def test_twenty_units_with_one_treated_are_answered():
    frame = panel_frame(units=20, treated=1, periods=4, start=3, seed=1)
    assert analyse(PLAN, frame).primary_key == "placebo_rank"


def test_constant_outcome_is_refused_rather_than_given_p_one():
    frame = panel_frame(units=8, treated=4, periods=4, start=3, seed=1).assign(events=10)
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, frame)
    assert refusal.value.code == "a"


def test_staggered_starts_are_refused():
    frame = panel_frame(units=6, treated=3, periods=6, start=3, seed=1)
    late = (frame["unit"] == "unit 00") & (frame["period"] == 3)
    with pytest.raises(InputRefused, match="start at different periods"):
        analyse(PLAN, frame.assign(treated=frame["treated"].where(~late, 0)))


def test_missing_row_at_the_start_is_no_later_start():
    frame = panel_frame(units=8, treated=3, periods=6, start=3, seed=1)
    gone = (frame["unit"] == "unit 00") & (frame["period"] == 3)
    assert analyse(PLAN, frame[~gone]).primary is not None


def test_logarithmic_scales_read_empty_and_full_cells():
    frame = panel_frame(units=8, treated=4, periods=4, start=3, seed=1)
    frame.loc[frame["unit"] == "unit 00", "events"] = 0
    for scale in ("log_risk_ratio", "log_odds_ratio"):
        found = analyse(Plan("difference_in_differences", scale=scale), frame).primary
        assert found.scale == scale and found.low < found.value < found.high
