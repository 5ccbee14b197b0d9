"""A trial with its result, published as the job of a look does it, from cells drawn with a known truth."""

import json
from types import SimpleNamespace
from unittest import mock
from uuid import uuid4

from cjnudge.audit.chain import audit_scope
from tests.people import NOW
from tests.trials.planning_world import make_sealed
from tests.trials.trial_result import simulated
from trials.charts import Drawing
from trials.lifecycle_of_trials import State
from trials.looking_job import publish, run_of
from trials.models import Conduct
from trials.operations.allocating import draw_allocation
from trials.planning.trial_plan import Arm, TrialPlan
from trials.queries.allocations import draw_json_of
from trials.queries.conduct import state_of_planned
from trials.queries.following import looks_of
from trials.trial_charts import draw_trial_charts

NUDGE = ("00000000-0000-4000-8000-000000000001", 1)
GUARDRAILS = (
    simulated.a_guardrail("serious_share", title="Serious offences"),
    simulated.a_guardrail("repeat_suspect_12m", title="Named again", margin=0.05, follow_up_days=365),
    simulated.a_guardrail("victim_not_consulted", title="Victim not consulted", margin=0.05),
)
WIDENING = {"oocr": 0.10, "nfa": -0.10}
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'/>"


def arms(nudge=NUDGE):
    return (Arm(key="control", title="Usual practice"), Arm(key="prompt", title="Prompt", nudges=(nudge,)))


def made_trial(force, lead, approver, *, slug="resulting", **changes):
    """A trial that is sealed, drawn, started and closed, as its cases would be there."""
    plan = simulated.a_plan(**{"guardrails": GUARDRAILS, "arms": arms(), "units": 12, **changes})
    # A seed of its own for each test would be another draw, and of ten draws some one gives another verdict.
    with mock.patch("trials.operations.allocating.new_seed", lambda: simulated.DRAW_SEED):
        trial, _ = make_sealed(force, lead, approver, slug=slug, plan=with_power(plan))
    draw_allocation(trial=trial, by=lead, at=NOW)
    conduct = Conduct.scoped.for_force(force).filter(trial=trial)
    conduct.update(started_on=NOW.date(), closed_at=NOW)
    trial.refresh_from_db()
    assert state_of_planned(trial) is State.CLOSED
    return trial


def with_power(plan):
    """The plan with a reason for doing without a power that nobody computed."""
    values = {**vars(plan.worthwhile), "override_reason": "A trial of tests."}
    return TrialPlan(**{**vars(plan), "worthwhile": type(plan.worthwhile)(**values)})


def made_result(trial, *, drawn=False, created_at=None, **truth):
    """The Run of its analysis at the end. `drawn`: with real charts; else one that is quickly made."""
    from trials.looking_job import report_of

    look = looks_of(trial)[-1]
    plan, draw = TrialPlan.from_json(look.plan.body), draw_json_of(trial)
    cells = simulated.drawn_cells(plan, draw, **{"moves": WIDENING, "days": 20, "lines": LINES, **truth})
    cells = simulated.immature(cells, "repeat_suspect_12m")
    cells = simulated.replace(cells, synthetic=trial.force.is_practice)
    report = report_of(trial, plan, cells, look, lambda name: None)
    job = SimpleNamespace(force=trial.force, pk=uuid4())
    snapshot = SimpleNamespace(pk=uuid4(), hash=cells.snapshot_hash)
    run = run_of(job, look.plan, snapshot, look, cells, report)
    drawings = draw_trial_charts(plan, json.loads(report)) if drawn else [quick()]
    with audit_scope():
        publish(run=run, drawings=drawings, is_first=True)
    if created_at:
        type(run).objects.filter(pk=run.pk).update(created_at=created_at)
    trial.refresh_from_db()
    return run


LINES = {"serious_share": (0.05, 0.12), "victim_not_consulted": (0.10, 0.0)}


def quick():
    table = {"headings": [["Month", ""], ["=Prompt", "numeric"]], "rows": [["=March", "1.0"]]}
    return Drawing("series", "Series", "A line.", PICTURE, table)
