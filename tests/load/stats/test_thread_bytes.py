"""A report's bytes do not depend on the process that made it or on its threads."""

import pytest

from tests.load.stats.thread_bytes import hashes, hashes_elsewhere
from trials.stats.strategy import all_designs

DESIGNS = list(all_designs())
FEW = ["cluster_randomised", "difference_in_differences"]


def test_two_processes_with_one_and_two_threads_give_the_same_bytes():
    assert hashes_elsewhere(FEW, threads=1) == hashes_elsewhere(FEW, threads=2)


def test_other_counts_give_other_bytes():
    one, other = (hashes(FEW[:1], cases) for cases in (40, 41))
    assert one != other


@pytest.mark.on_demand
@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_gives_the_same_bytes_with_one_and_two_threads(design):
    assert hashes_elsewhere([design], threads=1) == hashes_elsewhere([design], threads=2)
