"""Whatever is handed to the engine's other functions: an answer, or a refusal in words that says what to give."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.arms import arm_frame
from trials.stats import (
    Allocation,
    CannotEstimate,
    InputRefused,
    Layout,
    Look,
    Outcome,
    Plan,
    Report,
    allocate,
    analyse,
    cumulative_incidence,
    power,
    power_grid,
    read_history,
    simulate_power,
    smallest_detectable_effect,
    verify_allocation,
)
from trials.stats.precision import all_powers

RUBBISH = (
    None, "", "many", "\ud800", b"x", -1, 0, 1.5, float("nan"), float("inf"), 1e300, 10**400, True, 1j, [], [1],
    ["a"], [["a"]], (), {}, {"a": 1}, object(), np.array([1, 2]), np.array(3), pd.DataFrame(), pd.NaT,
)  # fmt: skip
TRIAL = Plan("cluster_randomised", control="control")
FRAME = arm_frame({"control": 4, "prompt": 4}, before=1)
LAYOUT = {"units": (4, 4), "periods_after": 2, "baseline": 0.3, "icc": 0.05}
UNITS = pd.DataFrame({"unit": list("abcd"), "town": [1, 1, 2, 2], "size": [1.5, 2, 3, 4]})
TIMING = pd.DataFrame({"cause": ["a", "b", "censored"], "lag_days": [1, 2, 5], "count": [3, 4, 2]})
HISTORY = pd.DataFrame(
    {"unit": np.repeat(list("abcd"), 4), "period": [1, 2, 3, 4] * 4, "events": range(16), "cases": 40}
)


def refuses_or_answers(function, *given, **named):
    """The answer, if any; every exception but the two ways to say no is a fault, and so is a division by nought."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            return function(*given, **named)
        except InputRefused as refusal:
            assert refusal.rule and refusal.remedy.endswith(".")
        except CannotEstimate as refusal:
            assert refusal.would_do
    return None


def spoiled(table: pd.DataFrame):
    """The table with one cell, one column or all of its first column replaced by rubbish."""
    for name in table:
        for odd in RUBBISH:
            column = table[name].astype(object).tolist()
            yield table.assign(**{name: pd.Series([odd, *column[1:]], dtype=object)})
        yield table.drop(columns=name)
        yield pd.concat([table, table[[name]]], axis=1)


@pytest.mark.parametrize("field", sorted(Plan("before_after").as_dict()))
def test_any_field_of_a_plan(field):
    for odd in RUBBISH:
        plan = refuses_or_answers(Plan, **{"design": "cluster_randomised", field: odd})
        if plan is not None:
            assert Plan.from_json(plan.to_json()).seal() == plan.seal()
        refuses_or_answers(Plan.from_dict, {**TRIAL.as_dict(), field: odd})


@pytest.mark.parametrize(("kind", "least"), [(Outcome, {"key": "a"}), (Allocation, {"method": "simple"}),
                                             (Look, {"after_period": 1, "planned_information": 0.5}),
                                             (Layout, LAYOUT)])  # fmt: skip
def test_any_field_of_a_value(kind, least):
    for field in kind.__dataclass_fields__:
        for odd in RUBBISH:
            refuses_or_answers(kind, **{**least, field: odd})


@pytest.mark.parametrize("design", sorted(all_powers()))
def test_any_planning_value(design):
    plan = Plan(design)
    for units in ((1,), (4,), (1, 1), (2, 2), (3, 3, 3)):
        for before, after in ((0, 0), (0, 2), (1, 0), (8, 8)):
            layout = Layout(units=units, periods_before=before, periods_after=after, baseline=0.3, icc=0.05)
            refuses_or_answers(power, plan, 0.1, layout)
            refuses_or_answers(smallest_detectable_effect, plan, layout)
    layout = Layout(units=(4,) if design == "interrupted_series" else (4, 4), periods_before=8, periods_after=8,
                    baseline=0.3, icc=0.05)  # fmt: skip
    for odd in RUBBISH:
        refuses_or_answers(power, plan, odd, layout)
        refuses_or_answers(power, plan, 0.1, odd)
        refuses_or_answers(smallest_detectable_effect, plan, layout, power=odd)


