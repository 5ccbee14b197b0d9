"""A refusal is words: never nought, an empty chart or p = 1."""

import json
from dataclasses import replace

import pytest

from tests.trials.presenters.test_words import CAUSAL, TITLE, everything_said
from tests.trials.published import (
    body_of,
    england_and_wales_by_quarter,
    forces_by_year,
    hertfordshire_body,
)
from trials.charts import draw_charts
from trials.evaluation import evaluate
from trials.plan_building import Choices, Contents, build_plan
from trials.presenters import evidence
from trials.presenters.headline import verdict_of
from trials.presenters.subject import subject_of


def verdict_and_numbers(body, cells):
    report = json.loads(evaluate(body, cells))
    subject = subject_of(body.data, cells)
    return verdict_of(report, body, cells, subject, TITLE), evidence.key_numbers(report, subject), report


def series_body(**changes):
    """England and Wales by closed quarter as an interrupted series."""
    cells = england_and_wales_by_quarter()
    contents = Contents(
        "published", "0" * 64, "oocr_share_positive", "1", "closed", "quarter", cells.places, cells.periods
    )
    days = contents.days
    values = {
        "kind": "retrospective",
        "design": "interrupted_series",
        "treated": ("England and Wales",),
        "comparison_rule": "none",
        "before": (days[0], days[35]),
        "after": (days[36], days[47]),
        "seed": 1,
        "reason_for_dates": "The board asked.",
        "known_when_written": "All of it.",
    }
    return build_plan(contents, Choices(**{**values, **changes}))


def test_one_place_among_too_few_is_refused_in_words():
    body = hertfordshire_body(comparison=("Kent", "Essex", "Surrey"))
    verdict, numbers, report = verdict_and_numbers(body, forces_by_year())
    assert verdict[0] == "No verdict." and "20 units" in verdict[1]
    assert numbers == [] and report["grade"] is None
    assert [drawing.key for drawing in draw_charts(body, forces_by_year(), report, TITLE)] == [
        "series",
        "decomposition",
    ]


def test_short_series_is_refused_in_words():
    cells = england_and_wales_by_quarter()
    days = [period.on for period in cells.periods]
    body = series_body(before=(days[40], days[43]), after=(days[44], days[47]))
    verdict, numbers, _ = verdict_and_numbers(body, cells)
    assert verdict[0] == "No verdict." and "At least 8 on each side" in verdict[1]
    assert numbers == []


def test_drifting_series_cannot_tell_and_says_so_once():
    verdict, _, _ = verdict_and_numbers(series_body(), england_and_wales_by_quarter())
    assert " ".join(verdict).count("cannot be told") == 1


def test_series_names_its_quarter_and_not_a_number():
    verdict, _, _ = verdict_and_numbers(series_body(), england_and_wales_by_quarter())
    assert "From 2023/24 quarter 1 on" in verdict[1]


def test_series_without_a_control_has_no_causal_verb():
    said = everything_said(series_body(), england_and_wales_by_quarter())
    assert [verb for verb in CAUSAL.findall(said) if "effect" not in verb[0]] == []


@pytest.mark.parametrize("gone", ["Hertfordshire", "Kent"])
def test_place_without_cases_on_one_side_never_counts_as_nought(gone):
    cells = forces_by_year()
    index = next(i for i, place in enumerate(cells.places) if place.name == gone)
    counts = [row if row[0] != index or row[1] != 3 else [*row[:2], 0, 0] for row in cells.counts["closed"]]
    emptied = replace(cells, counts={"closed": counts})
    body = hertfordshire_body()
    if gone == "Hertfordshire":
        with pytest.raises(ValueError, match="Hertfordshire has no case after"):
            evaluate(body, emptied)
        return
    report = json.loads(evaluate(body, emptied))
    assert report["primary"]["primary"]["details"]["units"] == 42


def test_plan_for_another_engine_field_is_refused():
    with pytest.raises(ValueError, match="has no field"):
        body = body_of(hertfordshire_body().data, "difference_in_differences", 1)
        evaluate(replace(body, analysis={**body.analysis, "surprise": 1}), forces_by_year())
