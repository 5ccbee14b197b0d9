"""The figures beside the components: short cases, answers set apart, weighted means and an earlier survey.

Each is a sum over people whom the attacker knows, or one over most of them, with bounds for those who are left out.
"""

import math

import numpy as np

from surveys.release.attack.figures import Figure, count, mean
from surveys.release.attack.known import AGREEMENT
from surveys.release.attack.reader import (
    ALPHA,
    about,
    answered_bounds,
    half_of,
    is_whole,
    numbers_of,
    read_answered,
    read_mean,
    share_bounds,
)
from surveys.release.figures import scaled
from surveys.scales.methods.knowledge import UNSURE
from trials.stats.arithmetic.student import critical


def beside_of(reader):
    """The Figures of the sections knowledge, quality and weighted, and of the tables of changes."""
    return [
        *_cases(reader),
        *_agreement(reader),
        *_set_apart(reader),
        *_weighted(reader),
        *changes_of(reader),
    ]


def _cases(reader):
    """Who judged a case as the rules have it, who was not sure, and who judged otherwise."""
    for row in reader.table("knowledge", "scenarios"):
        quantity, (answered, agree, unsure, other, right, _) = reader.quantities[row["key"]], row["cells"]
        if answered is None:
            continue
        yield from read_answered(reader, quantity, answered)
        wrong = set(quantity.values) - {right, "outside", *UNSURE}
        for values, share in (({right}, agree), (wrong, other), (set(UNSURE), unsure)):
            if isinstance(share, int):  # neither hidden nor a reason in words
                bounds = share_bounds(reader, share, answered)
                yield count(reader.wave, quantity.name, values, bounds, f"{row['key']} {share} %")


def _agreement(reader):
    """The mean of everybody's share of cases judged as the rules have it."""
    for row in reader.table("knowledge", "overall"):
        cell = scaled(row["cells"][0], 1 / 100)
        yield from read_mean(reader, reader.wave, reader.quantities[AGREEMENT], cell, 1)


def _set_apart(reader):
    """Means without the flagged. Nobody knows who they are: each of them may have stood at either end."""
    counts = {row["key"]: row["cells"][0] for row in reader.table("quality", "flags")}
    for row in reader.table("quality", "scores"):
        everyone, cell = row["cells"]
        yield from read_mean(
            reader, reader.wave, reader.quantities[row["key"]], everyone, reader.span, reader.asked
        )
        if isinstance(cell, dict) and "value" in cell and counts["any"] is not None:
            yield from _without(reader, reader.quantities[row["key"]], cell["value"], counts["any"])


def _without(reader, quantity, shown, flagged):
    most, numbers = about(reader, flagged)[1], numbers_of(quantity)
    half, _ = half_of(quantity, shown, reader.span, reader.group)
    under, over = (
        reader.span + most * max(0, room + half) for room in (shown - numbers[0], numbers[-1] - shown)
    )
    yield from mean(
        reader.wave, quantity.name, numbers, shown, half, (under, over), f"{quantity.name} without"
    )


def _weighted(reader):
    """Weighted means. Whoever knows who answered, and who was asked, knows the weights."""
    answered = {row["key"]: row["cells"][0] for row in reader.table("profile", "overall")}
    for row in reader.table("weighted", "scores"):
        quantity, (plain, cell) = reader.quantities[row["key"]], row["cells"]
        yield from read_mean(reader, reader.wave, quantity, plain, reader.span)
        if reader.weights and isinstance(cell, dict) and "value" in cell:
            yield from _by_weights(reader, quantity, cell, answered.get(row["key"]))


def _by_weights(reader, quantity, cell, answered):
    """The weighted sum was moved by less than span × sum of weights / effective number, as mean_cell rounds it.

    Sums over those who gave a number lie between those over the lightest so many and over everybody.
    """
    least = reader.group if answered is None else max(reader.group, answered_bounds(reader, answered)[0])
    light, squares = np.sort(reader.factors)[:least].sum(), (reader.factors**2).sum()
    effective = max(reader.group, math.floor(light**2 / squares))
    numbers, shown = numbers_of(quantity), cell["value"]
    half, unit = half_of(quantity, shown, reader.span, effective)
    # The effective number is cut to a whole one before the sum is rounded.
    slack = reader.span * squares / light * (1 + 1 / effective)
    words = f"{quantity.name} weighted"
    yield from mean(reader.wave, quantity.name, numbers, shown, half, slack, words, reader.weights)
    if is_whole(cell, numbers) and half < reader.span:
        off = reader.span / effective + unit / 2
        yield _spread(reader, quantity, cell, off, squares)


def _spread(reader, quantity, cell, off, squares):
    """At most so much is the sum of squared weights times squared distances from what is shown.

    Half the interval is at least t times the root of that sum around the mean, over the sum of the weights; around
    what is shown the root is larger by the distance between the two times that of all squared weights.
    """
    shown = cell["value"]
    reach = (cell["high"] - shown) / float(critical(ALPHA, reader.size[reader.wave] - 1))
    most = (reach * reader.factors.sum() + off * math.sqrt(squares)) ** 2
    distances = {number: (number - shown) ** 2 for number in numbers_of(quantity)}
    factors = {groups: weight**2 for groups, weight in reader.weights.items()}
    words = f"{quantity.name} weighted spread"
    return Figure(reader.wave, quantity.name, distances, -math.inf, most, words, factors)


def changes_of(reader):
    """The means in the tables of changes that are about these answers: they are rounded anew, of whoever is in them."""
    for one in reader.means:
        for row in reader.table(one.section, one.table):
            if row["key"] == one.key:
                numbers = numbers_of(one.quantity)
                cell, span = row["cells"][one.column], numbers[-1] - numbers[0]
                yield from read_mean(reader, f"{reader.wave} {one.group}", one.quantity, cell, span)
