"""What a force's officers may know without signing in."""

from surveys.lifecycle import State
from surveys.models import Wave


def open_waves(force, on):
    """The launched waves of a force that take answers on a day, the one that closes first on top."""
    launched = Wave.scoped.for_force(force).filter(state=State.OPEN)
    return launched.filter(opens_on__lte=on, closes_on__gte=on).order_by("closes_on", "title")
