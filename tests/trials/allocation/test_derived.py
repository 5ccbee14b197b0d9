"""An outsider derives every arm again from the published seed, with one file and the standard library."""

import json
import random

import pytest

from tests.trials.allocation.derived import any_trial, counts, rolled_again
from tests.trials.stats.allocation.test_verification import run_alone
from trials.stats.verify_alone import differences, differences_from_plan


def test_verifier_derives_every_random_trial_and_catches_every_forgery():
    assert counts(45) == {"derived": 45, "edited_caught": 45, "rolled_caught": 45}


@pytest.mark.on_demand
def test_verifier_derives_a_thousand_trials():
    assert counts(1000) == {"derived": 1000, "edited_caught": 1000, "rolled_caught": 1000}


def test_lot_drawn_again_is_sound_without_the_plan_and_caught_with_it():
    """The control: without the digest that was sealed first, the second lot cannot be told from the first."""
    plan, _, _ = any_trial(0)
    again = rolled_again(plan, random.Random(1))
    assert differences(again) == []
    assert "seed" in differences_from_plan(again, json.loads(plan.to_json()))[0]


def test_file_alone_reads_the_plan_beside_the_allocation(tmp_path):
    for number in (0, 7):  # all at once, and one by one
        plan, text, _ = any_trial(number)
        (tmp_path / "plan.json").write_text(plan.to_json())
        done = run_alone(text, tmp_path, "plan.json")
        assert done.returncode == 0, done.stdout
        assert done.stdout.startswith("SHA-256 of the plan: ")


@pytest.mark.parametrize(
    ("number", "change", "words"),
    [
        (0, {"ratio": [5, 1]}, "ratio"),
        (0, {"units": ["a"]}, "units"),
        (3, {"best_percent": 90}, "best_percent"),
        (8, {"coin_percent": 51}, "coin_percent"),
        (8, {"factors": ["unit"]}, "factors"),
        (5, {"arms": ["1", "2"]}, "arms"),
    ],
)
def test_rule_that_is_not_the_plans_is_caught(number, change, words):
    plan, text, _ = any_trial(number)
    found = differences_from_plan(json.loads(text) | change, json.loads(plan.to_json()))
    assert any(one.startswith(words) for one in found)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda doc: doc.pop("cases"), "lacks cases"),
        (lambda doc: doc["cases"].pop(2), "missing or taken twice"),
        (lambda doc: doc["cases"][1].update(place=1), "missing or taken twice"),
        (lambda doc: doc["cases"][0]["attributes"].pop("stratum"), "lacks an attribute"),
        (lambda doc: doc.update(seed=0), "the seed"),
        (lambda doc: doc.update(arms=["control", "control"]), "arms"),
        (lambda doc: doc.update(ratio=[1]), "ratio"),
        (lambda doc: doc.update(coin_percent=0), "coin_percent"),
    ],
)
def test_list_of_cases_that_is_none_is_told(spoil, words):
    doc = json.loads(any_trial(7)[1])
    spoil(doc)
    assert any(words in one for one in differences(doc))
