"""Surveys on a force's first page and menu."""

from django.urls import reverse

from cjnudge.accounts.checklist import State, Status, Step
from cjnudge.accounts.permissions import Permission
from cjnudge.navigation import NavEntry
from surveys.lifecycle import State as WaveState
from surveys.queries.waves import waves_of

LAUNCHED = (WaveState.OPEN, WaveState.CLOSED)


def state(force):
    """Done once a survey was launched; begun as soon as one is being set up."""
    address = reverse("surveys:waves", args=[force.slug])
    found = waves_of(force)
    if found.filter(state__in=LAUNCHED).exists():
        return State(Status.DONE, "A survey has been launched.", address)
    if found.filter(state=WaveState.DRAFT).exists():
        return State(Status.DOING, "A survey is being set up. Nothing has been sent.", address)
    return State(Status.TO_DO, "Ask officers what stops them.", address)


STEP = Step(
    "first_survey", 50, "Send out the first survey", Permission.VIEW_SURVEYS, state, in_practice=False
)
MENU = NavEntry("Surveys", "surveys:waves", Permission.VIEW_SURVEYS, order=50)
