"""A draw of its own in every stratum."""

from trials.stats.allocation._slots import draw_within, groups_by
from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Drawn, Method, Request


def draw(request: Request, stream: Stream) -> Drawn:
    """The ratio holds within each stratum as nearly as whole units allow, and over all."""
    return Drawn(draw_within(request, groups_by(request, request.stratum), stream))


METHOD = Method(title="Stratified", needs=frozenset({"stratum"}), draw=draw)
