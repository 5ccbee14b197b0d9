"""A plan is one frozen value: sealed over canonical JSON, refused where it says what no engine can do."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trials.stats.frames import panel_frame
from trials.stats import Allocation, InputRefused, Look, Outcome, Plan, analyse

FULL = Plan(
    "difference_in_differences",
    alpha=0.01,
    seed=7,
    start=5,
    exclude_periods=[1, 2],
    outcomes=[Outcome("oocr"), Outcome("charge", role="guardrail", margin=0.02)],
    looks=(Look(6, 0.5),),
    allocation=Allocation("simple", arms=("a", "b")),
)


def test_plan_comes_back_from_its_json_with_the_same_seal():
    again = Plan.from_json(FULL.to_json())
    assert again == FULL
    assert again.seal() == FULL.seal()


def test_seal_is_sha_256_over_sorted_json():
    text = FULL.to_json()
    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text
    assert len(FULL.seal()) == 64 and set(FULL.seal()) <= set("0123456789abcdef")


@given(st.floats(0.001, 0.5), st.integers(0, 10**6), st.integers(0, 12))
def test_every_changed_field_changes_the_seal(alpha, seed, washout):
    plan = Plan("before_after", alpha=alpha, seed=seed, washout=washout)
    again = Plan.from_dict(plan.as_dict())
    assert again.seal() == plan.seal()
    assert Plan("before_after", alpha=alpha, seed=seed + 1, washout=washout).seal() != plan.seal()


def test_field_added_later_leaves_earlier_seals_alone():
    assert "harmonics" not in Plan("interrupted_series").as_dict()
    assert Plan("interrupted_series", harmonics=2).as_dict()["harmonics"] == 2


def test_whole_numbers_from_numpy_seal_alike():
    assert Plan("before_after", start=np.int64(5)).seal() == Plan("before_after", start=5).seal()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"design": "crossover"}, "'crossover' is not available"),
        ({"alpha": 0}, "alpha"),
        ({"alpha": 1e-300}, "alpha"),
        ({"alpha": 0.999}, "alpha"),
        ({"alpha": float("nan")}, "alpha"),
        ({"scale": "points"}, "scale"),
        ({"weights": "size"}, "weights"),
        ({"start": 0}, "start"),
        ({"washout": -1}, "washout"),
        ({"seed": 1.5}, "seed"),
        ({"exclude_periods": 3}, "exclude_periods"),
        ({"periods_per_year": True}, "periods_per_year"),
        ({"icc": 1.5}, "icc"),
        ({"outcomes": ()}, "one primary outcome"),
        ({"outcomes": (Outcome("a"), Outcome("b"))}, "one primary outcome"),
        ({"outcomes": (Outcome("a"), Outcome("a", role="secondary"))}, "share a key"),
        ({"outcomes": ("a",)}, "not an Outcome"),
    ],
)
def test_value_outside_its_rule_is_refused_by_name(values, words):
    with pytest.raises(InputRefused, match=words):
        Plan(**{"design": "before_after", **values})


def test_unavailable_design_is_refused_with_those_there_are():
    with pytest.raises(InputRefused, match="before_after, .*difference_in_differences, .*interrupted_series"):
        Plan("crossover")


def test_unknown_fields_are_refused_at_every_depth():
    with pytest.raises(InputRefused, match="'colour'"):
        Plan.from_dict({"design": "before_after", "colour": "blue"})
    with pytest.raises(InputRefused, match="'weight'"):
        Plan.from_dict({"design": "before_after", "outcomes": [{"key": "a", "weight": 2}]})
    with pytest.raises(InputRefused, match="incomplete"):
        Plan.from_dict({"alpha": 0.05})
    with pytest.raises(InputRefused, match="not a set of named fields"):
        Plan.from_dict({"design": "before_after", "outcomes": ["a"]})


@pytest.mark.parametrize("values", [{"margin": -0.1}, {"role": "main"}, {"better": "up"}, {"key": ""}])
def test_outcome_outside_its_rule_is_refused(values):
    with pytest.raises(InputRefused):
        Outcome(**{"key": "a", **values})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"looks": (Look(3, 0.5),)}, "no planned looks"),
        ({"weights": "precision"}, "does not act on weights"),
        ({"covariates": ("baseline",)}, "does not act on covariates"),
        ({"allocation": Allocation("simple")}, "does not act on allocation"),
        ({"cluster": "officer"}, "does not act on cluster"),
        ({"arms": ("control", "a", "b")}, "3 arms"),
        ({"arms": ("a", "b"), "control": "c"}, "not among the arms"),
    ],
)
def test_option_the_design_would_ignore_is_refused(options, words):
    frame = panel_frame(units=1, treated=1, periods=4, start=3, seed=1)
    with pytest.raises(InputRefused, match=words):
        analyse(Plan("before_after", **options), frame)


def test_look_without_planned_looks_is_refused_in_words():
    frame = panel_frame(units=1, treated=1, periods=4, start=3, seed=1)
    with pytest.raises(InputRefused, match="no planned looks"):
        analyse(Plan("before_after"), frame, look=1)
