"""Which codes of two lists belong together when all elements, or all but one, agree; and how often by chance."""

import numpy as np

AT_ONCE = 500  # rows compared together: keeps memory to some tens of megabytes for 10,000 codes


def encode(first, second):
    """Both tables as whole numbers, the same value the same number; -1 where an element was left out."""
    both = np.vstack([first, second]).astype(object)
    coded = np.empty(both.shape, dtype=int)
    for j in range(both.shape[1]):
        number = {}
        coded[:, j] = [-1 if _empty(v) else number.setdefault(v, len(number)) for v in both[:, j]]
    return coded[: len(first)], coded[len(first) :]


def _empty(value):
    return value is None or value == "" or value != value


def match(first, second, tolerance):
    """([(i, j)], ambiguous): pairs that agree on all elements, then of what is left on all but `tolerance`.

    Each pair is the only candidate of both its codes at its step; rows of the first list that have candidates
    but no such pair are ambiguous. An element left out agrees with nothing.
    """
    pairs, ambiguous = [], 0
    free_first, free_second = np.arange(len(first)), np.arange(len(second))
    for step in range(tolerance + 1):
        least = first.shape[1] - step
        rows, columns = _candidates(first[free_first], second[free_second], least)
        in_row, in_column = (
            np.bincount(x, minlength=n) for x, n in ((rows, len(free_first)), (columns, len(free_second)))
        )
        alone = (in_row[rows] == 1) & (in_column[columns] == 1)
        found = list(zip(free_first[rows[alone]], free_second[columns[alone]], strict=True))
        pairs += [(int(i), int(j)) for i, j in found]
        ambiguous = int((in_row > 0).sum()) - len(found)
        free_first = np.setdiff1d(free_first, [i for i, _ in found])
        free_second = np.setdiff1d(free_second, [j for _, j in found])
    return sorted(pairs), ambiguous


def _candidates(first, second, least):
    rows, columns = [np.empty(0, int)], [np.empty(0, int)]
    for start in range(0, len(first), AT_ONCE):
        some = first[start : start + AT_ONCE]
        agree = sum(
            ((some[:, [j]] == second[:, j]) & (some[:, [j]] >= 0)).astype(np.int8)
            for j in range(first.shape[1])
        )
        i, j = np.nonzero(agree >= least)
        rows.append(i + start)
        columns.append(j)
    return np.concatenate(rows), np.concatenate(columns)


def agreeing_pairs(codes, least):
    """How many pairs of different rows of one list agree on at least so many elements."""
    rows, columns = _candidates(codes, codes, least)
    return int((rows < columns).sum())


def chance_of_agreement(lists, least):
    """The chance that two different people agree on at least so many elements, elements being independent.

    Each element's own chance is the share of pairs within one list (one answer a person, so different people)
    that agree on it.
    """
    pairs = sum(len(codes) * (len(codes) - 1) for codes in lists)
    if not pairs:
        return 0.0
    single = [
        sum(float((c * (c - 1)).sum()) for c in (_counts(codes[:, j]) for codes in lists)) / pairs
        for j in range(lists[0].shape[1])
    ]
    counts = np.array([1.0])
    for p in single:
        counts = np.convolve(counts, [1 - p, p])
    return float(counts[least:].sum())


def _counts(column):
    return np.bincount(column[column >= 0]).astype(float) if (column >= 0).any() else np.zeros(1)


def expected_false(matched, first, second, chance):
    """How many of `matched` pairs join different people: matched = true + (first - true)(second - true) chance.

    A person whose own code is found in both lists is taken by it; chance pairs arise among the others.
    """
    b = 1 - chance * (first + second)
    free = chance * first * second - matched
    if chance <= 0:
        return 0.0
    inside = b * b - 4 * chance * free
    if inside < 0:
        return float(matched)
    true = (-b + np.sqrt(inside)) / (2 * chance)
    return float(min(matched, max(0.0, matched - max(0.0, true))))
