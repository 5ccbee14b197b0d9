"""What keeps an intervention from being compared, in words: told on its page, obeyed by the scheduler."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from cjnudge.cases.withholding import holds_of, words_of
from cjnudge.safeguards.queries import current_versions, may_use_real_data
from cjnudge.safeguards.rules import Allowed, Refused
from trials.lifecycle_of_trials import LABELS
from trials.queries.conduct import is_blinded, state_of_planned
from trials.stats.strategy import all_designs

SUBJECT = "trial"  # what a safeguards record of an intervention is about


@dataclass(frozen=True)
class Around:
    """What is the same for every intervention of a force on a day: what is kept back, and its safeguards records."""

    holds: list
    records: list


def around(force, *, at):
    """The Around of a force, for who asks `waits_for` of many interventions."""
    return Around(holds_of(force, localdate(at)), list(current_versions(force, SUBJECT)))


def waits_for(intervention, *, at, around=None):
    """The reason why no figures are compared now, or "". around: what `around` found, where it was asked before."""
    correction = getattr(intervention, "correction", None)
    if correction:
        return (
            f"Corrected on {localdate(correction.recorded_at):%-d %B %Y}: later figures are compared under the "
            "correction. What was computed before stays here as it was."
        )
    on = localdate(at)
    return (
        withheld_by_its_trial(intervention)
        or held_by_another(intervention, on=on, holds=around and around.holds)
        or lacks_safeguards(intervention, on=on, records=around and around.records)
    )


def withheld_by_its_trial(intervention):
    """Why nothing by arm may be computed now, and when that ends; "" outside a trial with arms side by side."""
    trial = intervention.trial
    if trial is None or not arms_side_by_side(trial.design) or not is_blinded(trial):
        return ""
    due = next((look.due_on for look in trial.looks.all() if look.run_id is None), None)
    when = f"Its next look is due on {due:%-d %B %Y}." if due else "The day of its look is set by its plan."
    return (
        f"It is part of the trial “{trial.title}” ({LABELS[state_of_planned(trial)].lower()}), whose arms run side by "
        f"side: nothing by arm is computed before a planned look. {when}"
    )


def held_by_another(intervention, *, on, holds=None):
    """Why its units are not counted one by one now: a trial they are in runs."""
    units = {*intervention.units}
    known = holds_of(intervention.force, on) if holds is None else holds
    return next((words_of(hold) for hold in known if hold.units & units), "")


def arms_side_by_side(design):
    """Whether a design has units with and without the nudge at the same time: only then can it be blinded."""
    return "uncontrolled" not in all_designs()[design].offers


def lacks_safeguards(intervention, *, on, records=None):
    """Why real data may not be compared, or "" where they may, or where there are only made-up ones."""
    answer = safeguards_of(intervention, on=on, versions=records)
    return answer.reason if isinstance(answer, Refused) else ""


def safeguards_of(intervention, *, on, **circumstances):
    """Allowed, RehearsalOnly or Refused for the force's own data. circumstances: as `may_use_real_data` takes them."""
    force = intervention.force
    if force.is_practice:
        return Allowed()
    return may_use_real_data(force, SUBJECT, subject_id=intervention.pk, on=on, **circumstances)
