"""From all that two releases show of 300 officers, one of whom left in between, nobody's answer follows.

The attacker knows who answered and where everybody says they work, and that whoever stayed answered the same again:
no real attacker knows more. The careless policy below lets the same attack show that it finds people.
"""

import pytest

from surveys.release.attack import disagreeing, exposed, exposed_by_rows, surely_exposed
from surveys.release.attack.figures import Figure, within
from tests.surveys.attack.policies import crossed, threshold_only
from tests.surveys.attack.waves import one_wave, two_waves

EVERY_RUN, ON_DEMAND = (0,), range(10)
FEW = ("C-Ps", "O-Ph", "k1", "p2", "b1", "t1.1", "c1", "agreement")  # quantities of the ordinary run


@pytest.mark.parametrize("seed", EVERY_RUN)
def test_two_releases_one_leaver_apart_determine_nobody(seed, names=FEW):
    sight = two_waves(seed)
    assert disagreeing(sight.people, sight.answers, sight.figures) == []
    assert exposed(sight.people, sight.answers, sight.figures, sight.named(names)) == []


@pytest.mark.on_demand
@pytest.mark.parametrize("seed", ON_DEMAND)
def test_two_releases_of_ten_sets_of_officers_determine_nobody_in_anything(seed):
    test_two_releases_one_leaver_apart_determine_nobody(seed, names=None)


@pytest.mark.parametrize("seed", EVERY_RUN)
def test_release_and_the_rows_of_an_extract_determine_nobody(seed):
    sight = one_wave(seed, 150)
    assert exposed_by_rows(sight.people, sight.answers, sight.figures, sight.scaled(), ["w1"]) == []


@pytest.mark.on_demand
@pytest.mark.parametrize("seed", ON_DEMAND)
def test_release_and_extract_of_other_officers_determine_nobody(seed):
    sight = one_wave(seed)
    assert exposed_by_rows(sight.people, sight.answers, sight.figures, sight.scaled(), ["w1"]) == []


def test_hiding_small_groups_alone_exposes_dozens():
    """Exact counts and means of every group of ten or more, by at most two bands at a time."""
    sight = two_waves(0)
    people = [crossed(groups) for groups in sight.people]
    figures = threshold_only(people, sight.answers, sight.quantities)
    found = surely_exposed(people, sight.answers, figures, sight.quantities)
    assert disagreeing(people, sight.answers, figures) == []
    assert sum({one.groups: one.people for one in found}.values()) >= 24


def test_two_extracts_one_leaver_apart_expose_the_leaver():
    sight = two_waves(0, 60)
    found = exposed_by_rows(sight.people, sight.answers, [], sight.named(FEW), ["w1", "w2"])
    assert {one.groups for one in found} == {sight.people[sight.leaver]}


def test_exact_weighted_counts_one_leaver_apart_expose_the_leaver():
    """The same weights as a release goes by, unrounded: what is left between the two is the leaver's answer."""
    sight = two_waves(0, 60)
    figures = [_exact(sight, wave, sight.named(["k1"])[0]) for wave in ("w1", "w2")]
    found = surely_exposed(sight.people, sight.answers, figures, sight.named(["k1"]))
    assert disagreeing(sight.people, sight.answers, figures) == []
    assert {one.groups for one in found} == {sight.people[sight.leaver]}


def _exact(sight, wave, quantity):
    """The Figure of a weighted count as it is: of those who answered a wave, who marked as the leaver did."""
    stayed = [groups for groups in sight.people if wave in groups]
    factors = {within(groups, wave): sight.weights[within(groups, "w1")] for groups in stayed}
    part = quantity.part_of[sight.answers[sight.leaver][quantity.name]]
    alike = {value: 1.0 for value in quantity.values if quantity.part_of[value] == part}
    total = sum(
        factors[within(groups, wave)] * alike.get(answer[quantity.name], 0)
        for groups, answer in zip(sight.people, sight.answers, strict=True)
        if wave in groups
    )
    return Figure(wave, quantity.name, alike, total, total, factors=factors)
