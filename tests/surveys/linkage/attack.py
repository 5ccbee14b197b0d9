"""An attacker with a dump tries to say whose answer each answer is, in every order that the dump has.

Two tables written in one order, or in one transaction, match row by row. So every column of the one, hidden ones
included, is tried against every column of the other, forwards and backwards, and equal values are tried as keys.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """What one way of matching gave: how many links it claims and how many of them are right."""

    how: str
    claimed: int
    right: int
    matching: frozenset = frozenset()  # the links claimed: two columns of one order claim the same


def attempts(left, right, whose_left, whose_right):
    """Every Attempt to match the rows of two tables. whose_*(row) says, for the judge alone, who is behind a row."""
    found = []
    for name in columns(left):
        for other in columns(right):
            how = f"{name} against {other}"
            found += [
                in_order(left, right, name, other, whose_left, whose_right, backwards, how)
                for backwards in (False, True)
            ]
            found.append(by_equal_values(left, right, name, other, whose_left, whose_right, how))
    return found


def columns(rows):
    return list(rows[0]) if rows else []


def in_order(left, right, name, other, whose_left, whose_right, backwards, how):
    """The first with the first, the second with the second: rows that tie stay as they lie."""
    first = sorted(left, key=lambda row: comparable(row[name]))
    second = sorted(right, key=lambda row: comparable(row[other]), reverse=backwards)
    pairs = list(zip(first, second, strict=False))
    claimed = frozenset((whose_left(a), whose_right(b)) for a, b in pairs)
    hits = sum(a == b for a, b in claimed)
    return Attempt(f"order of {how}{', backwards' if backwards else ''}", len(pairs), hits, claimed)


def comparable(value):
    return (
        type(value).__name__,
        value if isinstance(value, int | float | str | bytes | tuple) else repr(value),
    )


def by_equal_values(left, right, name, other, whose_left, whose_right, how):
    """Rows that share a value which nothing else has."""
    first, second = unique(left, name), unique(right, other)
    pairs = [(first[value], second[value]) for value in first.keys() & second.keys()]
    hits = sum(whose_left(a) == whose_right(b) for a, b in pairs)
    return Attempt(f"equal values of {how}", len(pairs), hits)


def unique(rows, name):
    seen = {}
    for row in rows:
        seen.setdefault(comparable(row[name]), []).append(row)
    return {value: same[0] for value, same in seen.items() if len(same) == 1}


def by_what_both_say(left, right, names, whose_left, whose_right):
    """(links right on average, probability of the surest one) of guessing among the rows that say the same.

    names: columns of the left table whose values might stand anywhere in a row of the right one. A value that no row
    of the other table says is no help, and is left out.
    """
    texts = [(repr(row), whose_right(row)) for row in right]
    known = {row[name] for row in left for name in names if any(row[name] in text for text, _ in texts)}
    chances = []
    for row in left:
        said = [row[name] for name in names if row[name] in known]
        fitting = [who for text, who in texts if all(value in text for value in said)]
        chances.append((whose_left(row) in fitting) / len(fitting) if fitting else 0)
    return sum(chances), max(chances)
