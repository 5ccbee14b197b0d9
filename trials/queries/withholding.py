"""What running trials keep back: the source that cjnudge/cases/withholding.py asks."""

from datetime import date

from cjnudge.cases.withholding import Hold
from trials.lifecycle import TrialKind
from trials.lifecycle_of_trials import State
from trials.models import Trial
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import state_of_planned, with_sealed_plans, with_states
from trials.queries.planning import UNBLINDED, sealed_plan
from trials.waiting import arms_side_by_side

HELD = (State.RUNNING, State.CLOSED)


def holds(force, on):
    """The Hold of each trial of the force that is blinded on that day."""
    trials = Trial.scoped.for_force(force).filter(
        kind=TrialKind.PROSPECTIVE, conduct__started_on__isnull=False, archived_at__isnull=True
    )
    trials = with_sealed_plans(with_states(trials, force), force).prefetch_related("changes", "looks")
    found = [hold_of(trial, on) for trial in trials]
    return [hold for hold in found if hold]


def hold_of(trial, on):
    """The trial's Hold on that day; None where it holds nothing back."""
    started = trial.conduct.started_on
    if not arms_side_by_side(trial.design) or started is None or started > on:
        return None
    if state_of_planned(trial, trial.conduct) not in HELD or is_opened(trial, on):
        return None
    plan = TrialPlan.from_json(sealed_plan(trial).body)
    # Months after the last planned one are kept back too: the arms still differ in them.
    return Hold(
        units=frozenset({*plan.unit_names, *new_names(trial)}),
        number=len(plan.units),
        first=started.replace(day=1),
        title=trial.title,
        until=until_words(trial),
    )


def is_opened(trial, on):
    """Whether somebody opened the figures for a reason, and the days they were opened for are not over."""
    opened = [one for one in trial.changes.all() if one.kind == UNBLINDED and one.on <= on]
    return any(date.fromisoformat(change.details["until"]) >= on for change in opened)


def new_names(trial):
    """Names under which extracts know its units since they were renamed."""
    return {change.details["to"] for change in trial.changes.all() if change.kind == "unit_renamed"}


def until_words(trial):
    due = next((one.due_on for one in trial.looks.all() if one.is_final and one.run_id is None), None)
    return f"until its analysis, due on {due:%-d %B %Y}" if due else "until its analysis"
