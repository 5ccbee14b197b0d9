"""The safeguards on a force's first page and menu."""

from django.urls import reverse
from django.utils import timezone

from cjnudge.accounts.checklist import State, Status, Step
from cjnudge.accounts.permissions import Permission
from cjnudge.navigation import NavEntry
from cjnudge.safeguards import queries, rules


def state(force):
    """Done once a complete record covers data; begun as soon as there is any record."""
    versions = list(queries.current_versions(force))
    if not versions:
        address = reverse("safeguards:add", args=[force.slug])
        return State(
            Status.TO_DO, "Say on what terms real data may be used. Rehearsals can start before.", address
        )
    address, today = reverse("safeguards:records", args=[force.slug]), timezone.localdate()
    complete = sum(1 for version in versions if not rules.missing(version, on=today))
    if queries.complete_record(force, "data_set", on=today):
        return State(Status.DONE, f"{complete} of {len(versions)} complete.", address)
    return State(
        Status.DOING, f"{complete} of {len(versions)} complete, none of them for every data set.", address
    )


STEP = Step(
    "safeguards", 30, "Write the safeguards records", Permission.MANAGE_SAFEGUARDS, state, in_practice=False
)
MENU = NavEntry("Safeguards", "safeguards:records", Permission.VIEW_DATA, order=70, in_practice=False)
