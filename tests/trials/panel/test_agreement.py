"""Agreement beyond chance, against published figures and arithmetic by hand."""

from types import SimpleNamespace

import pytest

from trials.panel.agreement import Share, agreement, as_guardrail, inappropriate
from trials.panel.grades import IN_ORDER, Grade
from trials.presenters.panel import agreement_words, guardrail_words
from trials.stats.strategy import all_designs

A, O, X, N = Grade.APPROPRIATE, Grade.OBSERVATIONS, Grade.INAPPROPRIATE, Grade.NO_AGREEMENT  # noqa: E741


def pairs_of(table):
    return [
        (IN_ORDER[i], IN_ORDER[j]) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)
    ]


def test_weighted_kappa_equals_arithmetic_by_hand():
    """Linear weights: 1 - sum(d·observed) / sum(d·expected), with d the distance of the grades."""
    table = [[20, 5, 1], [4, 15, 3], [0, 2, 10]]
    n = sum(map(sum, table))
    rows, columns = [sum(r) for r in table], [sum(c) for c in zip(*table, strict=True)]
    observed = sum(abs(i - j) * table[i][j] for i in range(3) for j in range(3)) / n
    expected = sum(abs(i - j) * rows[i] * columns[j] for i in range(3) for j in range(3)) / n**2
    found = agreement(pairs_of(table))
    assert found.kappa == pytest.approx(1 - observed / expected, abs=1e-12)
    assert found.low < found.kappa < found.high
    assert found.same == pytest.approx(45 / 60)


def test_published_kappa_is_reproduced():
    """Fleiss, Levin and Paik (2003), table 18.1: 75 1 4 / 5 4 1 / 0 0 10 of 100, weighted here by distance.

    Unweighted the book gives 0.68; with two grades in place of three weighted and unweighted kappa are the same, and
    for "third grade or not" the book gives 0.78 (0.80 observed against 0.09 by chance off the diagonal).
    """
    table = [[89 - 4, 0, 5], [0, 0, 0], [0, 0, 10]]  # grades one and two taken together
    found = agreement(pairs_of(table))
    p, q = 95 / 100, (90 * 85 + 10 * 15) / 100**2
    assert found.kappa == pytest.approx((p - q) / (1 - q), abs=1e-12)


def test_cases_without_a_conclusion_are_left_out_and_counted():
    found = agreement(pairs_of([[10, 2, 0], [1, 8, 1], [0, 1, 5]]) + [(N, A), (X, N)])
    assert (found.both, found.apart) == (28, 2)


@pytest.mark.parametrize("pairs", [[(A, O)] * 9, [(A, A)] * 30, []])
def test_too_little_to_tell_gives_words_and_no_figure(pairs):
    found = agreement(pairs)
    assert found.kappa is None and found.why


def test_grader_who_gives_one_grade_alone_leaves_nothing_to_compute():
    """Kappa is nought there whatever the other says, with an error of nought: no finding of no agreement."""
    found = agreement([(A, A)] * 9 + [(A, X)] * 3)
    assert found.kappa is None and "One of them" in found.why and found.same == 0.75


def test_two_who_always_agree_have_no_interval_of_no_width():
    found = agreement([(A, A)] * 9 + [(X, X)] * 3)
    assert found.kappa == pytest.approx(1.0) and found.low is found.high is None
    assert "no interval" in agreement_words(found)


def test_interval_ends_where_kappa_does():
    found = agreement([(A, A)] * 12 + [(X, X)] * 3 + [(A, O)])
    assert found.kappa < found.high == 1.0


def test_one_grader_is_enough_to_find_a_case_inappropriate():
    found = inappropriate([(A, X)] * 3 + [(X, X)] + [(A, A)] * 15 + [(N, N)])
    assert (found.inappropriate, found.graded) == (4, 19)
    assert found.low < 4 / 19 < found.high


def test_few_cases_have_no_share():
    assert inappropriate([(A, X)] * 9).share is None


def share(bad, of):
    return inappropriate([(X, X)] * bad + [(A, A)] * (of - bad))


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        (share(20, 400), share(12, 400), "holds"),
        (share(10, 100), share(13, 100), "watch"),
        (share(10, 400), share(120, 400), "breached"),
        (Share(0, 3, None, None, None), share(1, 50), "not_counted"),
    ],
)
def test_guardrail_says_what_the_interval_rules_out(before, after, state):
    assert as_guardrail(before, after)[0] == state


def graded(arm, after, grades):
    return [(SimpleNamespace(arm=arm, after=after), *pair) for pair in grades]


@pytest.mark.parametrize(("design", "state"), [("cluster_randomised", "holds"), ("before_after", "breached")])
def test_cases_from_before_the_trial_stand_beside_the_nudge_only_where_nothing_else_can(design, state):
    """As many inappropriate decisions with the nudge as without it since the start, and none before."""
    since = [(A, X)] * 120 + [(A, A)] * 480
    pairs = graded("prompt", True, since) + graded("control", False, [(A, A)] * 2000)
    pairs += graded("control", True, since * 4) if design == "cluster_randomised" else []
    assert guardrail_words(pairs, all_designs()[design])[0] == state
