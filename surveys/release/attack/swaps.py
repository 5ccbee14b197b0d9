"""Whether two people may have answered what the other did: the quick way to another table of answers.

Where an attacker holds the rows of an extract, every possible table is the true one with rows swapped. Swaps that
leave every figure within its bounds are looked for from the true table, then from others that such swaps lead to.
"""

import numpy as np

from surveys.release.attack.figures import WIDER

ROUNDS = 6  # tables to look from, the true one first
CANDIDATES = 400  # people tried at once as partners of one: more than that is memory and no new parts
SHAKEN = 0.5  # of the people are swapped at random between two rounds


class Swapping:
    """A table of answers that agrees with every rule, person by person, and the swaps it allows."""

    def __init__(self, question, chance):
        kinds, sorts = np.nonzero(question.truth)
        often = question.truth[kinds, sorts].astype(int)
        self.rules, self.chance = question.rules, chance
        self.kinds, self.sorts = np.repeat(kinds, often), np.repeat(sorts, often)
        self.sums = question.true_sums.copy()
        known = np.array(question.extracts).reshape(len(question.extracts), -1)
        self.known = [tuple(known[:, kind]) for kind in self.kinds]  # the extracts that somebody's row is in

    def partners(self, person):
        """The people with whom somebody may swap answers, of some chosen at random."""
        others = [
            other
            for other in self.chance.permutation(len(self.kinds))[:CANDIDATES]
            if self.sorts[other] != self.sorts[person] and self.known[other] == self.known[person]
        ]
        if not others:
            return np.array([], dtype=int)
        others = np.array(others)
        moved = self.sums[:, None] + self._change(person, others)
        low, high = self.rules.low[:, None] - WIDER, self.rules.high[:, None] + WIDER
        return others[((moved >= low) & (moved <= high)).all(axis=0)]

    def _change(self, person, others):
        """How much each rule's sum moves when somebody swaps with each of the others: rules × others."""
        inside, weights = self.rules.inside, self.rules.weights
        apart = inside[:, [self.kinds[person]]] - inside[:, self.kinds[others]]
        return apart * (weights[:, self.sorts[others]] - weights[:, [self.sorts[person]]])

    def shake(self):
        """Move to another table by swaps that are allowed."""
        for person in self.chance.permutation(len(self.kinds))[: int(SHAKEN * len(self.kinds))]:
            found = self.partners(person)
            if len(found):
                other = self.chance.choice(found)
                self.sums += self._change(person, np.array([other]))[:, 0]
                self.sorts[[person, other]] = self.sorts[[other, person]]


def learn_by_swaps(question, cases, chance):
    """Give the Cases every part that swaps show; the Cases that still have one part."""
    table = Swapping(question, chance)
    for place in range(ROUNDS):
        if place:
            table.shake()
        for person in range(len(table.kinds)):
            _learn(question, table, person, cases)
        cases = [case for case in cases if len(case.possible) < 2]
        if not cases:
            break
    return cases


def _learn(question, table, person, cases):
    about = [case for case in cases if case.kind == table.kinds[person] and len(case.possible) < 2]
    if not about:
        return
    sorts = [table.sorts[person], *table.sorts[table.partners(person)]]
    for case in about:
        case.possible |= set(question.parts[case.attribute][sorts])
