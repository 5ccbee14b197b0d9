import pytest

from trials.cells import Period, Place
from trials.plan_body import PlanBody, seal_of
from trials.plan_building import Choices, Contents, PlanRefused, build_plan

YEARS = tuple(Period(f"{year}-04-01", f"{year}/{year % 100 + 1}") for year in range(2022, 2026))


def contents(**changes):
    values = {
        "feed": "published_counts",
        "snapshot_hash": "a" * 64,
        "measure": "oocr_share_positive",
        "measure_version": "1",
        "basis": "closed",
        "grain": "year",
        "places": (Place("Abbey", True), Place("Borough", True), Place("Railway", False)),
        "periods": YEARS,
    }
    return Contents(**{**values, **changes})


def choices(**changes):
    values = {
        "kind": "retrospective",
        "design": "difference_in_differences",
        "treated": ("Abbey",),
        "comparison_rule": "all",
        "before": ("2023-04-01", "2023-04-01"),
        "after": ("2025-04-01", "2025-04-01"),
        "seed": 7,
        "reason_for_dates": "The board asked about them.",
        "known_when_written": "All of it.",
    }
    return Choices(**{**values, **changes})


def test_every_period_that_is_not_compared_is_listed_as_left_out():
    primary = build_plan(contents(), choices()).data.primary
    assert primary.excluded == ("2022-04-01", "2024-04-01")


def test_comparison_is_listed_by_name():
    assert build_plan(contents(), choices()).data.comparison == ("Borough", "Railway")
    plan = build_plan(contents(), choices(comparison_rule="territorial"))
    assert plan.data.comparison == ("Borough",)


def test_design_without_control_lists_no_comparison():
    plan = build_plan(contents(), choices(design="before_after"))
    assert (plan.data.comparison, plan.data.comparison_rule) == ((), "none")


def test_defaults_of_the_engine_are_written_out_and_so_sealed():
    analysis = build_plan(contents(), choices()).analysis
    assert (analysis["alpha"], analysis["weights"], analysis["start"]) == (0.05, "equal", 4)


def test_retrospective_plan_says_that_the_data_were_seen():
    assert build_plan(contents(), choices()).written_after_data_seen


def test_plan_reads_back_as_it_was_written():
    plan = build_plan(contents(), choices(sensitivity_span=2))
    assert PlanBody.from_json(plan.to_json()) == plan
    assert PlanBody.from_json(plan.to_json()).to_json() == plan.to_json()


def test_seal_moves_with_every_choice():
    seals = {
        seal_of(build_plan(contents(), choices(**changed)).to_json())
        for changed in (
            {},
            {"seed": 8},
            {"comparison_rule": "territorial"},
            {"known_when_written": "Little."},
            {"sensitivity_span": 2},
        )
    }
    assert len(seals) == 5


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"before": ("2025-04-01", "2025-04-01")}, "after"),
        ({"before": ("2024-04-01", "2023-04-01")}, "before"),
        ({"treated": ("Nowhere",)}, "treated"),
        ({"sensitivity_span": 3}, "sensitivity_span"),
        ({"treated": ("Abbey", "Borough", "Railway")}, "comparison_rule"),
    ],
)
def test_choices_that_do_not_fit_are_refused_at_their_field(changed, field):
    with pytest.raises(PlanRefused) as refusal:
        build_plan(contents(), choices(**changed))
    assert refusal.value.field == field


def test_washout_counts_for_neither_side_and_still_follows_the_start():
    wide = choices(before=("2022-04-01", "2022-04-01"), after=("2023-04-01", "2025-04-01"), washout=1)
    plan = build_plan(contents(), wide)
    assert plan.data.primary.washout == ("2023-04-01",)
    assert plan.data.primary.after == ("2024-04-01", "2025-04-01")
    assert (plan.analysis["start"], plan.analysis["washout"]) == (2, 1)


def test_washout_that_leaves_nothing_is_refused():
    with pytest.raises(PlanRefused, match="leave at least one"):
        build_plan(contents(), choices(washout=1))


@pytest.mark.parametrize(
    ("better", "follow_up_days", "said"),
    [("lower", 120, ("lower", 120)), ("neither", 0, (None, 0)), ("higher", 0, ("higher", 0))],
)
def test_plan_says_of_its_measure_what_the_measure_says(better, follow_up_days, said):
    asked = contents(better=better, follow_up_days=follow_up_days)
    (outcome,) = build_plan(asked, choices()).analysis["outcomes"]
    assert (outcome.get("better"), outcome["follow_up_days"]) == said
