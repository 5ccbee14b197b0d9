"""What awaits people on the way from an idea to an allocated trial, and where a guest begins."""

from django.urls import reverse

from cjnudge import navigation
from cjnudge.accounts import awaiting, guests
from cjnudge.accounts.permissions import Permission
from trials.lifecycle_of_trials import State
from trials.models.guards import guard_deletions
from trials.plan_body import seal_of
from trials.planning.trial_plan import TrialPlan
from trials.planning.validation import problems
from trials.queries import trials as queries
from trials.queries.guests import is_guest_of
from trials.queries.planning import author_ids, drafts_of, standing_approval
from trials.queries.powering import refused_for_power


def to_judge(force, user, at):
    """Plans that somebody else wrote, that nobody has approved, and that could be sealed once somebody has."""
    found = []
    for draft in drafts_of(force):
        if user.pk in author_ids(draft) or lacks_something(draft):
            continue
        if standing_approval(draft, seal_of(draft.body)) is None:
            words = f"The plan of “{draft.trial.title}” waits for a second person: approve or return it"
            found.append(_item(words, "trials:judge_plan", draft.trial, draft.version))
    return found


def lacks_something(draft):
    """Whether a plan would not be sealed even if somebody approved it; its power is a part of the text to be read."""
    plan = TrialPlan.from_json(draft.body)
    return bool(problems(plan)) or bool(refused_for_power(draft.trial, plan))


def of_the_owner(force, user, at):
    """The next step of each planned trial that a person owns, up to its start."""
    mine = [pair for pair in queries.planned_of(force) if pair[0].owner_id == user.pk]
    drafts = {draft.trial_id: draft for draft in drafts_of(force)}
    steps = (_next_step(trial, state, drafts.get(trial.pk)) for trial, state in mine)
    return [step for step in steps if step is not None]


def _next_step(trial, state, draft):
    """draft: its unsealed version, or None."""
    if state == State.DRAFT and draft is None:
        return _item(f"“{trial.title}” has no plan yet: write it", "trials:planning", trial)
    if draft is not None and standing_approval(draft, seal_of(draft.body)):
        words = f"The plan of “{trial.title}” is approved and not sealed: seal it"
        return _item(words, "trials:seal_planned", trial, draft.version)
    if draft is not None:
        return _item(f"The plan of “{trial.title}” is not sealed yet", "trials:trial", trial)
    if state == State.SEALED:
        return _item(f"“{trial.title}” is sealed: draw its allocation, or start it", "trials:trial", trial)
    if state == State.ALLOCATED:
        return _item(f"The allocation of “{trial.title}” is ready: start it", "trials:trial", trial)
    return None


def _item(words, name, trial, *more):
    return awaiting.Item(words, reverse(name, args=[trial.force.slug, trial.pk, *more]))


def register_all():
    """Called once, when Django starts."""
    guard_deletions()
    navigation.register(
        navigation.NavEntry("Your trials", "trials:invited", Permission.BE_GUEST, order=0, in_practice=True)
    )
    guests.register(is_guest_of)
    awaiting.register(awaiting.Source("plans to judge", 42, Permission.APPROVE_PLANS, to_judge, by_mail=True))
    awaiting.register(
        awaiting.Source("planned trials", 41, Permission.MANAGE_TRIALS, of_the_owner, by_mail=True)
    )
