"""Who can be a trial's safety monitor, and who the plan says it is."""

from django.utils.timezone import localdate

from cjnudge.accounts.permissions import Permission, Role, role_allows
from cjnudge.accounts.queries import members
from trials.planning.monitors import meant


def watchers(force, trial=None):
    """People who can read the page of alarms now, by name: leads and evaluators, and with a trial also its guests.

    A practice space has the people of its force.
    """
    home = members(force.practice_of or force).filter(user__is_active=True)
    invited = _invited(trial) if trial else frozenset()
    return [
        one.user
        for one in home
        if role_allows(one.role, Permission.VIEW_RESULTS)
        or (one.role == Role.GUEST and one.user.email in invited)
    ]


def _invited(trial):
    """Addresses of the guests to whom the trial is open today."""
    found = trial.guests.filter(ended_at__isnull=True, expires_on__gte=localdate())
    return set(found.values_list("email", flat=True))


def safety_monitor(trial, plan):
    """The person whom the plan chose, or names by name or address; None where that is nobody who can read alarms."""
    return meant(plan, watchers(trial.force, trial))
