"""What cases bring to a force's first page, its menu and its safeguards records."""

from django.urls import reverse

from cjnudge import navigation
from cjnudge.accounts import awaiting, checklist
from cjnudge.accounts.checklist import State, Status
from cjnudge.accounts.permissions import Permission
from cjnudge.cases.eligibility import faults, read_rules
from cjnudge.cases.queries.rule_sets import draft_rules
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.safeguards import subjects


def data_state(force):
    """Done with one snapshot of its own."""
    number = own_snapshots(force).count()
    if number:
        url = reverse("cases:snapshots", args=[force.slug])
        return State(Status.DONE, f"{number} snapshot{'' if number == 1 else 's'}", url)
    if force.is_practice:
        return State(
            Status.TO_DO, "Fill it with synthetic cases", reverse("cases:practice", args=[force.slug])
        )
    hint = "Nothing of its own yet: published reference counts can be read meanwhile"
    return State(Status.TO_DO, hint, reverse("cases:snapshots", args=[force.slug]))


def data_sets(force):
    """[(id, name)] of what a safeguards record can be about: the force's unpublished snapshots."""
    return [(one.pk, one.title) for one in own_snapshots(force).filter(published=False)]


def waiting_rules(force, user, at):
    """One item where somebody else's draft of the eligibility rules may be approved."""
    draft = draft_rules(force)
    if draft is None or draft.written_by_id == user.pk or faults(read_rules(draft.body)):
        return []
    text = (
        f"Version {draft.number} of the eligibility rules is a draft: read it, and approve it where you agree"
    )
    return [awaiting.Item(text, reverse("cases:rules_draft", args=[force.slug]))]


def register_all():
    navigation.register(navigation.NavEntry("Data", "cases:snapshots", Permission.VIEW_DATA, order=30))
    checklist.register(checklist.Step("data", 40, "Bring in data", Permission.VIEW_DATA, data_state))
    subjects.register("data_set", data_sets)
    awaiting.register(awaiting.Source("rules", 30, Permission.APPROVE_RULES, waiting_rules))
