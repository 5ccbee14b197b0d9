"""One unit that carries the result is named, in every design; an even table has none."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.arms import arm_frame
from tests.trials.stats.frames import panel_frame
from tests.trials.stats.wedges import wedge_frame
from trials.stats import Plan, analyse
from trials.stats.evidence import Evidence
from trials.stats.fewer_units import keep_rows
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs


def starters(design, seed=1):
    frame = wedge_frame(units=12, sequences=4, months=1, seed=seed, cases=100)
    never = frame["unit"] >= "unit 08"
    return (
        frame.assign(treated=frame["treated"].where(~never, 0)) if design == "staggered_adoption" else frame
    )


def one_leaps(frame, unit):
    events = np.where((frame["unit"] == unit) & (frame["treated"] == 1), frame["cases"], frame["events"])
    return frame.assign(events=events)


@pytest.mark.parametrize("design", ["stepped_wedge", "staggered_adoption"])
def test_unit_that_leaps_at_its_start_is_named(design):
    frame = starters(design)
    found = analyse(Plan(design), one_leaps(frame, "unit 02")).finding("leave_one_starter_out")
    assert found.status == "fails" and found.facts["unit"] == "unit 02"
    assert analyse(Plan(design), frame).finding("leave_one_starter_out").status == "passes"


@pytest.mark.parametrize("design", ["stepped_wedge", "staggered_adoption"])
def test_effect_without_a_unit_is_that_of_the_table_without_it(design):
    frame = one_leaps(starters(design), "unit 02")
    facts = analyse(Plan(design), frame).finding("leave_one_starter_out").facts
    without = analyse(Plan(design), frame[frame["unit"] != "unit 02"]).primary.value
    assert without in (pytest.approx(facts["low"], abs=1e-8), pytest.approx(facts["high"], abs=1e-8))


@pytest.mark.parametrize("design", ["before_after", "interrupted_series"])
def test_unit_that_carries_a_summed_series_is_named(design):
    frame = panel_frame(units=4, treated=4, periods=24, start=13, seed=3)
    heavy = one_leaps(frame, "unit 01").assign(
        cases=frame["cases"], events=lambda table: table["events"].astype(int)
    )
    found = analyse(Plan(design), heavy).finding("leave_one_of_the_summed_out")
    assert found.status == "fails" and found.facts["unit"] == "unit 01"
    assert analyse(Plan(design), frame).finding("leave_one_of_the_summed_out").status == "passes"


def test_unit_that_carries_a_trial_of_single_cases_is_named():
    rng = np.random.default_rng(1)
    rows = [(f"u{unit}", 1, arm, rng.binomial(100, 0.4), 100) for unit in range(6) for arm in (0, 1)]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])
    plan = Plan("individually_randomised")
    assert analyse(plan, frame).finding("leave_one_of_the_summed_out").status == "passes"
    leap = one_leaps(frame, "u3")
    assert analyse(plan, leap).finding("leave_one_of_the_summed_out").facts["unit"] == "u3"


@pytest.mark.parametrize("design", ["controlled_series", "individually_randomised"])
def test_lone_units_stay_and_few_cannot_tell(design):
    frame = (
        panel_frame(units=2, treated=1, periods=24, start=13, seed=3)
        if design == "controlled_series"
        else arm_frame({"control": 1, "a": 1})
    )
    assert analyse(Plan(design), frame).finding("leave_one_of_the_summed_out").status == "cannot tell"


def test_kept_rows_are_the_table_without_the_others():
    frame = panel_frame(units=5, treated=2, periods=8, start=5, seed=1)
    frame = frame.assign(entered=frame["cases"] + 1, stratum=np.where(frame["unit"] < "unit 02", "a", "b"))
    plan, design = Plan("difference_in_differences"), all_designs()["difference_in_differences"]
    whole = read_evidence(plan, design, frame)
    kept = keep_rows(whole.panel, np.array(whole.panel.units) != "unit 04")
    alone = read_evidence(plan, design, frame[frame["unit"] != "unit 04"])
    own = Evidence(kept, plan, design).estimate("cluster_long_difference")
    assert own == alone.estimate("cluster_long_difference")
    assert kept.labels["stratum"].tolist() == ["a", "a", "b", "b"] and kept.flow["entered"].shape == (4, 8)
