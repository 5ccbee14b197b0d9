"""Places in arms for a number of units, in the planned ratio as nearly as whole units allow."""

from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Request


def block_of(request: Request) -> list[int]:
    """One block in the ratio: 1:2 gives [0, 1, 1]."""
    return [arm for arm, times in enumerate(request.ratio) for _ in range(times)]


def draw_within(request: Request, groups: list[list[int]], stream: Stream) -> tuple[int, ...]:
    """Arms of all units, each group of unit numbers filled on its own.

    A group takes as many whole blocks as fit; what is left over is dealt from blocks shuffled one after the
    other across groups, so that groups of odd size balance one another. Then the group is shuffled.
    """
    block, deck = block_of(request), []
    arms = [0] * len(request.units)
    for group in groups:
        whole, left = divmod(len(group), len(block))
        while len(deck) < left:
            deck += stream.shuffled(block)
        slots, deck = block * whole + deck[:left], deck[left:]
        for unit, arm in zip(group, stream.shuffled(slots), strict=True):
            arms[unit] = arm
    return tuple(arms)


def groups_by(request: Request, name: str) -> list[list[int]]:
    """Numbers of the units that share a value of an attribute, groups in the order of their values."""
    values = request.attributes[name]
    return [[unit for unit, own in enumerate(values) if own == value] for value in sorted(set(values))]
