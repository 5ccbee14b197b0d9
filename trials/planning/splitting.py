"""Whole units for groups of given shares."""


def split(count, shares):
    """Whole numbers that add up to count and follow the shares, each at least one: largest remainder."""
    exact = [count * share for share in shares]
    found = [max(int(part), 1) for part in exact]
    order = sorted(range(len(shares)), key=lambda place: found[place] - exact[place])
    for place in order[: max(count - sum(found), 0)]:
        found[place] += 1
    return tuple(found)
