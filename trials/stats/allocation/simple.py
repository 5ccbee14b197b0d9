"""All units in one draw, as many to each arm as the ratio asks for."""

from trials.stats.allocation._slots import draw_within
from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Drawn, Method, Request


def draw(request: Request, stream: Stream) -> Drawn:
    """Numbers of units an arm are fixed; which units is drawn."""
    return Drawn(draw_within(request, [list(range(len(request.units)))], stream))


METHOD = Method(title="Simple, numbers fixed", needs=frozenset(), draw=draw)
