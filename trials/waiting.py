"""What keeps an intervention from being compared, in words: told on its page, obeyed by the scheduler."""

from django.utils.timezone import localdate

from cjnudge.cases.withholding import holds_of, words_of
from cjnudge.safeguards.queries import may_use_real_data
from cjnudge.safeguards.rules import Allowed, Refused
from trials.lifecycle_of_trials import LABELS, State
from trials.queries.conduct import state_of_planned
from trials.queries.interventions import correction_of
from trials.stats.strategy import all_designs

# The trial's own analysis is there, or none will ever come: a comparison tells nothing before its time.
OVER = {State.ANALYSED, State.PUBLISHED, State.ARCHIVED}


def waits_for(intervention, *, at):
    """The reason why no figures are compared now, or ""."""
    correction = correction_of(intervention)
    if correction:
        return (
            f"Corrected on {localdate(correction.recorded_at):%-d %B %Y}: later figures are compared under the "
            "correction. What was computed before stays here as it was."
        )
    on = localdate(at)
    return (
        withheld_by_its_trial(intervention)
        or held_by_another(intervention, on=on)
        or lacks_safeguards(intervention, on=on)
    )


def withheld_by_its_trial(intervention):
    """Why nothing by arm may be computed now, and when that ends; "" outside a trial with arms side by side."""
    trial = intervention.trial
    if trial is None or not arms_side_by_side(trial.design):
        return ""
    state = state_of_planned(trial)
    if state in OVER:
        return ""
    due = trial.looks.filter(run__isnull=True).order_by("number").values_list("due_on", flat=True).first()
    when = f"Its next look is due on {due:%-d %B %Y}." if due else "The day of its look is set by its plan."
    return (
        f"It is part of the trial “{trial.title}” ({LABELS[state].lower()}), whose arms run side by side: nothing by "
        f"arm is computed before a planned look. {when}"
    )


def held_by_another(intervention, *, on):
    """Why its units are not counted one by one now: a trial they are in runs."""
    units = {*intervention.units}
    return next((words_of(hold) for hold in holds_of(intervention.force, on) if hold.units & units), "")


def arms_side_by_side(design):
    """Whether a design has units with and without the nudge at the same time: only then can it be blinded."""
    return "uncontrolled" not in all_designs()[design].offers


def lacks_safeguards(intervention, *, on):
    """Why real data may not be compared, or "" where they may, or where there are only made-up ones."""
    answer = safeguards_of(intervention, on=on)
    return answer.reason if isinstance(answer, Refused) else ""


def safeguards_of(intervention, *, on, rehearsal_only=False):
    """Allowed, RehearsalOnly or Refused for the force's own data."""
    force = intervention.force
    if force.is_practice:
        return Allowed()
    return may_use_real_data(force, "trial", subject_id=intervention.pk, on=on, rehearsal_only=rehearsal_only)
