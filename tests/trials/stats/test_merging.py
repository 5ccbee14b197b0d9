"""Rows that a covariate parts give the same cells as their cases counted together."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.arms import arm_frame
from trials.stats import InputRefused, Plan, analyse
from trials.stats.frame import read_frame

PLAN = Plan("cluster_randomised", covariates=("age",))


def parted():
    """A table with every cell in two rows, of younger and older cases, and the same counted together."""
    old = arm_frame({"control": 6, "prompt": 6}, seed=2, cases=30).assign(age=40.0)
    young = arm_frame({"control": 6, "prompt": 6}, seed=3, cases=10).assign(age=20.0)
    together = old.assign(events=old["events"] + young["events"], cases=40, age=35.0)
    return [old, young], together


def joined(parts):
    return pd.concat(parts).sample(frac=1, random_state=1)


def test_counts_are_added_and_covariates_averaged_by_cases():
    parts, together = parted()
    split, whole = (read_frame(frame, PLAN, baseline=False) for frame in (joined(parts), together))
    assert np.array_equal(split.total, whole.total) and np.array_equal(split.size, whole.size)
    assert (split.flow["age"] == 35).all()


def test_delivery_to_some_groups_is_averaged_by_cases():
    old, young = parted()[0]
    panel = read_frame(joined([old.assign(exposed=1), young.assign(exposed=0)]), PLAN, baseline=False)
    assert (panel.flow["exposed"] == 0.75).all()


def test_sd_is_that_of_all_cases():
    rng = np.random.default_rng(1)
    values = [rng.normal(5, 2, size) for size in (8, 15)]
    base = arm_frame({"control": 2, "prompt": 2}, after=1).drop(columns=["events", "cases"])
    parts = [
        base.assign(n=len(some), mean=some.mean(), sd=some.std(ddof=1), age=age)
        for some, age in zip(values, (20.0, 40.0), strict=True)
    ]
    panel = read_frame(joined(parts), PLAN, baseline=False)
    every = np.concatenate(values)
    assert panel.values[0, 0] == pytest.approx(every.mean())
    assert panel.spread[0, 0] == pytest.approx(every.std(ddof=1))


def test_unit_values_of_a_covariate_take_a_degree_of_freedom():
    parts, _ = parted()
    parts[1] = parts[1][parts[1]["unit"] > "u03"]  # so that mean age differs between units
    assert analyse(PLAN, joined(parts)).primary.details["covariates"] == ["age"]
    assert analyse(PLAN, joined(parts)).primary.df == 9


def test_doubled_rows_are_still_refused():
    parts, _ = parted()
    with pytest.raises(InputRefused, match="two rows for one unit and period"):
        read_frame(joined([*parts, parts[0]]), PLAN)
    with pytest.raises(InputRefused, match="two rows for one unit and period"):
        read_frame(joined([part.drop(columns="age") for part in parts]), Plan("cluster_randomised"))
