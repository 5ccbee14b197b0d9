"""The rule plans nothing that the engine then refuses, and the strongest design the figures allow."""

import json
from datetime import date

import pytest

from cjnudge.periods import add_months
from trials.cells import Cells, Period, Place
from trials.comparing import NoComparison, Went, written_by_rule
from trials.comparing.designs import BEFORE_AFTER, CONTROLLED, DID, SERIES, design_for
from trials.evaluation import evaluate
from trials.plan_building import Contents

MEASURE = "oocr_of_eligible_within_w"
START = date(2025, 1, 1)


@pytest.mark.parametrize(
    "treated, others, before, after, expected",
    [
        (6, 6, 24, 12, DID),
        (6, 6, 1, 1, DID),
        (1, 19, 3, 3, DID),
        (1, 18, 24, 12, CONTROLLED),
        (3, 1, 8, 8, CONTROLLED),
        (2, 2, 24, 12, CONTROLLED),
        (2, 2, 7, 12, DID),
        (1, 18, 7, 12, BEFORE_AFTER),
        (5, 0, 8, 8, SERIES),
        (5, 0, 24, 7, BEFORE_AFTER),
    ],
)
def test_strongest_design_that_can_be_tested_is_chosen(treated, others, before, after, expected):
    design, why = design_for(treated=treated, others=others, before=before, after=after, typed=False)
    assert design == expected and why.endswith(".")


def test_typed_counts_are_described_whatever_else_they_hold():
    design, why = design_for(treated=6, others=6, before=24, after=12, typed=True)
    assert design == BEFORE_AFTER and "typed by a person" in why


def figures(treated, others, before, after, feed="case_extract"):
    """(Contents, {unit: months}, Cells) of so many units and months, with proportions that differ a little."""
    months = [add_months(START, number - before) for number in range(before + after)]
    names = [f"Unit {number:02d}" for number in range(treated + others)]
    places, periods = (
        tuple(Place(name, None) for name in names),
        tuple(Period(month.isoformat(), f"{month:%B %Y}") for month in months),
    )
    rows = [
        [place, period, 20 + (7 * place + 5 * period) % 11, 60 + (3 * place + period) % 13]
        for place in range(len(names))
        for period in range(len(months))
    ]
    contents = Contents(
        feed=feed, snapshot_hash="0" * 64, measure=MEASURE, measure_version="1", basis="entry", grain="month",
        places=places, periods=periods, better="higher", follow_up_days=120,
    )  # fmt: skip
    cells = Cells(
        places=places, periods=periods, counts={"entry": rows},
        parts={"entry": [[*row[:2], row[2], row[3] - row[2]] for row in rows]}, part_keys=("oocr", "other"),
        parts_of="eligible cases", parts_refused="", flow={}, follow_up_days=120, synthetic=True,
    )  # fmt: skip
    return contents, {name: {month.isoformat() for month in months} for name in names}, cells


def went(treated, **changes):
    values = {"units": tuple(f"Unit {number:02d}" for number in range(treated)), "went_live_on": START}
    return Went(**{"recorded_on": START, **values, **changes})


@pytest.mark.parametrize("treated, others", [(1, 0), (4, 0), (1, 1), (2, 2), (3, 1), (2, 4), (1, 19), (6, 6)])
@pytest.mark.parametrize("before, after", [(1, 1), (7, 9), (8, 8), (24, 12)])
def test_nothing_is_planned_that_the_engine_refuses(treated, others, before, after):
    contents, held, cells = figures(treated, others, before, after)
    body = written_by_rule(contents, held, went(treated), seed=7)
    report = json.loads(evaluate(body, cells))
    assert not report["refused"] and report["primary"]["primary"] is not None, report["primary"]["verdict"]


def test_same_facts_give_the_same_plan():
    contents, held, _ = figures(3, 3, 12, 6)
    texts = {written_by_rule(contents, held, went(3), seed=7).to_json() for _ in range(3)}
    assert len(texts) == 1


def test_unknown_units_are_named_with_those_there_are():
    contents, held, _ = figures(3, 3, 12, 6)
    with pytest.raises(NoComparison, match=r"Not in these figures: Elsewhere\. The figures count Unit 00"):
        written_by_rule(contents, held, went(1, units=("Elsewhere",)), seed=7)


def test_unit_without_a_case_on_one_side_is_left_out_and_named():
    contents, held, _ = figures(3, 3, 12, 6)
    held["Unit 01"] = {day for day in held["Unit 01"] if day < START.isoformat()}
    body = written_by_rule(contents, held, went(3), seed=7)
    assert body.data.treated == ("Unit 00", "Unit 02")
    assert "left out: Unit 01" in body.reason_for_dates


def test_figures_by_quarter_are_refused_in_words():
    contents, held, _ = figures(3, 3, 12, 6)
    with pytest.raises(NoComparison, match="not by month"):
        written_by_rule(Contents(**{**vars(contents), "grain": "quarter"}), held, went(3), seed=7)
