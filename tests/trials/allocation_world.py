"""For the route matrix: a trial to be drawn, one whose cases are enrolled one by one, and one exposure."""

from datetime import date

from tests.people import NOW
from tests.trials.allocation.made import make_sealed, start
from tests.trials.allocation.plans import in_turn_value, plan_value
from trials.models import Exposure
from trials.operations.allocating import draw_allocation


def build(world):
    """`undrawn`, `drawn` and `enrolling`, each a planned trial; `exposure` in the second."""
    lead = world.people["lead"]
    undrawn = make_sealed(world.force, lead, plan_value(), slug="undrawn")
    drawn = make_sealed(world.force, lead, plan_value(), slug="drawn")
    enrolling = make_sealed(world.force, lead, in_turn_value(), slug="enrolling")
    for trial in (drawn, enrolling):
        draw_allocation(trial=trial, by=lead, at=NOW)
        start(trial)
    first = {"unit": "Team 00", "arm": "checklist", "from_on": date(2025, 5, 1), "by": lead, "at": NOW}
    exposure = Exposure.objects.create(force=world.force, trial=drawn, **first)
    world.update(undrawn=str(undrawn.pk), drawn=str(drawn.pk), enrolling=str(enrolling.pk))
    world.update(exposure=str(exposure.pk), kind="counts")
