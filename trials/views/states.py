"""Whether a planned trial's state permits what was asked; if not, the next page says why."""

from django.contrib import messages

from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import check_allowed


def may(request, state, action):
    """Whether the state permits it; says why not on the next page."""
    try:
        check_allowed(state, action)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    return True
