"""The worked case of the published figures, to the digits printed beside them."""

import pytest

from tests.trials.stats.reference import hertfordshire
from trials.stats import Plan, analyse

TWO_YEARS = Plan("difference_in_differences", exclude_periods=(1, 3), periods_per_year=1)
FOUR_YEARS = Plan("difference_in_differences", start=3, periods_per_year=1)


def points(*numbers):
    return [round(100 * number, 1) for number in numbers]


def test_two_years_compared_give_the_published_difference_and_ranks():
    report = analyse(TWO_YEARS, hertfordshire(treated_from=4))
    found = report.primary
    assert points(found.value, found.low, found.high) == [12.1, -0.5, 24.6]
    assert points(found.details["own_change"], found.details["others_change"]) == [9.2, -2.8]
    assert (found.details["rank_two_sided"], found.details["units"]) == (4, 43)
    assert found.details["rank_one_sided"] == 3
    assert round(found.p_value, 3) == 0.093
    assert round(found.details["p_one_sided"], 3) == 0.070


def test_means_of_two_years_give_the_published_sensitivity():
    found = analyse(FOUR_YEARS, hertfordshire(treated_from=3)).primary
    assert points(found.value, found.low, found.high) == [8.8, -3.8, 21.4]
    assert found.details["rank_two_sided"] == 8
    assert round(found.p_value, 3) == 0.186


def test_levels_are_the_published_shares():
    found = analyse(TWO_YEARS, hertfordshire(treated_from=4)).primary
    assert points(found.details["own_before"], found.details["own_after"]) == [30.1, 39.4]


def test_naive_z_is_reported_apart_and_never_as_a_verdict():
    report = analyse(TWO_YEARS, hertfordshire(treated_from=4))
    assert report.naive["z"] == pytest.approx(14.1, abs=0.05)
    assert report.naive["is_verdict"] is False
    assert "14.1" not in report.verdict


def test_verdict_gives_both_changes_the_interval_and_the_rank():
    verdict = analyse(TWO_YEARS, hertfordshire(treated_from=4)).verdict
    for words in ("rose 9.2 points", "other 42 fell 2.8 points", "12.1 points (−0.5 to 24.6)", "4 of 43"):
        assert words in verdict


def test_nineteen_forces_are_too_few_for_a_rank():
    from trials.stats import CannotEstimate

    frame = hertfordshire(treated_from=4)
    others = [unit for unit in sorted(frame["unit"].unique()) if unit != "Hertfordshire"][:18]
    with pytest.raises(CannotEstimate) as refusal:
        analyse(TWO_YEARS, frame[frame["unit"].isin([*others, "Hertfordshire"])])
    assert refusal.value.code == "e"
    assert refusal.value.report.primary is None
    assert refusal.value.report.verdict.startswith("No verdict.")
