"""Recording what was delivered: exposure and its end, contamination, and why cases were not resolved out of court."""

from django.utils.timezone import localdate

from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle_of_trials import Action, check_allowed
from trials.models import DeclineCount, Exposure
from trials.operations.going_live import end_unit, enter_unit
from trials.operations.trials import locked
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import state_of_planned
from trials.queries.planning import sealed_plan


@audited
def log_exposure(
    *, trial, unit, arm, from_on, by, at, until_on=None, dose="", is_contamination=False, note=""
):
    """An Exposure: the arm's nudge was in the unit from a day on. Raises Refused for another unit or arm than planned.

    is_contamination: it reached the unit from outside its own arm, or before its start.
    """
    trial = _open(trial)
    plan = TrialPlan.from_json(sealed_plan(trial).body)
    if unit not in plan.unit_names or arm not in {one.key for one in plan.arms}:
        raise Refused("Choose a unit and an arm of the sealed plan.")
    if max(from_on, until_on or from_on) > localdate(at):
        raise Refused("Record what has happened: that day is still to come.")
    if until_on and until_on < from_on:
        raise Refused("The last day is before the first: correct one of them.")
    kept = Exposure(force=trial.force, trial=trial, unit=unit, arm=arm, from_on=from_on, until_on=until_on)
    kept.dose, kept.note, kept.is_contamination, kept.by, kept.at = dose, note, is_contamination, by, at
    kept.save(force_insert=True)
    after = {"unit": unit, "arm": arm, "from": from_on.isoformat(), "contamination": is_contamination}
    record(Event.DELIVERY_LOGGED, by=by, at=at, force=trial.force, subject=trial, after=after)
    if not is_contamination:
        enter_unit(exposure=kept, by=by, at=at)
    return kept


@audited
def end_exposure(*, exposure, until_on, by, at):
    """It was there until that day, and no longer. Raises Refused where its end is recorded already."""
    trial = _open(exposure.trial)
    kept = Exposure.scoped.for_force(trial.force).get(pk=exposure.pk)
    if kept.until_on:
        raise Refused("Its last day is recorded already: record what came after as a new entry.")
    if not kept.from_on <= until_on <= localdate(at):
        raise Refused("Give a last day from its first day up to today.")
    kept.until_on = until_on
    kept.save(update_fields=["until_on"])
    after = {"unit": kept.unit, "arm": kept.arm, "until": until_on.isoformat()}
    record(Event.DELIVERY_LOGGED, by=by, at=at, force=trial.force, subject=trial, after=after)
    if not kept.is_contamination:
        end_unit(exposure=kept, by=by, at=at)
    return kept


@audited
def import_declines(*, trial, declines, by, at):
    """Store what a file says in place of what was stored of the same units and months; how many counts there are.

    declines: a trials.decline_files.Declines. The same file twice changes nothing.
    """
    trial = _open(trial)
    kept = DeclineCount.scoped.for_force(trial.force).filter(trial=trial)
    for unit, day in declines.months:
        kept.filter(unit=unit, month=day).delete()
    DeclineCount.objects.bulk_create(
        DeclineCount(force=trial.force, trial=trial, unit=unit, month=day, reason=reason, n=n)
        for (unit, day, reason), n in sorted(declines.counts.items())
    )
    after = {"counts": len(declines.counts), "columns_dropped": len(declines.dropped)}
    record(Event.DECLINES_IMPORTED, by=by, at=at, force=trial.force, subject=trial, after=after)
    return len(declines.counts)


def _open(trial):
    """The trial, held, where delivery can be recorded now."""
    trial = locked(trial)
    check_allowed(state_of_planned(trial), Action.LOG_DELIVERY)
    return trial
