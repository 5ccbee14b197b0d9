"""What trials bring to other pages: a menu entry, what awaits people, what a leaver owns, what needs safeguards."""

from datetime import timedelta

from django.urls import reverse

from cjnudge import navigation
from cjnudge.accounts import awaiting, ownership
from cjnudge.accounts.permissions import Permission
from cjnudge.cases import withholding
from cjnudge.safeguards import subjects
from trials import planning_steps
from trials.guest_items import awaiting_a_guest
from trials.lifecycle import State
from trials.queries import interventions
from trials.queries import trials as queries
from trials.queries.withholding import holds
from trials.running_items import alarms_to_answer, looks_to_read, published_lately, trials_to_look_after

NEW_FOR = timedelta(days=14)  # a person who was away for a fortnight still finds it on the first page
TO_DO = {
    State.DRAFT: "“{title}” has no plan yet: write it",
    State.PLANNED: "The plan of “{title}” is not sealed: seal it",
    State.SEALED: "The plan of “{title}” is sealed: run the analysis",
}


def awaiting_the_owner(force, user, at):
    """The next step of each trial a person owns here."""
    mine = [pair for pair in queries.comparisons_of(force) if pair[0].owner_id == user.pk]
    return [item(force, trial, TO_DO[state]) for trial, state in mine if state in TO_DO]


def results_to_read(force, user, at):
    """The newest result of each trial, for those who read and do not run them."""
    analysed = [trial for trial, state in queries.trials_of(force) if state == State.ANALYSED]
    return [item(force, trial, "There is a result of “{title}” to read") for trial in analysed]


def item(force, trial, text):
    return awaiting.Item(text.format(title=trial.title), reverse("trials:trial", args=[force.slug, trial.pk]))


def comparisons_to_read(force, user, at):
    """Interventions that were compared lately, for those who read results."""
    return [
        awaiting.Item(
            f"There is a new comparison of “{one.title}” to read",
            reverse("trials:intervention", args=[force.slug, one.pk]),
        )
        for one in interventions.compared_since(force, at - NEW_FOR)
    ]


def hand_over_all(from_, to, force, at, by):
    """Pass every trial a person owns in the force to another; how many there were."""
    from trials.operations.trials import hand_over

    owned = list(queries.owned_by(from_, force))
    for trial in owned:
        hand_over(trial=trial, to=to, by=by, at=at)
    return len(owned)


def listing(force):
    """[(id, name)] of what a safeguards record can be about: trials, and interventions with their comparisons."""
    trials = [(trial.pk, trial.title) for trial, _ in queries.trials_of(force)]
    return trials + [(one.pk, f"Intervention: {one.title}") for one in interventions.interventions_of(force)]


def register_all():
    """Called once, when Django starts."""
    navigation.register(navigation.NavEntry("Trials", "trials:trials", Permission.VIEW_RESULTS, order=40))
    planning_steps.register_all()
    awaiting.register(awaiting.Source("trials", 40, Permission.MANAGE_TRIALS, awaiting_the_owner))
    awaiting.register(awaiting.Source("results", 50, Permission.VIEW_RESULTS, results_to_read))
    awaiting.register(awaiting.Source("comparisons", 51, Permission.VIEW_RESULTS, comparisons_to_read))
    ownership.register(
        ownership.OwnedKind(
            key="trials",
            label="trials and comparisons",
            permission=Permission.MANAGE_TRIALS,
            count=lambda user, force: queries.owned_by(user, force).count(),
            hand_over=hand_over_all,
        )
    )
    subjects.register("trial", listing)
    withholding.register("trials", holds)
    awaiting.register(awaiting.Source("alarms", 10, Permission.VIEW_RESULTS, alarms_to_answer))
    awaiting.register(awaiting.Source("of guests", 43, Permission.BE_GUEST, awaiting_a_guest, by_mail=True))
    awaiting.register(awaiting.Source("looks", 49, Permission.VIEW_RESULTS, looks_to_read, by_mail=True))
    awaiting.register(
        awaiting.Source("published", 52, Permission.VIEW_RESULTS, published_lately, by_mail=True)
    )
    awaiting.register(
        awaiting.Source("running", 39, Permission.MANAGE_TRIALS, trials_to_look_after, by_mail=True)
    )
