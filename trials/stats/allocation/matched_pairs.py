"""Units matched beforehand, one of each set to each arm."""

from trials.stats.allocation._slots import block_of, groups_by
from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Drawn, Method, Request
from trials.stats.errors import InputRefused


def draw(request: Request, stream: Stream) -> Drawn:
    """Pairs for two arms, triplets for three. InputRefused where a set has another size."""
    block, arms = block_of(request), [0] * len(request.units)
    for group in groups_by(request, request.pair):
        if len(group) != len(block):
            raise InputRefused(
                f"a matched set has {len(group)} units and there are {len(block)} places",
                where=f"{request.pair} {request.attributes[request.pair][group[0]]}",
                remedy="Match as many units as there are arms (as places in the ratio).",
            )
        for unit, arm in zip(group, stream.shuffled(block), strict=True):
            arms[unit] = arm
    return Drawn(tuple(arms))


METHOD = Method(title="Matched pairs", needs=frozenset({"pair"}), draw=draw)
