"""The judge fails what must fail, and its intervals are the published ones."""

import random

import pytest

from tests.validity.cell_list import CellList, all_lists
from tests.validity.fraction import fraction, worst_imbalance
from tests.validity.judging import Rival, Tally, best_rival, exact_interval, naive_fails, passes
from tests.validity.lists import staggered_adoption

LIST: CellList = all_lists()["difference_in_differences"]
CELL = {"purpose": "type I", "effect": 0.0, "treated": "half", "units": 20}
EFFECT = CELL | {"purpose": "coverage", "effect": 0.05}


def counts(**changed) -> Tally:
    """2,000 runs of a sound default."""
    return Tally(**{"runs": 2000, "rejected": 100, "covered": 1900, "naive_rejected": 400, **changed})


def test_exact_interval_is_clopper_and_pearsons():
    # Newcombe (1998) Stat Med 17:857, table I, method 5
    assert [round(bound, 4) for bound in exact_interval(81, 263, 0.95)] == [0.2527, 0.3676]
    assert [round(bound, 4) for bound in exact_interval(0, 20, 0.95)] == [0.0, 0.1684]


def test_sound_cell_passes():
    assert passes(LIST, CELL, counts())


@pytest.mark.parametrize(
    "changed",
    [
        {"rejected": 200},
        {"rejected": 20, "covered": 1980},
        {"covered": 1800},
        {"undue": 1},
        {"answered_though_due": 1},
    ],
)
def test_cell_fails_for_each_way_to_err(changed):
    assert not passes(LIST, CELL, counts(**changed))


def test_refusals_that_were_due_are_left_out_of_the_rates():
    assert passes(LIST, CELL, counts(due=1000, rejected=50, covered=950))
    assert not passes(LIST, CELL, counts(due=1000, rejected=100, covered=900))


def test_refusal_cell_fails_for_one_answer():
    cell = CELL | {"purpose": "refusal"}
    assert passes(LIST, cell, counts(due=2000, rejected=0, covered=0))
    assert not passes(LIST, cell, counts(due=1999, answered_though_due=1))


def test_warning_cell_needs_nine_runs_in_ten():
    cell = CELL | {"purpose": "warning"}
    assert passes(LIST, cell, counts(warned=1800)) and not passes(LIST, cell, counts(warned=1799))


def test_power_far_under_a_sound_rivals_fails_and_a_wrong_rival_does_not_count():
    sound = Rival(runs=2000, rejected=1000, both=780, wrong=140, null_runs=2000)
    wrong = Rival(runs=2000, rejected=1000, both=780, wrong=141, null_runs=2000)
    weak = counts(rejected=800, rivals={"other": sound})
    assert not passes(LIST, EFFECT, weak)
    assert passes(LIST, EFFECT, counts(rejected=800, rivals={"other": wrong}))
    assert passes(LIST, EFFECT, counts(rejected=990, rivals={"other": sound}))
    assert best_rival(weak) == "other"


def test_only_the_closed_list_may_be_conservative():
    careful = counts(rejected=20, covered=1985)
    series = all_lists()["interrupted_series"]
    assert passes(series, CELL | {"periods": 24}, careful)
    assert not passes(series, CELL | {"periods": 36}, careful)


def test_naive_choice_fails_by_coverage_alone_too():
    assert naive_fails(EFFECT, counts(naive_covered=300))
    assert not naive_fails(EFFECT, counts(naive_covered=1900))


def test_more_shuffles_make_a_fraction_more_orthogonal_and_keep_it_balanced():
    factors = staggered_adoption.FACTORS
    rough, fine = (fraction(factors, 60, random.Random(3), tries) for tries in (1, 50))
    names = list(factors)
    assert worst_imbalance(fine, names) < worst_imbalance(rough, names)
    for name, levels in factors.items():
        shares = {level: 60 * levels.count(level) / len(levels) for level in levels}
        assert all(
            abs(sum(cell[name] == level for cell in fine) - share) <= 2 for level, share in shares.items()
        )
