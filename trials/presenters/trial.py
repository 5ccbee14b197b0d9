"""The list of trials, one trial and one plan as plain values for their pages."""

from datetime import date

from django.urls import reverse

from cjnudge.cases.measures import measure
from cjnudge.periods import period_label
from trials.lifecycle import AFTER_DATA_SEEN, ALLOWED, BY_RULE, OF_A_PLAN_BY_RULE, Action, State, TrialKind
from trials.plan_body import PlanBody
from trials.presenters.plan import plan_rows
from trials.presenters.planned_trial import COLOURS
from trials.stats.version import ENGINE_VERSION

STATE_COLOURS = {
    State.DRAFT: "grey",
    State.PLANNED: "yellow",
    State.SEALED: "blue",
    State.ANALYSED: "green",
    State.ARCHIVED: "grey",
}


def list_rows(trials_with_states):
    """One dictionary a trial: title, address, kind, state, colour, verdict of its newest run."""
    return [
        {
            "trial": trial,
            "url": address("trial", trial),
            "kind": kind_label(trial),
            "state": state.label,
            "colour": ({**COLOURS, **STATE_COLOURS})[state],
            "synthetic": trial.snapshot.synthetic if trial.snapshot else trial.synthetic,
            "verdict": next((run.verdict for run in trial.runs.all()), ""),
        }
        for trial, state in trials_with_states
    ]


def trial_page(trial, plans, runs, state):
    """Context of a trial's page: its facts, versions, runs and what can be done now."""
    return {
        "state": state.label,
        "colour": STATE_COLOURS[state],
        "kind": kind_label(trial),
        "written_after": AFTER_DATA_SEEN if is_seen(trial, plans) else "",
        "by_rule": BY_RULE if is_by_rule(trial) else "",
        "facts": [
            ("Question", trial.question),
            ("Measure", measure(trial.measure).title),
            ("Kind", kind_label(trial)),
            ("Owner", trial.owner.name),
        ],
        "plans": plans,
        "sealed": next((plan for plan in plans if plan.is_sealed), None),
        "unsealed": next((plan for plan in plans if not plan.is_sealed), None),
        "runs": [(run, address("result", trial, run.pk)) for run in runs],
        "can": {action.name.lower(): action in possible(trial, state) for action in Action},
        "is_run": any(run.engine_version == ENGINE_VERSION for run in runs_of_newest(plans, runs)),
    }


def is_by_rule(trial):
    return trial.kind == TrialKind.INTERVENTION


def is_seen(trial, plans):
    """Whether it was planned after its data were seen: always in a comparison, by its plan where a rule made it."""
    return any(plan.after_data_seen for plan in plans) if is_by_rule(trial) else trial.is_retrospective


def possible(trial, state):
    """The actions that the state allows, and the kind of trial."""
    return ALLOWED[state] & OF_A_PLAN_BY_RULE if is_by_rule(trial) else ALLOWED[state]


def runs_of_newest(plans, runs):
    """The runs of the newest sealed plan."""
    newest = next((plan for plan in plans if plan.is_sealed), None)
    return [run for run in runs if newest and run.plan_id == newest.pk]


def plan_page(plan):
    """Context of a plan's page."""
    body = PlanBody.from_json(plan.body)
    title = measure(body.data.measure).title
    rows = plan_rows(body, title, lambda on: period_label(date.fromisoformat(on), body.data.grain))
    return {
        "rows": rows,
        "written_after": AFTER_DATA_SEEN if plan.after_data_seen else "",
        "by_rule": BY_RULE if is_by_rule(plan.trial) else "",
    }


def kind_label(trial):
    return dict(trial._meta.get_field("kind").flatchoices).get(trial.kind, trial.kind)


def address(name, trial, *more):
    return reverse(f"trials:{name}", args=[trial.force.slug, trial.pk, *more])
