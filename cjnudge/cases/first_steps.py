"""What cases bring to a force's first page, its menu and its safeguards records."""

from datetime import timedelta

from django.urls import reverse

from cjnudge import navigation
from cjnudge.accounts import awaiting, checklist
from cjnudge.accounts.checklist import State, Status
from cjnudge.accounts.permissions import Permission
from cjnudge.cases.eligibility import faults, read_rules
from cjnudge.cases.queries.rule_sets import draft_rules
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.cases.queries.uploads import uploads_of
from cjnudge.safeguards import subjects

ASKED_FOR = timedelta(days=30)  # a month later the next extract is there, or is asked for as late


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


def refused_files(force, user, at):
    """One item for each mapping of which the newest files from the inbox were refused."""
    newest = {}
    lately = uploads_of(force).filter(door="inbox", started_at__gte=at - ASKED_FOR)
    for upload in lately.order_by("-started_at"):
        newest.setdefault(upload.mapping_version and upload.mapping_version.mapping_id, upload)
    return [
        awaiting.Item(
            "Files from the inbox were refused and nothing of them is stored: read why",
            reverse("cases:one_upload", args=[force.slug, upload.pk]),
        )
        for upload in newest.values()
        if upload.state == "refused"
    ]


def register_all():
    navigation.register(navigation.NavEntry("Data", "cases:snapshots", Permission.VIEW_DATA, order=30))
    checklist.register(checklist.Step("data", 40, "Bring in data", Permission.VIEW_DATA, data_state))
    subjects.register("data_set", data_sets)
    awaiting.register(awaiting.Source("rules", 30, Permission.APPROVE_RULES, waiting_rules, by_mail=True))
    awaiting.register(
        awaiting.Source("refused files", 31, Permission.MANAGE_DATA, refused_files, by_mail=True)
    )
