"""The nudge or version an address names, in the force of the address, and the way to its page."""

from django.http import Http404
from django.urls import reverse

from cjnudge.accounts.permissions import Permission, role_allows
from trials.presenters.nudges import address
from trials.queries import nudges as queries


def nudge_or_404(force, nudge_id):
    found = queries.nudge_of(force, nudge_id)
    if found is None:
        raise Http404
    return found


def version_or_404(force, nudge_id, number):
    found = queries.version_of(force, nudge_id, number)
    if found is None:
        raise Http404
    return found


def picture_or_404(version, picture_id):
    found = queries.picture_of(version, picture_id)
    if found is None:
        raise Http404
    return found


def abilities(request):
    """What this person's role may do with nudges; whether the state allows it is another question."""
    role = request.membership.role
    return {
        "may_manage": role_allows(role, Permission.MANAGE_TRIALS),
        "may_approve": role_allows(role, Permission.APPROVE_PLANS),
    }


def crumbs(force, *more):
    """[(label, url)] from the register down."""
    return [("Nudges", reverse("trials:nudges", args=[force.slug])), *more]


def nudge_crumb(nudge):
    return (nudge.title, address("nudge", nudge))
