"""Balanced fractions of many factors: every level as often as any other, and near enough every pair of levels."""

import random
from itertools import combinations

import numpy as np


def fraction(factors: dict, count: int, draw: random.Random, tries: int = 1) -> list[dict]:
    """`count` cells in which every level of every factor is as frequent as any other.

    Levels are paired by seeded shuffles. With `tries` the most orthogonal of so many is taken, factor by factor:
    the one whose pairs of levels with all earlier factors are most nearly equally frequent.
    """
    columns: dict[str, list] = {}
    for name, levels in factors.items():
        column = [levels[i % len(levels)] for i in range(count)]
        shuffled = []
        for _ in range(tries):
            draw.shuffle(column)
            shuffled.append(list(column))
        columns[name] = min(
            shuffled, key=lambda own: sum(imbalance(own, other) for other in columns.values())
        )
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def imbalance(one: list, other: list) -> float:
    """Sum of squares of the counts of pairs of levels about what independence expects, over that expectation."""
    (_, first), (_, second) = (np.unique(column, return_inverse=True) for column in (one, other))
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum())


def worst_imbalance(cells: list[dict], names: list[str]) -> float:
    """The largest imbalance of any two factors."""
    return max(
        imbalance([cell[one] for cell in cells], [cell[other] for cell in cells])
        for one, other in combinations(names, 2)
    )
