"""Who is settled: other answers are looked for that agree with all that is shown, then it is proved there are none.

Whoever audits knows the true answers, which agree with every figure. So a second table of answers is looked for in
the neighbourhood of the true one: a handful of people may have answered anything, all others what they did. That is
quick, and whatever it finds is possible. Only for those whom it leaves is the whole programme solved.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from surveys.release.attack.programme import Rules, make_programme
from surveys.release.attack.swaps import learn_by_swaps

IN_QUESTION, HELPERS = 8, 8  # people of a neighbourhood; with more a search takes longer than it finds more
ROUNDS = 5  # neighbourhoods in a row that show nothing new before the next way of looking is tried
NEARBY_SECONDS, WHOLE_SECONDS = 0.5, 10.0
JUST_UNDER_ONE, NOTHING = 1 - 1e-6, 1e-6


@dataclass
class Case:
    """A kind of people and an attribute, the parts it is known to take, and whether that is proved to be all."""

    kind: int
    attribute: str
    possible: set
    proved: bool = False


@dataclass(frozen=True)
class Question:
    """sizes: how many people each kind has; truth: how many of a kind gave each sort; parts: {attribute: of each sort}.

    extracts: for each extract 1.0 for the kinds whose rows are in it: the attacker can count its sorts.
    """

    sizes: list
    truth: np.ndarray
    parts: dict
    rules: Rules
    extracts: tuple = ()

    @cached_property
    def true_sums(self):
        return self.rules.of(self.truth)

    @cached_property
    def whole(self):
        """The Programme of everybody."""
        totals = [(inside, inside @ self.truth) for inside in self.extracts]
        return make_programme(self.sizes, self.rules, totals)


def settled(question, seed=0):
    """The Cases that take one part alone, as far as was found; those that are not `proved` might still be safe."""
    chance, cases = np.random.default_rng(seed), _cases(question)
    if question.extracts:
        # The whole programme of every row and kind would take hours: whom swaps show nothing of is taken for exposed.
        return _after_looking_nearby(question, learn_by_swaps(question, cases, chance), chance)
    left = _after_looking_nearby(question, cases, chance)
    settled_now = [case for case in left if _is_impossible(question, case)]
    unsure = [case for case in left if not case.proved and _after_looking_nearby(question, [case], chance)]
    return settled_now + [case for case in unsure if not _is_possible(question, case)]


def settled_in_fractions(question):
    """The Cases for which not a fraction of a person can lie in a second part: a quick lower bound of who is exposed.

    One wish asks for every second part of everybody; when nothing of it can be had, all who are left are settled.
    """
    cases = _cases(question)
    while cases:
        wish = np.zeros(question.truth.shape)
        for case in cases:
            wish[case.kind] += _unseen(question, case)
        found = question.whole.best(wish, whole=False, seconds=WHOLE_SECONDS)
        if found is None or found[1] < NOTHING:
            return [] if found is None else [replace(case, proved=True) for case in cases]
        cases = [case for case in cases if found[0][case.kind] @ _unseen(question, case) <= NOTHING]
    return []


def _after_looking_nearby(question, cases, chance):
    """The Cases that several neighbourhoods of the true answers have shown no second part for."""
    idle = 0
    while cases and idle < ROUNDS:
        idle = 0 if _look_nearby(question, cases, chance) else idle + 1
        cases = [case for case in cases if len(case.possible) < 2]
    return cases


def _cases(question):
    """A Case of everything whose true answers lie in one part: a kind with two of them is safe as it stands."""
    return [
        Case(kind, attribute, possible)
        for kind, row in enumerate(question.truth)
        for attribute, parts in question.parts.items()
        if len(possible := set(parts[row > 0])) < 2
    ]


def _look_nearby(question, open_cases, chance):
    """Whether a neighbourhood of the true answers shows a new part for anybody in question."""
    asked = {open_cases[place].kind for place in chance.permutation(len(open_cases))[:IN_QUESTION]}
    sizes = np.array(question.sizes)
    helpers = chance.choice(len(sizes), HELPERS, p=sizes / sizes.sum())
    chosen = sorted(asked | set(helpers.tolist()))
    cases = [case for case in open_cases if case.kind in chosen]
    theirs = _one_of_each(question, chosen, chance)
    # Who knows the rows of an extract knows that nobody nearby gave a row that none of them gave.
    sorts = np.flatnonzero(theirs.any(axis=0)) if question.extracts else np.arange(theirs.shape[1])
    wish = np.zeros((len(chosen), len(sorts)))
    for case in cases:
        wish[chosen.index(case.kind)] += _unseen(question, case)[sorts]
    found = _neighbourhood(question, chosen, sorts, theirs).best(wish, whole=True, seconds=NEARBY_SECONDS)
    return found is not None and _learn(question, cases, chosen, sorts, np.rint(found[0]))


def _one_of_each(question, chosen, chance):
    """What one person of each chosen kind answered, as a table chosen × sorts of 0 and 1."""
    theirs = np.zeros((len(chosen), question.truth.shape[1]))
    for place, kind in enumerate(chosen):
        theirs[place, _one_of(question.truth[kind], chance)] = 1
    return theirs


def _one_of(row, chance):
    """The sort of one person of a kind."""
    return chance.choice(len(row), p=row / row.sum())


def _unseen(question, case):
    return ~np.isin(question.parts[case.attribute], list(case.possible))


def _neighbourhood(question, chosen, sorts, theirs):
    """The Programme of one person of each chosen kind: the bounds are what the answers of all others leave of them."""
    own = ((question.rules.inside[:, chosen] @ theirs) * question.rules.weights).sum(axis=1)
    rules = question.rules.among(chosen, sorts, question.true_sums - own)
    held = [inside[chosen] for inside in question.extracts if inside[chosen].any()]
    return make_programme([1] * len(chosen), rules, [(inside, inside @ theirs[:, sorts]) for inside in held])


def _learn(question, cases, chosen, sorts, table):
    new = False
    for case in cases:
        parts = set(question.parts[case.attribute][sorts[table[chosen.index(case.kind)] > 0]])
        new |= not parts <= case.possible
        case.possible |= parts
    return new


def _is_impossible(question, case):
    """Whether a second part is proved impossible: in fractions not even one whole person can lie in it."""
    _, found = _ask_whole(question, case, whole=False)
    case.proved = found is not None and found[1] < JUST_UNDER_ONE
    return case.proved


def _is_possible(question, case):
    """Whether the whole programme, in whole numbers, shows a second part; that there is none may be proved."""
    wish, found = _ask_whole(question, case, whole=True)
    case.proved = found is not None and found[1] < JUST_UNDER_ONE
    return found is not None and (np.rint(found[0]) * wish).sum() >= 1


def _ask_whole(question, case, *, whole):
    wish = np.zeros(question.truth.shape)
    wish[case.kind] = _unseen(question, case)
    return wish, question.whole.best(wish, whole=whole, seconds=WHOLE_SECONDS)
