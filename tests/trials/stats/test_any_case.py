"""Cases of all designs, sound and bent: a number, or a refusal in words that is due; and judges that can fail.

Many more: python -m tests.trials.stats.any_cases --cases 10000 --seed N, or pytest --on-demand.
"""

from dataclasses import replace

import pytest

from tests.trials.stats import any_judge, any_same
from tests.trials.stats.any_cases import check_case, main, make_case
from tests.trials.stats.any_draw import DESIGNS
from tests.trials.stats.any_judge import judge, not_finite
from tests.trials.stats.any_million import SHAPES, compare, odd_million
from tests.trials.stats.any_plan import Case, draw_case
from tests.trials.stats.any_same import unlike
from tests.trials.stats.arms import arm_frame
from tests.trials.stats.frames import panel_frame
from trials.stats import CannotEstimate, InputRefused, Plan, Refusal, analyse

COUNTS = panel_frame(units=8, treated=4, periods=6, start=4, seed=1)
SOUND = Case(0, 0, Plan("difference_in_differences"), {"oocr": COUNTS})


def outcome_named(case: Case) -> Case:
    """The case with its one outcome under the key the tables use."""
    (outcome,) = case.plan.outcomes
    return replace(case, plan=replace(case.plan, outcomes=(replace(outcome, key="oocr"),)))


@pytest.mark.parametrize("place", range(len(DESIGNS)))
def test_drawn_case_ends_in_numbers_or_in_words_that_are_due(place):
    for number in range(place, 8 * len(DESIGNS), len(DESIGNS)):
        case = make_case(7, number)
        assert check_case(case).fault == "", f"--seed 7 --first {number}"


def test_same_number_draws_the_same_case():
    one, other = draw_case(3, 17), draw_case(3, 17)
    assert one.plan == other.plan and one.frames["oocr"].equals(other.frames["oocr"])


@pytest.mark.on_demand
def test_ten_thousand_cases():
    assert main(["--cases", "10000", "--seed", "1"]) == 0


def with_nan(plan, frames, **options):
    report = analyse(plan, frames, **options)
    return replace(report, series={**report.series, "slip": [1.0, float("nan")]})


def without_interval_order(plan, frames, **options):
    report = analyse(plan, frames, **options)
    flipped = replace(report.primary, low=report.primary.high, high=report.primary.low)
    return replace(report, primary=flipped, estimates={**report.estimates, report.primary_key: flipped})


def fails_somehow(plan, frames, **options):
    raise KeyError("events")


def says_no_remedy(plan, frames, **options):
    raise InputRefused("no", remedy="")


def says_no_reason(plan, frames, **options):
    report = analyse(plan, frames, **options)
    error = CannotEstimate("d", missing="Nothing to compare with.", would_do="Give more.")
    error.report = replace(report, primary=None, primary_key=None, refusal=Refusal.of(error))
    raise error


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (with_nan, "is not finite"),
        (without_interval_order, "upside down"),
        (fails_somehow, "KeyError"),
        (says_no_remedy, "without a remedy"),
        (says_no_reason, r"refused under \(d\), which does not hold"),
    ],
)
def test_judge_finds_a_broken_engine(broken, fault, monkeypatch):
    case = outcome_named(SOUND)
    assert judge(case).fault == ""
    monkeypatch.setattr(any_judge, "analyse", broken)
    with pytest.raises(AssertionError, match=fault):
        assert judge(case).fault == ""


def test_judge_finds_an_answer_where_none_is_due(monkeypatch):
    case = outcome_named(SOUND)
    alone = case.frames["oocr"].assign(treated=(case.frames["oocr"]["period"] > 3).astype(int))
    refused = replace(case, frames={"oocr": alone})
    assert judge(refused).end == "refused (d)"
    monkeypatch.setattr(any_judge, "analyse", lambda plan, frames, **options: analyse(plan, case.frames))
    assert "answered where (d) is due" in judge(refused).fault


def test_judge_finds_rubbish_that_is_not_refused():
    case = replace(outcome_named(SOUND), due="refusal", bent=("oocr: nothing was done",))
    assert "was not refused" in judge(case).fault


@pytest.mark.parametrize("turn", range(len(any_same.INVARIANCES)))
def test_invariances_find_an_engine_that_follows_order_names_or_sides(turn, monkeypatch):
    case = replace(outcome_named(SOUND), number=8 * turn)
    assert unlike(case, judge(case).report) == ""
    monkeypatch.setattr(any_same, "analyse", _follows_rows)
    assert unlike(case, judge(case).report)


def _follows_rows(plan, frames, **options):
    """An estimate that drops the row it happens to be given last."""
    frame = frames["oocr"] if isinstance(frames, dict) else frames
    return analyse(plan, frame.sort_values("unit").iloc[:-1].iloc[1:])


def test_places_of_what_is_not_finite_are_named():
    assert not_finite({"a": [1.0, {"b": float("inf")}], "c": "x"}) == ["report.a[1].b"]


def test_three_and_four_arms_are_among_the_cases():
    drawn = [make_case(7, number) for number in range(1, 200, 8)]
    arms = {
        case.frames["oocr"]["arm"].nunique()
        for case in drawn
        if not case.bent and "arm" in case.frames["oocr"]
    }
    assert {3, 4} <= arms
    assert analyse(
        Plan("cluster_randomised", control="control"), arm_frame(dict.fromkeys("abcd", 4) | {"control": 4})
    )


@pytest.mark.parametrize("design", SHAPES)
def test_order_does_not_matter_in_a_large_table_with_oddities(design):
    assert compare(odd_million(design, cells=2_500))[1] == []


@pytest.mark.on_demand
@pytest.mark.parametrize("design", SHAPES)
def test_order_does_not_matter_in_a_million_cells(design):
    seconds, faults = compare(odd_million(design))
    assert not faults and seconds < 120
