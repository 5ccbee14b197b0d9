"""Checks of trials with allocated arms, each on data built to pass it and to fail it."""

import numpy as np

from tests.trials.stats.arms import arm_frame
from trials.stats import Allocation, Plan, analyse

PLAN = Plan("cluster_randomised")


def frame(**options):
    return arm_frame({"control": 8, "prompt": 8}, **{"before": 3, "cases": 200, **options})


def prompt(cells):
    return (cells["arm"] == "prompt") & (cells["period"] > 3)


def scaled(cells, factor):
    """Cases and events of the prompted arm after the start, times a factor."""
    events, cases = ((cells[name] * factor).astype(int) for name in ("events", "cases"))
    return cells.assign(
        events=cells["events"].where(~prompt(cells), events),
        cases=cells["cases"].where(~prompt(cells), cases),
    )


def test_as_many_cases_as_before_pass_and_an_arm_that_lost_a_third_fails():
    uneven = frame()
    size = 100 + 40 * (uneven["unit"].str[1:].astype(int) % 8)
    uneven = uneven.assign(cases=size, events=size // 3 + uneven["events"] % 5)
    assert analyse(PLAN, uneven).finding("sample_ratio_cases").status == "passes"
    report = analyse(PLAN, scaled(uneven, 0.67))
    assert report.finding("sample_ratio_cases").status == "fails"
    assert report.grade == 4
    assert "may be spoiled" in report.verdict


def test_share_found_eligible_is_compared_where_it_was_counted():
    cells = frame()
    assert analyse(PLAN, cells).finding("sample_ratio_eligible").status == "not supplied"
    rng = np.random.default_rng(2)
    screened = 300 + rng.integers(0, 30, len(cells))
    sound = cells.assign(entered=200, screened=screened)
    assert analyse(PLAN, sound).finding("sample_ratio_eligible").status == "passes"
    biased = sound.assign(screened=sound["screened"] + 200 * prompt(cells))
    assert analyse(PLAN, biased).finding("sample_ratio_eligible").status == "fails"


def test_outcomes_missing_in_one_arm_fail_with_worst_case_bounds():
    cells = frame()
    jitter = np.arange(len(cells)) % 3
    sound = cells.assign(entered=202 + jitter)
    assert analyse(PLAN, sound).finding("missing_outcomes").status == "passes"
    apart = analyse(PLAN, sound.assign(entered=sound["entered"] + 15 * prompt(cells))).finding(
        "missing_outcomes"
    )
    assert apart.status == "fails" and "one arm" in apart.text
    low, high = apart.facts["bounds"]
    assert low < analyse(PLAN, cells).primary.value < high
    many = analyse(PLAN, cells.assign(entered=240 + jitter)).finding("missing_outcomes")
    assert many.status == "fails" and "17%" in many.text
    assert analyse(PLAN, cells).finding("missing_outcomes").status == "not supplied"


def sealed(cells):
    arms = cells.groupby("unit")["arm"].first()
    return tuple((unit, arm) for unit, arm in arms.items())


def test_units_must_be_those_of_the_sealed_allocation():
    cells = frame()
    plan = Plan("cluster_randomised", allocation=Allocation("simple", arms=sealed(cells)))
    assert analyse(plan, cells).finding("allocation_kept").status == "passes"
    for broken, words in (
        (cells[cells["unit"] != "u03"], "1 have no case after the start (u03)"),
        (cells.assign(unit=cells["unit"].replace("u03", "x")), "1 were not allocated (x)"),
        (
            cells.assign(
                arm=cells["arm"].where(cells["unit"] != "u03", "prompt"),
                treated=cells["treated"].where(cells["unit"] != "u03", (cells["period"] > 3).astype(int)),
            ),
            "1 changed arms (u03)",
        ),
    ):
        report = analyse(plan, broken)
        assert words in report.finding("allocation_kept").text
        assert report.grade == 3
    assert analyse(PLAN, cells).finding("allocation_kept").status == "not supplied"


def test_size_that_goes_with_the_effect_is_told():
    cells = frame()
    large = cells["unit"].isin(["u00", "u01", "u08", "u09"])
    events = cells["events"].where(~(large & prompt(cells)), 190)
    grown = cells.assign(
        events=events * np.where(large, 20, 1), cases=cells["cases"] * np.where(large, 20, 1)
    )
    assert analyse(PLAN, grown).finding("case_average").status == "fails"
    assert analyse(PLAN, cells).finding("case_average").status == "passes"


def test_unit_that_carries_the_result_is_named():
    cells = frame()
    mild = cells.assign(events=80 + (cells["unit"].str[1:].astype(int) * 7) % 5)
    carried = mild.assign(events=mild["events"].where(~(prompt(cells) & (cells["unit"] == "u12")), 190))
    found = analyse(PLAN, carried).finding("leave_one_cluster_out")
    assert found.status == "fails" and found.facts["unit"] == "u12"
    assert analyse(PLAN, mild).finding("leave_one_cluster_out").status == "passes"
