"""Units to sequences of a stepped wedge: the arms are the periods in which the nudge starts."""

from trials.stats.allocation._slots import draw_within, groups_by
from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Drawn, Method, Request
from trials.stats.errors import InputRefused


def draw(request: Request, stream: Stream) -> Drawn:
    """As many units to every start, within strata where one is named. InputRefused for other arms."""
    if not all(arm.isdigit() and int(arm) > 0 for arm in request.arms):
        raise InputRefused(
            "the arms of a stepped allocation are not periods",
            remedy="Name each sequence by its first period.",
        )
    whole = [list(range(len(request.units)))]
    groups = groups_by(request, request.stratum) if request.stratum else whole
    return Drawn(draw_within(request, groups, stream))


METHOD = Method(title="Stepped", needs=frozenset(), may=frozenset({"stratum"}), draw=draw)
