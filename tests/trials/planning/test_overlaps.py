"""What else is in force in a trial's units stands in its plan before it is sealed."""

from datetime import date

import pytest

from tests.people import NOW
from tests.trials.nudges_world import approved
from tests.trials.planning_world import approve, make_planned, seal, whole_plan
from trials.lifecycle import WrongState
from trials.models import Intervention
from trials.operations.planning import write_trial_plan
from trials.planning.trial_plan import TrialPlan


def live(force, nudge, by, units=("Unit 03", "Elsewhere"), on=date(2026, 3, 1), **more):
    facts = {"title": "Custody card", "units": list(units), "went_live_on": on}
    return Intervention.objects.create(
        force=force, nudge=nudge, recorded_at=NOW, recorded_by=by, **facts, **more
    )


@pytest.fixture
def nudge(force, lead, evaluator):
    return approved(force, lead, evaluator)


def test_plan_keeps_what_is_live_in_its_units_and_months(force, lead, nudge):
    live(force, nudge, lead)
    live(force, nudge, lead, units=("Elsewhere",))
    live(force, nudge, lead, on=date(2025, 1, 1), ended_on=date(2025, 12, 31))
    _, draft = make_planned(force, lead)
    assert TrialPlan.from_json(draft.body).overlaps == ("Custody card in Unit 03, from 1 March 2026",)


def test_intervention_recorded_after_the_plan_has_to_stand_in_it_before_the_seal(
    force, lead, evaluator, nudge
):
    trial, draft = make_planned(force, lead)
    approve(draft, evaluator)
    live(force, nudge, lead)
    with pytest.raises(WrongState, match="save the plan again"):
        seal(draft, lead)
    again = write_trial_plan(trial=trial, plan=whole_plan(), by=lead, at=NOW)
    approve(again, evaluator)
    assert "Custody card" in seal(again, lead).body
