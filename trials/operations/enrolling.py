"""Cases enrolled one after the other: the row is committed first, its arm is worked out afterwards and never before."""

from django.db import transaction
from django.db.models import Max

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.extract.people import normalised
from cjnudge.cases.privacy.keys import WrongMasterKey, current_version, layers_for
from cjnudge.cases.privacy.pseudonyms import pseudonym
from trials.case_links import lock_link
from trials.case_references import LONGEST, as_compared, hash_of_reference
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, check_allowed
from trials.models import Enrolment
from trials.operations.allocating import committed_seed, master
from trials.operations.trials import locked
from trials.planning.allocated import is_in_turn
from trials.planning.enrolling import EnrolmentRefused, attributes_of
from trials.planning.trial_plan import TrialPlan
from trials.queries.allocations import CRIME, draw_of, rule_of_draw
from trials.queries.conduct import state_of_planned
from trials.stats.allocation_in_turn import arms_in_turn

ALL_AT_ONCE = "The units of this trial have their arms already: no case is enrolled by itself."


def enrol(*, trial, reference, attributes, by, at):
    """The Enrolment of a case with its arm. A case that is enrolled already keeps its place and arm.

    reference: as the force writes it, of which a keyed hash alone is kept; attributes: {"unit": name, factor: typed}.
    Raises WrongState where nobody can be enrolled now, EnrolmentRefused where something typed is wrong.
    """
    # Durable: inside another transaction the arm would be known before its row is committed.
    with transaction.atomic(durable=True):
        kept = _take_place(trial=trial, reference=reference, attributes=attributes, by=by, at=at)
    if not kept.arm:
        give_arms(trial=trial, case=kept)
        kept.refresh_from_db()
    return kept


@audited
def _take_place(*, trial, reference, attributes, by, at):
    """The case's row: a new one at the next place, with no arm, or the one it has."""
    trial = locked(trial)
    check_allowed(state_of_planned(trial), Action.ENROL)
    plan = _plan_in_turn(trial)
    hashed = _hashed(trial, reference)
    rows = Enrolment.scoped.for_force(trial.force).filter(trial=trial)
    kept = rows.filter(reference=hashed).first()
    if kept is not None:
        return kept
    # The trial's row is held, so that the next place is nobody else's; the database refuses a second one besides.
    place = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    values = {"position": place, "reference": hashed, "attributes": attributes_of(plan, attributes)}
    values |= _link(trial, reference)
    kept = Enrolment(force=trial.force, trial=trial, enrolled_at=at, enrolled_by=by, **values)
    kept.save(force_insert=True)
    record(Event.CASE_ENROLLED, by=by, at=at, force=trial.force, subject=trial, after={"position": place})
    return kept


def _plan_in_turn(trial):
    """The plan under which the trial was allocated; it is the one by which every arm is worked out."""
    drawn = draw_of(trial)
    plan = TrialPlan.from_json(drawn.plan.body) if drawn else None
    if plan is None or not is_in_turn(plan):
        raise WrongState(ALL_AT_ONCE)
    return plan


def _hashed(trial, reference):
    if len(as_compared(reference)) < 3 or len(reference) > LONGEST:
        raise EnrolmentRefused(
            "reference", f"Type the case's reference: 3 characters at least, {LONGEST} at most."
        )
    return hash_of_reference(reference, force_id=trial.force_id, trial_id=trial.pk, master=master())


def _link(trial, reference):
    """How the case will be found in extracts: its pseudonym there, encrypted, and the version of the keys it has."""
    version = current_version(trial.force)
    try:
        layers = layers_for(trial.force, version)[CRIME]
    except WrongMasterKey as wrong:
        raise WrongState(str(wrong)) from wrong
    known_as = pseudonym(normalised(reference) or reference, layers)
    return {"link": lock_link(known_as, trial_id=trial.pk, master=master()), "key_version": version}


def give_arms(*, trial, case=None):
    """Write the arm of a case, or of every case without one: the seed and the committed rows alone decide it.

    What it writes is the same whoever comes first, so that two at once, or one after a crash, do no harm.
    """
    plan = _plan_in_turn(trial)
    seed = committed_seed(trial, plan)
    rows = list(Enrolment.scoped.for_force(trial.force).filter(trial=trial).order_by("position"))
    arms = arms_in_turn(rule_of_draw(draw_of(trial)), seed, [row.attributes for row in rows])
    for row, arm in zip(rows, arms, strict=True):
        if not row.arm and (case is None or row.pk == case.pk):
            Enrolment.scoped.for_force(trial.force).filter(pk=row.pk, arm="").update(arm=arm)