def test_any_argument_of_power():
    layout = Layout(**LAYOUT)
    for odd in RUBBISH:
        refuses_or_answers(power, odd, 0.1, layout)
        refuses_or_answers(power_grid, TRIAL, odd, [0.1])
        refuses_or_answers(power_grid, TRIAL, [layout], odd)
        refuses_or_answers(simulate_power, TRIAL, odd, layout, runs=1)
        refuses_or_answers(simulate_power, TRIAL, 0.1, layout, runs=odd)


def test_any_argument_of_an_allocation():
    for odd in RUBBISH:
        refuses_or_answers(allocate, odd, seed=1)
        refuses_or_answers(allocate, [odd, "b", "c", "d"], seed=1)
        for name in ("seed", "method", "arms", "ratio"):
            refuses_or_answers(allocate, list("abcd"), **{"seed": 1, name: odd})
        for method, name in (("stratified", "stratum"), ("matched_pairs", "pair"), ("constrained", "covariates"),
                             ("minimisation", "factors")):  # fmt: skip
            refuses_or_answers(allocate, UNITS, seed=1, method=method, **{name: odd})
        refuses_or_answers(
            allocate, UNITS, seed=1, method="constrained", covariates=["size"], best_percent=odd
        )
        refuses_or_answers(allocate, UNITS, seed=1, method="minimisation", factors=["town"], coin_percent=odd)
    for table in spoiled(UNITS):
        refuses_or_answers(allocate, table, seed=1, method="constrained", covariates=["size"])


def test_any_published_allocation():
    sound = allocate(UNITS, seed=1, method="stratified", stratum="town").published()
    for odd in RUBBISH:
        refuses_or_answers(verify_allocation, odd)
        for name in sound:
            found = refuses_or_answers(verify_allocation, {**sound, name: odd})
            assert found is None or not found.holds or name in ("schemes", "ratio", "attributes")
        for name in ("arms", "strata", "pairs", "sequences", "constraint"):
            sealed = refuses_or_answers(Allocation, "constrained", **{name: odd})
            if sealed is not None:
                plan = Plan("cluster_randomised", control="control", allocation=sealed)
                refuses_or_answers(analyse, plan, FRAME)


def test_any_timing_or_history():
    for odd in RUBBISH:
        refuses_or_answers(cumulative_incidence, odd)
        refuses_or_answers(cumulative_incidence, TIMING, at=odd)
        refuses_or_answers(cumulative_incidence, TIMING, causes=odd)
        refuses_or_answers(read_history, odd)
    for table in spoiled(TIMING):
        refuses_or_answers(cumulative_incidence, table)
    for table in spoiled(HISTORY):
        refuses_or_answers(read_history, table)


def test_any_argument_of_an_analysis():
    looked = Plan(
        "cluster_randomised", control="control", max_information=9.0, looks=(Look(2, 0.5), Look(4, 1.0))
    )
    for odd in RUBBISH:
        refuses_or_answers(analyse, odd, FRAME)
        refuses_or_answers(analyse, TRIAL, odd)
        refuses_or_answers(analyse, looked, FRAME, look=odd)
        if odd is not None:
            refuses_or_answers(analyse, TRIAL, FRAME, timing=odd)
    for key in (None, 1, ("a",), "another"):
        with pytest.raises(InputRefused, match="the plan has no outcome"):
            analyse(TRIAL, {"primary": FRAME, key: FRAME})


def test_any_text_for_a_report_or_a_plan():
    sound = json.loads(analyse(TRIAL, FRAME).to_json())
    texts = ["", "{", "[]", "null", "1", '"a"', "{}", "NaN", '{"a": Infinity}', "[" * 100_000, "1" * 5_000]
    for text in (*texts, *RUBBISH):
        refuses_or_answers(Report.from_json, text)
        refuses_or_answers(Plan.from_json, text)
    for odd in (None, "", -1, 1e300, 10**400, [], {}, [1], {"a": 1}, "NaN", float("nan"), float("inf")):
        changes = [{**sound, name: odd} for name in sound]
        changes += [{**sound, "primary": {**sound["primary"], name: odd}} for name in sound["primary"]]
        for values in changes:
            report = refuses_or_answers(Report.from_json, json.dumps(values))
            assert report is None or report.to_json()
