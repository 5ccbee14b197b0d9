"""What trials with arms side by side keep back: the source that cjnudge/cases/withholding.py asks.

From the month in which the sealed plan has the first unit go live, whether the start is recorded or not: else a trial
that went live without a word, or with a later day, would show its first months by arm. Until its last planned analysis
is there, or the trial is published or archived and none will come; a stop opens nothing, as its looks still come.
"""

from datetime import date

from cjnudge.cases.withholding import Hold
from trials.lifecycle import TrialKind
from trials.lifecycle_of_trials import State
from trials.models import Trial
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import is_blinded, state_of_planned, with_sealed_plans, with_states
from trials.queries.planning import UNBLINDED, sealed_versions
from trials.waiting import arms_side_by_side

UNRECORDED = "its start is not recorded yet: record it, or stop the trial"
STOPPED = (
    "it was stopped and is analysed as planned: publishing an earlier look, or archiving it, gives that up"
)


def holds(force, on):
    """The Hold of each trial of the force that is blinded on that day."""
    trials = Trial.scoped.for_force(force).filter(
        kind=TrialKind.PROSPECTIVE, conduct__published_at__isnull=True, archived_at__isnull=True
    )
    trials = with_sealed_plans(with_states(trials, force), force).prefetch_related("changes", "looks")
    found = [hold_of(trial, on) for trial in trials]
    return [hold for hold in found if hold]


def hold_of(trial, on):
    """The trial's Hold on that day; None where it holds nothing back."""
    plans = sealed_plans(trial)
    if not plans or not any(arms_side_by_side(plan.design) for plan in plans) or not is_blinded(trial):
        return None
    state = state_of_planned(trial, trial.conduct)
    first = first_kept_back(trial, plans, state)
    if first is None or first > on or is_opened(trial, on):
        return None
    # Months after the last planned one are kept back too: the arms still differ in them.
    names = {name for plan in plans for name in plan.unit_names}
    return Hold(
        units=frozenset({*names, *new_names(trial)}),
        number=len(names),
        first=first.replace(day=1),
        title=trial.title,
        until=until_words(trial, state),
    )


def sealed_plans(trial):
    """Every sealed TrialPlan, newest first: an amendment frees no unit that went live under the plan before it."""
    return [TrialPlan.from_json(version.body) for version in sealed_versions(trial)]


def first_kept_back(trial, plans, state):
    """The day from whose month on figures are kept back in this state; None where there are no arms to be seen."""
    planned, started = first_day_of(plans[0], plans[0].start), trial.conduct.started_on
    if started:
        return min(planned, started)
    has_arms = state == State.ALLOCATED or (state == State.SEALED and plans[0].allocation is None)
    return planned if has_arms else None


def is_opened(trial, on):
    """Whether somebody opened the figures for a reason, and the days they were opened for are not over."""
    opened = [one for one in trial.changes.all() if one.kind == UNBLINDED and one.on <= on]
    return any(date.fromisoformat(change.details["until"]) >= on for change in opened)


def new_names(trial):
    """Names under which extracts know its units since they were renamed."""
    return {change.details["to"] for change in trial.changes.all() if change.kind == "unit_renamed"}


def until_words(trial, state):
    due = next((one.due_on for one in trial.looks.all() if one.is_final and one.run_id is None), None)
    until = f"until its analysis, due on {due:%-d %B %Y}" if due else "until its analysis"
    more = STOPPED if state == State.STOPPED else "" if trial.conduct.started_on else UNRECORDED
    return f"{until}; {more}" if more else until
