"""Surveys on a force's first page and menu: the instruments can be read, nothing can be sent out."""

from django.urls import reverse

from cjnudge.accounts.checklist import State, Status, Step
from cjnudge.accounts.permissions import Permission
from cjnudge.navigation import NavEntry


def state(force):
    hint = "Not in this version yet: a survey cannot be sent out. You can read the instruments it will offer."
    return State(Status.LATER, hint, reverse("surveys:instruments", args=[force.slug]))


STEP = Step("first_survey", 50, "Send out the first survey", Permission.VIEW_DATA, state)
MENU = NavEntry("Surveys", "surveys:instruments", Permission.VIEW_DATA, order=50)
