"""Recording what happened to a running trial, and opening withheld figures for a reason."""

from datetime import timedelta

from django.utils.timezone import localdate

from cjnudge.audit.chain import Event, audited, record
from trials.changes import kind_of
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, check_allowed
from trials.models import Change
from trials.operations.trials import locked
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import conduct_of, is_blinded, state_of_planned
from trials.queries.planning import UNBLINDED, sealed_plan
from trials.waiting import arms_side_by_side

LONGEST_OPENING_DAYS = 14  # an operational need that lasts longer is a second decision


@audited
def record_change(*, trial, kind, on, reason, by, at, unit="", details=None):
    """The Change of one kind on its actual day. WrongState, in words, where it does not fit the trial.

    details: {"to" | "into" | "what": text} as the kind asks. What is recorded stays; a correction is another record.
    """
    trial, asked = locked(trial), kind_of(kind)
    check_allowed(state_of_planned(trial), Action.RECORD_CHANGE)
    if not asked.by_hand:
        raise WrongState("This is recorded by opening the figures, and not by hand.")
    details = details or {}
    _check(trial, asked, unit, details, on, at)
    return _keep(trial, kind, unit, on, details, reason, by, at)


def _check(trial, asked, unit, details, on, at):
    names = TrialPlan.from_json(sealed_plan(trial).body).unit_names
    if "unit" in asked.needs and unit not in names:
        raise WrongState("Choose one of the trial's units.")
    if "into" in asked.needs and (details.get("into") not in names or details["into"] == unit):
        raise WrongState("Choose another of the trial's units to merge it into.")
    if "to" in asked.needs and (not details.get("to", "").strip() or details["to"] in names):
        raise WrongState("Write the unit's new name as the extract has it; it is no other unit of the trial.")
    if "what" in asked.needs and not details.get("what", "").strip():
        raise WrongState("Say what was changed, as it stands now.")
    if on > localdate(at):
        raise WrongState("The day is still to come: record it when it has happened.")


def _keep(trial, kind, unit, on, details, reason, by, at):
    if not reason.strip():
        raise WrongState("Say why: the reason is printed with the result.")
    kept = Change(
        force=trial.force, trial=trial, kind=kind, unit=unit, on=on, details=details, reason=reason.strip(),
        by=by, at=at,
    )  # fmt: skip
    kept.save(force_insert=True)
    after = {"kind": kind, "unit": unit, "on": on.isoformat()}
    event = Event.TRIAL_UNBLINDED if kind == UNBLINDED else Event.TRIAL_CHANGED
    record(event, by=by, at=at, force=trial.force, subject=trial, after=after)
    return kept


@audited
def open_figures(*, trial, days, reason, by, at):
    """Show what the trial withholds, for so many days: recorded as unblinding and printed on its results."""
    trial = locked(trial)
    if not arms_side_by_side(trial.design):
        raise WrongState("Nothing is withheld for this trial: its design has no arms side by side.")
    if conduct_of(trial).started_on is None or not is_blinded(trial):
        raise WrongState(
            "Nothing is withheld now: figures are kept back from the go-live day to the last look."
        )
    if not 1 <= days <= LONGEST_OPENING_DAYS:
        raise WrongState(f"Choose from 1 to {LONGEST_OPENING_DAYS} days.")
    today = localdate(at)
    until = {"until": (today + timedelta(days=days - 1)).isoformat()}
    return _keep(trial, UNBLINDED, "", today, until, reason, by, at)
