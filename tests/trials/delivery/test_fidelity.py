"""Delivered against planned, month by month: late starts, switching off, contamination."""

from dataclasses import dataclass
from datetime import date

from tests.trials.allocation.plans import plan_value
from tests.trials.allocation.test_allocated import drawn
from trials.planning.fidelity import exposed_by_unit, fidelity, periods_reached

PLAN = plan_value()  # starts in May 2025, periods 5 to 12
DRAW = drawn(PLAN).to_json()
AFTER = date(2026, 1, 1)


@dataclass(frozen=True)
class Seen:
    unit: str
    from_on: date
    until_on: date | None = None
    arm: str = "checklist"
    is_contamination: bool = False


def treated():
    from trials.planning.allocated import arms_by_unit

    return [unit for unit, arm in arms_by_unit(PLAN, DRAW).items() if arm == "checklist"]


def one(name, exposures, on=AFTER):
    return next(unit for unit in fidelity(PLAN, DRAW, exposures, on=on).units if unit.unit == name)


def test_month_counts_on_any_of_its_days():
    assert periods_reached(PLAN, date(2025, 5, 31), date(2025, 7, 1)) == {5, 6, 7}
    assert periods_reached(PLAN, date(2025, 11, 2), None) == {11, 12}
    assert periods_reached(PLAN, date(2024, 1, 1), date(2024, 12, 31)) == set()


def test_full_delivery_from_the_planned_day_is_all_that_was_due():
    exposures = [Seen(unit, date(2025, 5, 1)) for unit in treated()]
    found = fidelity(PLAN, DRAW, exposures, on=AFTER)
    assert (found.due, found.delivered, found.elsewhere, found.share) == (32, 32, 0, 1.0)


def test_late_start_keeps_the_planned_day_and_counts_the_days():
    unit = treated()[0]
    found = one(unit, [Seen(unit, date(2025, 7, 10))])
    assert (found.planned_on, found.first_on, found.late_days) == (date(2025, 5, 1), date(2025, 7, 10), 70)
    assert (found.due, found.delivered) == (8, 6)


def test_switched_off_unit_has_its_last_day_and_the_months_after_it_were_not_delivered():
    unit = treated()[0]
    found = one(unit, [Seen(unit, date(2025, 5, 1), date(2025, 6, 30))])
    assert (found.off_on, found.delivered, found.due) == (date(2025, 6, 30), 2, 8)


def test_nothing_is_due_in_months_that_have_not_ended():
    assert one(treated()[0], [], on=date(2025, 6, 15)).due == 1
    assert fidelity(PLAN, DRAW, [], on=date(2025, 5, 1)).share is None


def test_contamination_and_an_early_start_count_as_elsewhere():
    control = next(unit for unit in PLAN.unit_names if unit not in treated())
    assert (
        one(control, [Seen(control, date(2025, 6, 1), date(2025, 7, 5), is_contamination=True)]).elsewhere
        == 2
    )
    assert one(treated()[0], [Seen(treated()[0], date(2025, 4, 3))]).elsewhere == 1


def test_own_nudge_that_came_early_counts_in_no_month_in_which_it_was_due():
    unit = treated()[0]
    assert one(unit, [Seen(unit, date(2025, 3, 1), is_contamination=True)]).elsewhere == 2
    assert one(unit, [Seen(unit, date(2025, 3, 1), arm="prompt", is_contamination=True)]).elsewhere == 10


def test_exposed_months_leave_contamination_out():
    rows = [
        Seen("Team 00", date(2025, 6, 1), date(2025, 6, 2)),
        Seen("Team 00", date(2025, 9, 1), is_contamination=True),
    ]
    assert exposed_by_unit(PLAN, rows)["Team 00"] == {6}


def test_unknown_unit_is_passed_over():
    assert "Nowhere" not in exposed_by_unit(PLAN, [Seen("Nowhere", date(2025, 6, 1))])
