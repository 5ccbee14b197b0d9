"""From all that two releases show of 300 officers, one of whom left in between, nobody's answer follows.

The attacker knows who answered and where everybody says they work, and that whoever stayed answered the same again:
no real attacker knows more. The careless policy below lets the same attack show that it finds people.
"""

import pytest

from surveys.release.attack import disagreeing, exposed, exposed_by_rows, surely_exposed
from tests.surveys.attack.policies import crossed, threshold_only
from tests.surveys.attack.waves import one_wave, two_waves

EVERY_RUN, ON_DEMAND = (0,), range(1, 10)
FEW = ("C-Ps", "O-Ph", "k1", "p2", "b1", "t1.1")  # quantities of the ordinary run


@pytest.mark.parametrize("seed", EVERY_RUN)
def test_two_releases_one_leaver_apart_determine_nobody(seed, names=FEW):
    sight = two_waves(seed)
    assert disagreeing(sight.people, sight.answers, sight.figures) == []
    assert exposed(sight.people, sight.answers, sight.figures, sight.named(names)) == []


@pytest.mark.on_demand
@pytest.mark.parametrize("seed", ON_DEMAND)
def test_two_releases_of_other_officers_determine_nobody_in_anything(seed):
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
