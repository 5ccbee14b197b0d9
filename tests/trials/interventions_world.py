"""An intervention for the route matrix."""

from tests.trials.interventions.figures import approved_nudge, intervention


def build(world):
    lead = world.people["lead"]
    nudge = approved_nudge(world.force, lead, title="Gone live")
    world.update(intervention=str(intervention(world.force, lead, nudge).pk))
