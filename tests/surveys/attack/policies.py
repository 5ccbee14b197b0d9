"""What "we hide small groups" comes to: exact counts and means of every group of ten or more."""

from itertools import combinations

from surveys.release.attack.figures import count, mean

LEAST = 10


def crossed(groups):
    """The groups somebody is in, and those that two bands make together: what two filters on a page would show."""
    bands = sorted(group for group in groups if "=" in group)
    pairs = (pair for pair in combinations(bands, 2) if pair[0].split()[0] == pair[1].split()[0])
    return groups | {" and ".join(pair) for pair in pairs}


def threshold_only(people, answers, quantities):
    """The Figures of every quantity over every group that is large enough, as they are."""
    found = {}
    for groups, given in zip(people, answers, strict=True):
        for group in groups:
            found.setdefault(group, []).append(given)
    return [
        figure
        for group, given in found.items()
        if len(given) >= LEAST
        for quantity in quantities
        for figure in _exact(group, quantity, [one[quantity.name] for one in given])
    ]


def _exact(group, quantity, given):
    for part in set(quantity.part_of.values()):
        values = [value for value in quantity.values if quantity.part_of[value] == part]
        number = sum(value in values for value in given)
        yield count(group, quantity.name, values, (number, number))
    numbers = [value for value in given if not isinstance(value, str)]
    if len(numbers) >= LEAST:
        possible = [value for value in quantity.values if not isinstance(value, str)]
        yield from mean(group, quantity.name, possible, round(sum(numbers) / len(numbers), 1), 0.05)
