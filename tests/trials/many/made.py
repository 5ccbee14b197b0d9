"""A force in which much has been tried: many nudges, trials and interventions, copied from one of each kind."""

import uuid

from tests.cases.case_snapshots import case_snapshot
from tests.trials.interventions import figures
from tests.trials.planning_world import approved_nudge, drawn_plan, make_planned
from tests.trials.running.cases import MATURE, rows, trial_plan
from tests.trials.running.world import made_running
from tests.trials.trial_result.made import made_result, made_trial
from trials.models import (
    Approval,
    Conduct,
    Draw,
    PlanAuthor,
    PlannedLook,
    PlanVersion,
    PowerStudy,
    Run,
    Seed,
)

OF_A_TRIAL = (Conduct, PlanVersion, PowerStudy, Seed, Draw, Run, PlannedLook)
OF_A_PLAN = (PlanAuthor, Approval)


def one_of_each(force, lead, other):
    """{kind: it}: a nudge, an intervention of it, a draft of a trial, a running trial, a finished one."""
    version = approved_nudge(force, lead)
    case_snapshot(force, rows(), as_at=MATURE)
    return {
        "nudge": version,
        "intervention": figures.intervention(force, lead, version),
        "draft": make_planned(force, lead, plan=drawn_plan(), slug="a-draft")[0],
        "running": made_running(
            force, lead, other, plan=trial_plan(safety_monitor=other.email), slug="running"
        ),
        "finished": finished(force, lead, other),
    }


def finished(force, lead, other):
    trial = made_trial(force, lead, other)
    made_result(trial)
    return trial


def copy_all(found, number):
    """So many more of each kind."""
    for _ in range(number):
        mark = uuid.uuid4().hex[:8]
        version = copied_nudge(found["nudge"], mark)
        copied(found["intervention"], nudge=version, title=f"Gone live {mark}")
        for kind in ("draft", "running", "finished"):
            copied_trial(found[kind], f"{kind}-{mark}")


def copy_interventions(intervention, number):
    """So many more of the same nudge in the same units."""
    for at in range(number):
        copied(intervention, title=f"Gone live again {at}")


def copied(row, **changes):
    """A stored copy of a row under a key of its own."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    new = type(row)(**values)
    new.pk = uuid.uuid4()
    for name, value in changes.items():
        setattr(new, name, value)
    type(row).objects.bulk_create([new])
    return new


def copied_nudge(version, mark):
    nudge = copied(version.nudge, key=mark, title=f"Nudge {mark}")
    return copied(version, nudge=nudge)


def copied_trial(trial, slug):
    """A copy of a trial with all that hangs below it."""
    new = copied(trial, title=f"{trial.title} {slug}")
    copies = {}
    for model in OF_A_TRIAL:
        for row in model.objects.filter(trial=trial):
            own = {"trial": new} | ({"slug": slug} if model is Conduct else {})
            own |= {name: copies[getattr(row, f"{name}_id")] for name in ("plan", "run")
                    if getattr(row, f"{name}_id", None)}  # fmt: skip
            copies[row.pk] = copied(row, **own)
    for model in OF_A_PLAN:
        for row in model.objects.filter(plan__trial=trial):
            copied(row, plan=copies[row.plan_id])
    return new
