"""What awaits a guest of trials: on their own first page, because they see none of the force."""

from django.utils.timezone import localdate

from trials.planning_steps import to_judge
from trials.queries.guests import live_guests
from trials.running_items import alarms_to_answer


def items_of_guest(trials, user, at):
    """The plans to judge and the alarms to answer of just these trials, each an Item without any figure."""
    return [
        item
        for trial in trials
        for source in (alarms_to_answer, to_judge)
        for item in source(trial.force, user, at)
        if str(trial.pk) in item.url
    ]


def awaiting_a_guest(force, user, at):
    """The same of all trials of the force that the person is a guest of, to be told by mail."""
    invited = live_guests(force, user.email, localdate(at))
    return items_of_guest([one.trial for one in invited], user, at)
