"""Surveys on a force's first page and menu."""

from django.urls import reverse

from cjnudge.accounts.awaiting import Item, Source
from cjnudge.accounts.checklist import State, Status, Step
from cjnudge.accounts.permissions import Permission
from cjnudge.navigation import NavEntry
from surveys.lifecycle import State as WaveState
from surveys.queries.texts import waves_to_check
from surveys.queries.waves import waves_of

LAUNCHED = (WaveState.OPEN, WaveState.CLOSED)


def state(force):
    """Done once a survey was launched; begun as soon as one is being set up."""
    address = reverse("surveys:waves", args=[force.slug])
    found = waves_of(force).filter(synthetic=False)
    if found.filter(state__in=LAUNCHED).exists():
        return State(Status.DONE, "A survey has been launched.", address)
    if found.filter(state=WaveState.DRAFT).exists():
        return State(Status.DOING, "A survey is being set up. Nothing has been sent.", address)
    return State(Status.TO_DO, "Ask officers what stops them.", address)


def texts_to_check(force, user, at):
    """The surveys whose texts wait for this person; how many there are is said to nobody here."""
    return [
        Item(
            f"Texts of “{wave.title}” wait to be checked",
            reverse("surveys:texts_check", args=[force.slug, wave.pk]),
        )
        for wave in waves_to_check(force, user)
    ]


TEXTS_TO_CHECK = Source("texts", 50, Permission.CHECK_TEXTS, texts_to_check)
STEP = Step(
    "first_survey", 50, "Send out the first survey", Permission.VIEW_SURVEYS, state, in_practice=False
)
MENU = NavEntry("Surveys", "surveys:waves", Permission.VIEW_SURVEYS, order=50)
