"""What the verdict says at the edges: of one other place, of places left out, of a rank at odds with its interval."""

import json
from dataclasses import replace

import pytest

from tests.trials.presenters.test_words import TITLE
from tests.trials.published import (
    england_and_wales_body,
    england_and_wales_by_quarter,
    forces_by_year,
    hertfordshire_body,
)
from trials.evaluation import evaluate
from trials.presenters.headline import NOT_ALIKE, standing, verdict_of
from trials.presenters.subject import subject_of


def verdict(body, cells):
    return verdict_of(json.loads(evaluate(body, cells)), body, cells, subject_of(body.data, cells), TITLE)


def with_data(**changes):
    body = hertfordshire_body()
    return replace(body, data=replace(body.data, **changes))


def without_cases(cells, name, period):
    index = next(i for i, place in enumerate(cells.places) if place.name == name)
    counts = [[*row[:2], 0, 0] if row[:2] == [index, period] else row for row in cells.counts["closed"]]
    return replace(cells, counts={"closed": counts})


def test_one_other_force_is_no_several_and_no_average():
    body = with_data(treated=("Hertfordshire", "Kent", "Essex"), comparison=("Surrey",))
    first = verdict(body, forces_by_year())[0]
    assert "while the other force fell 10.8." in first


def test_force_left_out_is_not_among_those_said_to_have_moved():
    first = verdict(hertfordshire_body(), without_cases(forces_by_year(), "Kent", 3))[0]
    assert "the other 41 forces" in first


@pytest.mark.parametrize(
    ("p_value", "low", "high", "said"),
    [
        (0.093, -0.005, 0.246, False),
        (0.047, 0.015, 0.266, False),
        (0.047, -0.001, 0.246, True),
        (0.07, 0.001, 0.246, True),
        (0.07, -0.246, -0.001, True),
        (0.023, -0.355, -0.104, False),
    ],
)
def test_rank_at_odds_with_its_interval_is_said_in_words(p_value, low, high, said):
    estimate = {
        "value": (low + high) / 2,
        "low": low,
        "high": high,
        "p_value": p_value,
        "details": {"rank_two_sided": 2, "units": 43},
    }
    subject = subject_of(hertfordshire_body().data, forces_by_year())
    sentences = standing({"primary": estimate, "findings": []}, 0.05, subject)
    assert (NOT_ALIKE in sentences) is said


def test_difference_before_and_after_names_its_unit():
    said = " ".join(verdict(england_and_wales_body("closed"), england_and_wales_by_quarter()))
    assert "a difference of −1.7 points (−1.8 to −1.6)" in said
