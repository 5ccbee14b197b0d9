"""A trial of a practice force that has gone live, with extracts of its cases as they come in."""

from datetime import UTC, date, datetime

from tests.cases.case_snapshots import case_snapshot
from tests.people import NOW, make_person
from tests.trials.planning_world import make_sealed
from tests.trials.running.cases import EARLY, MATURE, rows, trial_plan
from trials.operations.allocating import draw_allocation
from trials.operations.starting import start_trial
from trials.queries.following import looks_of

START_ON = date(2026, 1, 5)
SEALED_AT = datetime(2025, 12, 1, 9, tzinfo=UTC)
STARTED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def made_sealed(force, lead, approver, plan=None, slug="prompt"):
    """A sealed trial of the force, before its draw."""
    return make_sealed(force, lead, approver, slug=slug, plan=plan or trial_plan(), at=SEALED_AT)[0]


def made_running(force, lead, approver, plan=None, slug="prompt"):
    """A trial whose units have their arms and which went live on 5 January 2026."""
    trial = made_sealed(force, lead, approver, plan, slug)
    draw_allocation(trial=trial, by=lead, at=SEALED_AT)
    start_trial(trial=trial, on=START_ON, by=lead, at=STARTED_AT)
    return trial


def early_extract(force, **changes):
    """Cases up to the end of July 2026: mature for the look after period 15, not for the analysis at the end."""
    return case_snapshot(force, rows(as_at=EARLY, **changes), as_at=EARLY, title="Early extract")


def mature_extract(force, **changes):
    """Cases up to 28 October 2026: every case of the plan has its follow-up."""
    return case_snapshot(force, rows(as_at=MATURE, **changes), as_at=MATURE, title="Mature extract")


def second_person(force, role="evaluator", name="monitor"):
    return make_person(name, force, role)


def final_look(trial):
    return looks_of(trial)[-1]


__all__ = ["NOW"]
