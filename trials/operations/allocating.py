"""Commit and reveal: the server makes a seed, the plan seals its digest, one draw is made and the seed published."""

from hashlib import sha256

from django.conf import settings

from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, State, check_allowed
from trials.models import Draw, Seed
from trials.operations.trials import locked
from trials.planning.allocated import draw_arguments, is_in_turn, rule_in_turn, unit_rows
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import conduct_of, state_of_planned
from trials.queries.planning import sealed_plan, seed_of
from trials.seeds import SeedUnreadable, digest_of, lock_seed, new_seed, open_seed
from trials.stats import InputRefused, allocate
from trials.stats.canonical import canonical_json

OTHER_KEY = (
    "The seed of this trial cannot be opened: CJNUDGE_MASTER_KEY is not the one it was made with. Nothing was changed. "
    "Whoever runs the installation must put the earlier key back."
)
OTHER_SEED = (
    "The digest in the sealed plan is not that of this trial's seed, so nothing was drawn: write a new version of the "
    "plan, which takes the digest of the seed, and have it approved and sealed."
)
NOTHING_TO_DRAW = (
    "Nothing is drawn in this design: people said which units get what, and the plan names them."
)
# Only now does nobody come after the last case, whose arm the seed would tell.
AFTER_THE_LAST = {State.CLOSED, State.ANALYSED, State.PUBLISHED, State.STOPPED}


@audited
def make_seed(*, trial, by, at):
    """The trial's one seed, made by the server; a trial that has one keeps it, so that nobody can draw lots twice."""
    trial = locked(trial)
    kept = seed_of(trial)
    if kept is not None:
        return kept
    number = new_seed()
    secret = lock_seed(number, trial.pk, master=master())
    kept = Seed(force=trial.force, trial=trial, digest=digest_of(number), secret=secret, made_at=at)
    kept.save(force_insert=True)
    record(Event.SEED_MADE, by=by, at=at, force=trial.force, subject=trial, after={"digest": kept.digest})
    return kept


def draw_allocation(*, trial, by, at):
    """The trial's one Draw, from its sealed plan and committed seed; the seed is published with it.

    Where cases are enrolled one by one nothing is drawn yet: the Draw then holds the rule, and the seed stays secret
    until the last case. Raises WrongState, in words, for a second draw, and for a plan that is not sealed or names
    another seed.
    """
    version = sealed_plan(trial)
    check_allowed(state_of_planned(trial), Action.ALLOCATE)
    plan = TrialPlan.from_json(version.body)
    if plan.allocation is None:
        raise WrongState(NOTHING_TO_DRAW)
    seed = committed_seed(trial, plan)
    # Up to some seconds: outside the transaction, which asks again whether all is as it was.
    published = _drawn(plan, seed)
    return _keep(trial=trial, version=version, plan=plan, seed=seed, published=published, by=by, at=at)


def _drawn(plan, seed):
    """The JSON that is published: the whole allocation, or the rule for cases to come."""
    try:
        if is_in_turn(plan):
            return canonical_json({**rule_in_turn(plan).published(), "seed_digest": plan.seed_digest})
        return allocate(unit_rows(plan), seed=seed, **draw_arguments(plan)).to_json()
    except InputRefused as refused:
        raise WrongState(
            f"The allocation cannot be drawn as the plan says. {refused} Write a new version of the plan that can."
        ) from refused


@audited
def _keep(*, trial, version, plan, seed, published, by, at):
    trial = locked(trial)
    check_allowed(state_of_planned(trial), Action.ALLOCATE)
    if sealed_plan(trial).pk != version.pk:
        raise WrongState("Another version of the plan was sealed meanwhile: read it, and draw again.")
    drawn = Draw(force=trial.force, trial=trial, plan=version, published=published, drawn_at=at, drawn_by=by)
    drawn.sha256 = sha256(published.encode()).hexdigest()
    drawn.save(force_insert=True)
    conduct = conduct_of(trial)
    conduct.allocated_at = at
    conduct.save(update_fields=["allocated_at"])
    after = {"sha256": drawn.sha256, "plan": version.seal}
    record(Event.TRIAL_ALLOCATED, by=by, at=at, force=trial.force, subject=trial, after=after)
    if not is_in_turn(plan):
        _publish(trial, seed, by, at)
    return drawn


@audited
def reveal_seed(*, trial, by, at):
    """Publish the seed of a trial whose cases were enrolled one by one; WrongState while one may still come."""
    trial = locked(trial)
    state = state_of_planned(trial)
    kept, drawn = seed_of(trial), Draw.scoped.for_force(trial.force).filter(trial=trial).first()
    if kept is None or drawn is None:
        raise WrongState("Nothing has been allocated, so that there is no seed to publish.")
    if kept.revealed:
        return kept
    if state not in AFTER_THE_LAST:
        raise WrongState("The seed would tell the arms of cases to come: close or stop the trial first.")
    plan = TrialPlan.from_json(drawn.plan.body)
    _fill_arms(trial, plan)
    return _publish(trial, committed_seed(trial, plan), by, at)


def _fill_arms(trial, plan):
    """A case whose arm a crash left unwritten has it now, so that what is published is whole."""
    from trials.operations.enrolling import give_arms

    if is_in_turn(plan):
        give_arms(trial=trial)


def _publish(trial, seed, by, at):
    kept = seed_of(trial)
    kept.revealed = str(seed)
    kept.save(update_fields=["revealed"])
    record(Event.SEED_REVEALED, by=by, at=at, force=trial.force, subject=trial, after={"digest": kept.digest})
    return kept


def committed_seed(trial, plan):
    """The seed, opened; WrongState where it is not the one whose digest the plan has sealed."""
    kept = seed_of(trial)
    if kept is None or kept.digest != plan.seed_digest:
        raise WrongState(OTHER_SEED)
    try:
        seed = open_seed(kept.secret, trial.pk, master=master())
    except SeedUnreadable as unreadable:
        raise WrongState(OTHER_KEY) from unreadable
    if digest_of(seed) != plan.seed_digest:
        raise WrongState(OTHER_SEED)
    return seed


def master():
    """The installation's key, which is in no database."""
    return settings.MASTER_KEY.encode()


@audited
def note_list_taken(*, trial, purpose, recipient, by, at):
    """Record that the list of enrolled cases, with their attributes and arms, was downloaded."""
    after = {"file": "allocation", "recipient": recipient}
    record(
        Event.RESULT_EXPORTED, by=by, at=at, force=trial.force, subject=trial, purpose=purpose, after=after
    )
