"""Which codes of two lists belong together when all elements, or all but one, agree; and how often by chance."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Step:
    """What one step linked: pairs (i, j), rows of the first list left ambiguous, and how many codes it had."""

    pairs: tuple[tuple[int, int], ...]
    ambiguous: int
    least: int
    n_first: int
    n_second: int


def match(first, second, tolerance):
    """One Step for codes that agree on all elements, then one for what is left and agrees on all but one.

    Each pair is the only candidate of both its codes at its step. An element left out agrees with nothing.
    """
    steps = []
    free_first, free_second = np.arange(len(first)), np.arange(len(second))
    for least in range(first.shape[1], first.shape[1] - tolerance - 1, -1):
        rows, columns = _candidates(first[free_first], second[free_second], least)
        in_row = np.bincount(rows, minlength=len(free_first))
        in_column = np.bincount(columns, minlength=len(free_second))
        alone = (in_row[rows] == 1) & (in_column[columns] == 1)
        i, j = free_first[rows[alone]], free_second[columns[alone]]
        pairs = tuple((int(a), int(b)) for a, b in zip(i, j, strict=True))
        ambiguous = int((in_row > 0).sum()) - len(pairs)
        steps.append(Step(pairs, ambiguous, least, len(free_first), len(free_second)))
        free_first, free_second = np.setdiff1d(free_first, i), np.setdiff1d(free_second, j)
    return steps


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
    """How many of `matched` pairs join different people, of `first` and `second` codes at one step.

    A candidate pair is linked where neither code has another candidate, with probability
    exp(-(first + second) chance). So matched = that times (t + (first - t)(second - t) chance), t people being in
    both lists; the t that comes closest is taken, the smallest of several, which errs towards more false ones.
    """
    if not matched or chance <= 0:
        return 0.0
    lonely = np.exp(-(first + second) * chance)
    true = np.arange(min(first, second) + 1, dtype=float)
    false = (first - true) * (second - true) * chance
    t = int(np.argmin(np.abs(lonely * (true + false) - matched)))
    return float(matched * false[t] / (true[t] + false[t]))
