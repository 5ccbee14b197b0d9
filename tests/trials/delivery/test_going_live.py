"""The calendar of interventions follows a stepped wedge by itself: each unit enters it when its go-live is recorded."""

from datetime import date, timedelta

import pytest

from tests.people import NOW, make_person
from tests.trials.allocation.made import make_sealed
from tests.trials.allocation.plans import plan_value
from tests.trials.interventions.figures import approved_nudge
from trials.models import Intervention
from trials.operations.allocating import draw_allocation
from trials.operations.delivering import end_exposure, log_exposure
from trials.operations.starting import start_trial
from trials.planning.allocated import start_by_unit
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import Arm
from trials.queries.allocations import draw_json_of

LATER = NOW + timedelta(days=1)


@pytest.fixture
def nudge(force, lead):
    return approved_nudge(force, make_person("writer", force, "lead"))


@pytest.fixture
def plan(nudge):
    arms = (
        Arm(key="control", title="Usual practice"),
        Arm(key="checklist", title="Checklist", nudges=((str(nudge.nudge_id), 1),)),
    )
    return plan_value("stepped", arms=arms, first_period="2025-01-01")


@pytest.fixture
def trial(force, lead, plan):
    """A wedge whose first units went live on 1 May 2025."""
    made = make_sealed(force, lead, plan)
    draw_allocation(trial=made, by=lead, at=NOW)
    start_trial(trial=made, on=date(2025, 5, 1), by=lead, at=NOW)
    return made


def units_of_step(trial, plan, step):
    """The units that begin with that step, numbered from 1."""
    starts = start_by_unit(plan, draw_json_of(trial))
    days = sorted(set(starts.values()))
    return sorted(unit for unit, start in starts.items() if start == days[step - 1])


def live(trial):
    """[(units, first day, last day)] of what the calendar has of the trial, in time order."""
    found = Intervention.scoped.for_force(trial.force).filter(trial=trial)
    return sorted((one.units, one.went_live_on, one.ended_on) for one in found)


def logged(trial, unit, by, **changes):
    values = {"unit": unit, "arm": "checklist", "from_on": date(2025, 7, 3), "by": by, "at": NOW}
    return log_exposure(trial=trial, **{**values, **changes})


def test_units_of_a_later_step_are_not_live_before_their_day_is_recorded(trial, plan):
    assert live(trial) == [(units_of_step(trial, plan, 1), date(2025, 5, 1), None)]


def test_go_live_of_a_later_step_enters_the_calendar_once(trial, plan, lead, nudge):
    unit = units_of_step(trial, plan, 2)[0]
    logged(trial, unit, lead)
    logged(trial, unit, lead, from_on=date(2025, 8, 1), dose="All shifts")
    assert ([unit], date(2025, 7, 3), None) in live(trial) and len(live(trial)) == 2
    entered = Intervention.objects.get(trial=trial, went_live_on=date(2025, 7, 3))
    assert entered.nudge_id == nudge.pk and entered.title == f"Checklist: Checklist, {unit}"


def test_actual_day_stands_in_the_calendar_whatever_was_planned(trial, plan, lead):
    unit = units_of_step(trial, plan, 3)[0]
    early = first_day_of(plan, start_by_unit(plan, draw_json_of(trial))[unit]) - timedelta(days=20)
    logged(trial, unit, lead, from_on=early)
    assert ([unit], early, None) in live(trial)


def test_delivery_in_a_unit_of_the_first_step_is_there_already(trial, plan, lead):
    logged(trial, units_of_step(trial, plan, 1)[0], lead)
    assert len(live(trial)) == 1


def test_what_reached_a_unit_from_outside_is_no_go_live(trial, plan, lead):
    logged(trial, units_of_step(trial, plan, 2)[0], lead, is_contamination=True)
    logged(trial, units_of_step(trial, plan, 2)[0], lead, arm="control")
    assert len(live(trial)) == 1


def test_last_day_of_a_unit_ends_its_entry_and_no_other(trial, plan, lead):
    first, then = units_of_step(trial, plan, 2)[0], units_of_step(trial, plan, 3)[0]
    kept = logged(trial, first, lead)
    logged(trial, then, lead, from_on=date(2025, 9, 1))
    end_exposure(exposure=kept, until_on=date(2025, 10, 1), by=lead, at=LATER)
    assert ([first], date(2025, 7, 3), date(2025, 10, 1)) in live(trial)
    assert ([then], date(2025, 9, 1), None) in live(trial)


def test_delivery_that_is_over_when_it_is_recorded_stands_with_both_days(trial, plan, lead):
    unit = units_of_step(trial, plan, 2)[0]
    logged(trial, unit, lead, until_on=date(2025, 8, 1))
    assert ([unit], date(2025, 7, 3), date(2025, 8, 1)) in live(trial)
