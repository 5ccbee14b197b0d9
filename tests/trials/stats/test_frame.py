"""What a table must be: every refusal names the rule, the unit and period, and what to do."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.frames import panel_frame
from trials.stats import InputRefused, Plan
from trials.stats.frame import read_frame

PLAN = Plan("difference_in_differences")


def sound() -> pd.DataFrame:
    return panel_frame(units=4, treated=2, periods=6, start=4, seed=1)


def with_cell(name: str, value, row: int = 7) -> pd.DataFrame:
    frame = sound().astype({name: object})
    frame.loc[row, name] = value
    return frame


@pytest.mark.parametrize(
    ("frame", "rule"),
    [
        (with_cell("events", np.nan), "events is missing or infinite"),
        (with_cell("cases", np.inf), "cases is missing or infinite"),
        (with_cell("events", "many"), "not a number"),
        (with_cell("events", 2.5), "events is not a whole number"),
        (with_cell("events", -1), "events is below 0"),
        (with_cell("events", 41), "events exceed cases"),
        (with_cell("events", 10**400), "not a number"),
        (with_cell("cases", 2**53 + 2), "cases is too large"),
        (with_cell("period", 0), "period is below 1"),
        (with_cell("period", 202_401), "period is above 100,000"),
        (sound().astype({"events": complex}), "not a number"),
        (
            sound().rename(columns={"cases": "exposure"}).assign(exposure=1e-300),
            "exposure is too large or too",
        ),
        (with_cell("period", 1), "two rows for one unit and period"),
        (with_cell("treated", 2), "neither 0 nor 1"),
        (with_cell("treated", 1, row=0), "treated falls back to 0"),
        (with_cell("unit", None), "no unit"),
        (sound().assign(colour="blue"), "unknown column colour"),
        (sound().drop(columns="treated"), "lacks treated"),
        (sound().drop(columns="cases"), "does not say what was counted"),
        (sound().assign(exposure=1.0), "two kinds"),
        (sound().assign(entered=1), "cases exceed entered"),
        (sound().assign(entered=50, screened=49), "entered exceed screened"),
        (sound().assign(exposed=0.5), "exposed is neither"),
        (sound().assign(stratum=[str(n) for n in range(24)]), "stratum changes within a unit"),
        (sound().iloc[:0], "no rows"),
        (sound().assign(treated=0), "no unit is ever treated"),
        ([1, 2], "not a table"),
    ],
)
def test_broken_rule_is_refused_by_name(frame, rule):
    with pytest.raises(InputRefused, match=rule) as refusal:
        read_frame(frame, PLAN)
    assert refusal.value.remedy


def test_refusal_names_unit_and_period():
    with pytest.raises(InputRefused) as refusal:
        read_frame(with_cell("events", 41, row=7), PLAN)
    assert refusal.value.where == "unit unit 01, period 2"


def test_start_is_the_smallest_first_treated_period():
    assert read_frame(sound(), PLAN).windows.start == 4


def test_plan_and_frame_that_name_different_starts_are_refused():
    with pytest.raises(InputRefused, match="starts at period 3, the data at period 4"):
        read_frame(sound(), Plan("difference_in_differences", start=3))


def test_starts_may_differ_by_periods_that_are_not_compared():
    plan = Plan("difference_in_differences", start=3, exclude_periods=(3,))
    assert read_frame(sound(), plan).windows.start == 3


def test_washout_and_excluded_periods_are_on_neither_side():
    plan = Plan("difference_in_differences", washout=1, exclude_periods=(1, 6))
    windows = read_frame(sound(), plan).windows
    assert windows.before.tolist() == [False, True, True, False, False, False]
    assert windows.after.tolist() == [False, False, False, False, True, False]


def test_nothing_left_to_compare_is_refused():
    with pytest.raises(InputRefused, match="no period from the start"):
        read_frame(sound(), Plan("difference_in_differences", washout=9))


def test_empty_cell_is_observed_and_has_no_proportion():
    frame = sound()
    frame.loc[0, ["events", "cases"]] = 0
    panel = read_frame(frame, PLAN)
    assert panel.observed[0, 0] and np.isnan(panel.values[0, 0])


def test_mean_and_rate_tables_are_read():
    counts = sound()
    rate = counts.rename(columns={"cases": "exposure"})
    mean = counts.drop(columns=["events", "cases"]).assign(n=10, mean=2.5, sd=1.0)
    assert read_frame(rate, PLAN).kind.name == "rate"
    panel = read_frame(mean, PLAN)
    assert panel.kind.name == "continuous" and panel.values[0, 0] == 2.5


def test_events_without_exposure_are_refused():
    rate = sound().rename(columns={"cases": "exposure"})
    rate.loc[0, "exposure"] = 0
    with pytest.raises(InputRefused, match="events without exposure"):
        read_frame(rate, PLAN)
