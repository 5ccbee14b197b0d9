"""A trial goes live, is closed after its last planned month, or is stopped."""

from datetime import date

from django.utils.timezone import localdate

from cjnudge.audit.chain import Event, audited, record
from trials.changes import kind_of
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, State, check_allowed
from trials.models import Change
from trials.operations.going_live import enter_start
from trials.operations.trials import locked
from trials.planning.periods import end_of_period, first_day_of, label_of
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import conduct_of, state_of_planned
from trials.queries.monitors import safety_monitor
from trials.queries.planning import sealed_plan, seed_of


@audited
def start_trial(*, trial, on, by, at):
    """The trial is running from that day: its first unit went live, and figures by unit are kept back.

    WrongState, in words, where the day does not fit the sealed plan or nobody can be told of an alarm.
    """
    trial = locked(trial)
    state = state_of_planned(trial)
    check_allowed(state, Action.START)
    version = sealed_plan(trial)
    plan = TrialPlan.from_json(version.body)
    if plan.allocation and state != State.ALLOCATED:
        raise WrongState("Units have no arms yet: draw the allocation before you start.")
    _check_day(plan, on, localdate(at))
    if plan.stop_rules and safety_monitor(trial, plan) is None:
        raise WrongState(
            f"The safety monitor of the plan, “{plan.safety_monitor}”, cannot read alarms now: it has to be a lead or "
            "evaluator of this force, or a guest of this trial. "
            "Invite the person, or amend the plan."
        )
    conduct = conduct_of(trial)
    conduct.started_on = on
    conduct.save(update_fields=["started_on"])
    after = {"on": on.isoformat(), "plan": version.seal}
    record(Event.TRIAL_STARTED, by=by, at=at, force=trial.force, subject=trial, after=after)
    _note_late(trial, plan, on, by, at)
    enter_start(trial=trial, plan=plan, on=on, by=by, at=at)
    return conduct


def _check_day(plan, on, today):
    planned, last = first_day_of(plan, plan.start), end_of_period(plan, plan.periods)
    if on > today:
        raise WrongState("That day is still to come: start the trial on the day on which it goes live.")
    if on < planned:
        raise WrongState(
            f"The plan compares with the months before {label_of(plan, plan.start)}, in which nobody has the nudge: it "
            f"goes live on {planned:%-d %B %Y} at the earliest. To begin sooner, amend the plan."
        )
    if on > last:
        raise WrongState(
            f"The plan's last month ended on {last:%-d %B %Y}: amend the plan, or stop the trial."
        )


def _note_late(trial, plan, on, by, at):
    """A start after the planned month is a change of its own: counted as planned, with the actual day kept."""
    if on <= end_of_period(plan, plan.start):
        return
    kind = kind_of("late_start")
    reason = f"Recorded with the start, which the plan has in {label_of(plan, plan.start)}."
    kept = Change(
        force=trial.force, trial=trial, kind=kind.key, on=on, details={}, reason=reason, by=by, at=at
    )
    kept.save(force_insert=True)
    after = {"kind": kind.key, "unit": "", "on": on.isoformat()}
    record(Event.TRIAL_CHANGED, by=by, at=at, force=trial.force, subject=trial, after=after)


@audited
def close_trial(*, trial, by, at):
    """Nobody enters any more; the analysis at the end waits for the last cases' follow-up."""
    trial = locked(trial)
    check_allowed(state_of_planned(trial), Action.CLOSE)
    last = last_day(trial)
    if localdate(at) <= last:
        raise WrongState(
            f"The plan's last month ends on {last:%-d %B %Y}: close the trial after it. To end it sooner, stop it."
        )
    conduct = conduct_of(trial)
    conduct.closed_at = at
    conduct.save(update_fields=["closed_at"])
    record(Event.TRIAL_CLOSED, by=by, at=at, force=trial.force, subject=trial)
    _publish_seed(trial, by, at)
    return conduct


@audited
def stop_trial(*, trial, reason, by, at):
    """End the trial before its plan does, for good, with the reason that its pages will show."""
    trial = locked(trial)
    check_allowed(state_of_planned(trial), Action.STOP)
    if not reason.strip():
        raise WrongState("Say why it is stopped: the reason is shown wherever the trial is.")
    conduct = conduct_of(trial)
    conduct.stopped_at, conduct.stop_reason = at, reason.strip()
    conduct.save(update_fields=["stopped_at", "stop_reason"])
    record(Event.TRIAL_STOPPED, by=by, at=at, force=trial.force, subject=trial)
    _publish_seed(trial, by, at)
    return conduct


def last_day(trial) -> date:
    """Last day of the sealed plan's last month."""
    plan = TrialPlan.from_json(sealed_plan(trial).body)
    return end_of_period(plan, plan.periods)


def _publish_seed(trial, by, at):
    """No case comes after this one, so that the seed of cases enrolled in turn can be published."""
    from trials.operations.allocating import reveal_seed

    kept = seed_of(trial)
    if kept is not None and not kept.revealed and conduct_of(trial).allocated_at:
        reveal_seed(trial=trial, by=by, at=at)
