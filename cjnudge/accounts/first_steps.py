"""The steps, entries and sources that people and units bring to a force's first page and menu."""

from django.urls import reverse

from cjnudge import navigation
from cjnudge.accounts import awaiting, checklist, queries
from cjnudge.accounts.checklist import State, Status
from cjnudge.accounts.models import Unit
from cjnudge.accounts.permissions import Permission, Role


def units_state(force):
    """Done with one unit that has not ended."""
    number = Unit.scoped.for_force(force).filter(ends_on__isnull=True).count()
    url = reverse("accounts:units", args=[force.slug])
    if not number:
        return State(Status.TO_DO, "No units yet: add them one by one or from a CSV file", url)
    return State(Status.DONE, f"{number} unit{'s' if number > 1 else ''}", url)


def people_state(force):
    """Done once there are an administrator and a lead, with whom everything else can be done."""
    url = reverse("accounts:people", args=[force.slug])
    roles = set(queries.members(force).values_list("role", flat=True))
    invited = set(queries.invitations(force).values_list("role", flat=True))
    if {Role.ADMINISTRATOR, Role.LEAD} <= roles:
        return State(Status.DONE, "There are an administrator and a lead", url)
    if Role.LEAD in invited:
        return State(Status.DOING, "A lead is invited and has not accepted yet", url)
    return State(Status.TO_DO, "Invite at least one lead", url)


def run_out_invitations(force, user, at):
    """One item for the invitations that nobody accepted in time."""
    number = 0 if force.is_practice else queries.invitations(force).filter(expires_at__lte=at).count()
    if not number:
        return []
    text = "1 invitation has run out" if number == 1 else f"{number} invitations have run out"
    return [awaiting.Item(f"{text}: send again or withdraw", reverse("accounts:people", args=[force.slug]))]


def register_all():
    navigation.register(
        navigation.NavEntry("Overview", "accounts:force", Permission.VIEW_FORCE, order=0, exact=True)
    )
    navigation.register(navigation.NavEntry("Units", "accounts:units", Permission.MANAGE_UNITS, order=80))
    navigation.register(
        navigation.NavEntry(
            "People", "accounts:people", Permission.MANAGE_PEOPLE, order=90, in_practice=False
        )
    )
    checklist.register(checklist.Step("units", 10, "Set up units", Permission.MANAGE_UNITS, units_state))
    checklist.register(
        checklist.Step(
            "people", 20, "Invite people", Permission.MANAGE_PEOPLE, people_state, in_practice=False
        )
    )
    awaiting.register(awaiting.Source("invitations", 10, Permission.MANAGE_PEOPLE, run_out_invitations))
