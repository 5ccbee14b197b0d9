"""A trial that runs, with an audit of its cases, for tests of the panel and for the route matrix."""

from tests.people import NOW
from tests.trials.planning_world import UNITS, make_sealed
from trials.models import Conduct
from trials.operations.panel import draw_audit
from trials.panel.drawing import Case


def listed(n, month="2027-02-01"):
    return [Case(f"41XX/{number:04d}/26", UNITS[number % len(UNITS)], month) for number in range(n)]


def running_trial(force, lead, approver, slug="panel"):
    trial, _ = make_sealed(force, lead, approver, slug=slug)
    Conduct.scoped.for_force(force).filter(trial=trial).update(started_on=NOW.date())
    return trial


def build(world):
    lead, evaluator = world.people["lead"], world.people["evaluator"]
    trial = running_trial(world.force, lead, evaluator)
    made, _ = draw_audit(trial=trial, title="First", cases=listed(20), size=10, by=lead, at=NOW)
    world.update(panel_trial=str(trial.pk), panel_audit=str(made.pk), panel_number=1)
