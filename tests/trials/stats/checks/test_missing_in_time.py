"""Missing and immature outcomes where units start at different times, single cases, and designs without allocation."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.frames import panel_frame
from tests.trials.stats.wedges import wedge_frame
from trials.stats import Allocation, Plan, allocate, analyse

WEDGE = Plan("stepped_wedge")


def wedge(with_it=0.0, without=0.0, **options):
    """A wedge of which these shares of entered cases have no outcome."""
    frame = wedge_frame(units=8, sequences=4, months=1, seed=1, cases=100, **options)
    missing = np.where(frame["treated"] == 1, with_it, without)
    return frame.assign(entered=frame["cases"] + np.round(missing * 100 / (1 - missing)).astype(int))


def test_outcomes_missing_more_with_the_nudge_are_found():
    report = analyse(WEDGE, wedge(with_it=0.08, without=0.02))
    found = report.finding("missing_in_time")
    assert found.status == "fails" and "with the nudge than without" in found.text
    assert found.facts["effect"] == pytest.approx(0.06, abs=0.005) and found.facts["p_value"] < 0.05
    low, high = found.facts["bounds"]
    assert low < report.primary.value < high
    assert report.grade == 3  # one step for them, one as more cases then entered with the nudge


def test_outcomes_missing_alike_pass_and_many_fail():
    assert analyse(WEDGE, wedge(0.05, 0.05)).finding("missing_in_time").status == "passes"
    assert analyse(WEDGE, wedge(0.2, 0.2)).finding("missing_in_time").status == "fails"
    assert analyse(WEDGE, wedge().drop(columns="entered")).finding("missing_in_time").status == "not supplied"


def test_delta_at_which_a_wedges_conclusion_turns_is_named():
    strong = analyse(WEDGE, wedge(0.05, 0.05, effect=0.3)).finding("delta_missing_in_time")
    assert strong.status == "passes" and strong.facts["turns_at"] is None
    weak = analyse(WEDGE, wedge(0.5, 0.5, effect=0.05)).finding("delta_missing_in_time")
    assert weak.status == "fails" and weak.facts["turns_at"] is not None
    middle = weak.facts["delta"].index(0.0)
    assert weak.facts["value"][middle] == pytest.approx(
        analyse(WEDGE, wedge(0.5, 0.5, effect=0.05)).primary.value, abs=1e-9
    )
    slope = np.diff(weak.facts["value"]) / np.diff(weak.facts["delta"])
    assert slope == pytest.approx(
        np.full(8, 0.5), abs=0.01
    )  # half of the outcomes with the nudge are missing


def test_delta_moves_a_trial_of_single_cases_by_its_share_missing():
    rows = [("u", 1, 0, 40, 100, 100), ("u", 1, 1, 60, 100, 125)]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases", "entered"])
    report = analyse(Plan("individually_randomised"), frame)
    facts = report.finding("delta_missing_of_cases").facts
    assert facts["value"][0] == pytest.approx(0.2 - 0.2 * 0.2)
    assert facts["low"][-1] == pytest.approx(report.primary.low + 0.2 * 0.2)


@pytest.mark.parametrize(
    "design", ["before_after", "interrupted_series", "controlled_series", "difference_in_differences"]
)
def test_no_verdict_where_cases_were_not_followed_alike(design):
    own = design in ("before_after", "interrupted_series")
    frame = panel_frame(units=6, treated=6 if own else 3, periods=20, start=11, seed=1)
    late = frame["period"] == 20
    frame = frame.assign(entered=frame["cases"] + 30 * late)
    found = analyse(Plan(design), frame)
    assert found.finding("maturity").status == "cannot tell"
    alike = analyse(Plan(design), frame.assign(entered=frame["cases"] + 1))
    assert alike.finding("maturity").status == "passes"
    if design != "before_after":  # which gives no test to withhold
        assert "cannot be told" in found.verdict


def test_no_verdict_where_most_are_open_though_alike():
    frame = panel_frame(units=6, treated=3, periods=8, start=5, seed=1)
    found = analyse(Plan("difference_in_differences"), frame.assign(entered=2 * frame["cases"]))
    assert "50% of eligible cases" in found.finding("maturity").text


def drawn_wedge():
    """A wedge as allocated: {unit: start} from the allocation, and its table."""
    frame = wedge_frame(units=8, sequences=4, months=1, seed=1)
    units = sorted(frame["unit"].unique())
    found = allocate(units, seed=3, method="stepped", arms=("2", "3", "4", "5"))
    start = frame["unit"].map({unit: int(arm) for unit, arm in found.assignment})
    return found.as_plan(), frame.assign(treated=(frame["period"] >= start).astype(int))


def test_units_that_start_as_allocated_pass():
    allocation, frame = drawn_wedge()
    report = analyse(Plan("stepped_wedge", allocation=allocation), frame)
    assert report.finding("sequence_kept").status == "passes" and report.grade == 5
    gone = (frame["unit"] == frame["unit"].iloc[0]) & (frame["period"] == 2)
    assert (
        analyse(Plan("stepped_wedge", allocation=allocation), frame[~gone]).finding("sequence_kept").status
        == "passes"
    )
    assert analyse(WEDGE, frame).finding("sequence_kept").status == "not supplied"


def test_unit_that_started_at_another_time_breaks_the_allocation():
    allocation, frame = drawn_wedge()
    late = dict(allocation.sequences)
    unit = next(name for name, start in late.items() if start == 2)
    moved = frame.assign(
        treated=np.where((frame["unit"] == unit) & (frame["period"] < 4), 0, frame["treated"])
    )
    report = analyse(Plan("stepped_wedge", allocation=allocation), moved)
    assert report.finding("sequence_kept").facts["other_start"] == [unit] and report.grade == 3
    fewer = analyse(Plan("stepped_wedge", allocation=allocation), frame[frame["unit"] != unit])
    assert fewer.finding("sequence_kept").facts["without_cases"] == [unit]


def test_pairs_named_in_the_allocation_are_permuted_within():
    frame = wedge_frame(units=12, sequences=2, months=1, seed=1)
    names = sorted(frame["unit"].unique())
    pairs = tuple(zip(names[::2], names[1::2], strict=True))
    plan = Plan("stepped_wedge", allocation=Allocation("matched_pairs", pairs=pairs))
    assert analyse(plan, frame).primary.details["allocations"] == 2**6
    table = frame.assign(
        pair=frame["unit"].map({unit: str(n) for n, pair in enumerate(pairs) for unit in pair})
    )
    by_column = Plan("stepped_wedge", allocation=Allocation("matched_pairs", pairs=("pair",)))
    assert analyse(by_column, table).primary.p_value == analyse(plan, frame).primary.p_value


def test_flow_of_a_wedge_is_told_by_sequence():
    frame = wedge(0.05, 0.05)
    flow = analyse(WEDGE, frame).series["flow"]
    assert list(flow) == ["2", "3", "4", "5"] and flow["2"]["units"] == flow["2"]["units_compared"] == 2
    assert sum(part["cases"] for part in flow.values()) == frame["cases"].sum()
    assert sum(part["entered"] for part in flow.values()) == frame["entered"].sum()
    details = analyse(WEDGE, frame).primary.details
    assert details["size_mean"] == 500 and details["size_cv"] == 0


def test_large_units_that_respond_otherwise_make_size_informative():
    frame = wedge_frame(units=12, sequences=4, months=1, seed=1, cases=40)
    large = frame["unit"].isin([f"unit {row:02d}" for row in range(4)])
    rng = np.random.default_rng(1)
    cases = np.where(large, 400, 20)
    chance = 0.4 + np.where(large, 0.3, 0.0) * frame["treated"]
    sized = frame.assign(cases=cases, events=rng.binomial(cases, chance))
    found = analyse(WEDGE, sized).finding("case_average_in_steps")
    assert found.status == "fails" and found.facts["case_average"] > found.facts["unit_average"] + 0.1
    assert analyse(WEDGE, frame).finding("case_average_in_steps").status == "passes"


def test_equal_cells_give_the_usual_regression_with_unit_and_step_effects():
    frame = wedge_frame(units=8, sequences=4, months=1, seed=3)
    unit, step = (pd.factorize(frame[name])[0] for name in ("unit", "period"))
    dummies = np.column_stack([frame["treated"], np.eye(8)[unit], np.eye(5)[step]])
    wanted = np.linalg.lstsq(dummies, frame["events"] / frame["cases"], rcond=None)[0][0]
    facts = analyse(WEDGE, frame).finding("case_average_in_steps").facts
    assert facts["unit_average"] == pytest.approx(wanted) == pytest.approx(facts["case_average"])


def sized_wedge(more: float = 1.0, eligible: float = 0.5, seed: int = 1) -> pd.DataFrame:
    """Ten units of very unlike sizes; with the nudge `more` times the cases enter, of which a share was eligible."""
    frame = wedge_frame(units=10, sequences=5, months=2, seed=seed)
    rng = np.random.default_rng(seed)
    size = frame["unit"].map(
        dict(zip(sorted(frame["unit"].unique()), rng.gamma(2, 40, 10) + 20, strict=True))
    )
    entered = rng.poisson(size * np.where(frame["treated"] == 1, more, 1.0)) + 1
    share = np.where(frame["treated"] == 1, eligible, 0.5)
    screened = entered + rng.poisson(entered * (1 - share) / share)
    return frame.assign(cases=entered, events=rng.binomial(entered, 0.4), entered=entered, screened=screened)


def test_more_cases_with_the_nudge_are_found_in_units_of_unlike_sizes():
    found = analyse(WEDGE, sized_wedge(more=1.4)).finding("sample_ratio_in_time")
    assert found.status == "fails" and "numbers of cases" in found.text
    assert found.facts["cases"]["effect"] == pytest.approx(np.log(1.4), abs=0.1)


def test_other_shares_found_eligible_with_the_nudge_are_found():
    report = analyse(WEDGE, sized_wedge(eligible=0.7))
    found = report.finding("sample_ratio_in_time")
    assert found.status == "fails" and "found eligible" in found.text and "numbers" not in found.text
    assert report.grade == 4


def test_cases_that_come_in_alike_pass_and_few_orders_cannot_tell():
    for seed in range(3):
        assert analyse(WEDGE, sized_wedge(seed=seed)).finding("sample_ratio_in_time").status == "passes"
    few = wedge_frame(units=6, sequences=3, months=1, seed=1)
    assert analyse(WEDGE, few).finding("sample_ratio_in_time").status == "cannot tell"


def test_verdict_of_a_wedge_says_that_recruitment_may_have_spoiled_it():
    frame = sized_wedge(more=1.4)
    on = frame["treated"] == 1
    better = frame.assign(
        events=np.where(on, np.minimum(frame["events"] * 2, frame["cases"]), frame["events"])
    )
    verdict = analyse(WEDGE, better).verdict
    assert "may be spoiled" in verdict and "numbers of cases" in verdict
