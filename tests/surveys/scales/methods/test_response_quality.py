"""Responses given without reading are flagged, and never deleted."""

import numpy as np
import pandas as pd
import pytest

from surveys.scales import (
    SurveyRefused,
    all_instruments,
    load_instrument,
    response_quality,
    score,
    with_and_without,
)
from surveys.scales.methods.response_quality import Pair, longest_run
from tests.surveys.scales.made_up import TABLES

FIFTEEN = load_instrument("oocr_com_b")
IDS = [item.id for item in FIFTEEN.items]


def table(*rows):
    return pd.DataFrame([list(row) for row in rows], columns=IDS)


VARIED = [5, 6, 4, 7, 3, 8, 5, 6, 4, 7, 3, 8, 5, 6, 4]


def test_all_alike_with_a_reversed_item_among_them_is_straight():
    found = response_quality(FIFTEEN, table([7] * 15, VARIED))
    assert found.straight == (True, False) and found.n_straight == 1


def test_all_alike_over_six_items_only_counts_with_a_reversed_one():
    five, six = ([None] * 15 for _ in range(2))
    plain = [7 if item not in ("r3",) else None for item in IDS]
    for item in ("k1", "k2", "k3", "p1", "r3"):
        five[IDS.index(item)] = six[IDS.index(item)] = 4
    six[IDS.index("a1")] = 4
    assert response_quality(FIFTEEN, table(five, six, plain)).straight == (False, True, False)


def test_longest_run_follows_the_order_asked():
    row = [5] * 9 + [6, 5] + [1, 2, 3, 4]
    order = [[*IDS[:9], IDS[10], IDS[9], *IDS[11:]]]
    assert response_quality(FIFTEEN, table(row)).longest == (9,)
    found = response_quality(FIFTEEN, table(row), order=order)
    assert found.longest == (10,) and found.long_string == (True,)


@pytest.mark.parametrize(
    "marks, run", [([], 0), ([np.nan], 0), ([1], 1), ([1, 1, np.nan, 1, 2], 3), ([1, 2, 2, 3, 3, 3], 3)]
)
def test_longest_run_of_marks(marks, run):
    assert longest_run(np.array(marks, dtype=float)) == run


def test_contradictory_pair_is_flagged_by_name():
    row = list(VARIED)
    row[IDS.index("k3")], row[IDS.index("a1")] = 1, 9
    found = response_quality(FIFTEEN, table(row, VARIED))
    assert found.contradicts == (("k3 and a1",), ()) and found.pairs_checked == ("k3 and a1",)


def test_pairs_are_compared_after_turning_reversed_items():
    pair = [Pair(("r2", "r3"), 8, "by hand")]
    row = list(VARIED)
    row[IDS.index("r2")], row[IDS.index("r3")] = 10, 10
    assert response_quality(FIFTEEN, table(row), pairs=pair).n_contradicts == 1


def test_results_stand_with_and_without_the_flagged():
    answers = table(*([VARIED] * 40), *([[10] * 15] * 5))
    found = with_and_without(FIFTEEN, answers, response_quality(FIFTEEN, answers))
    assert (found.n, found.n_unflagged) == (45, 40)
    assert found.everyone["C-Ps"] == score(FIFTEEN, answers)["C-Ps"]
    assert found.unflagged["C-Ps"].n == 40 and found.unflagged["C-Ps"].mean < found.everyone["C-Ps"].mean


def test_flags_noted_at_hand_in_serve_as_well():
    answers = table(*([VARIED] * 3), [10] * 15)
    noted = [[], [], [], ["straight", "long_string"]]
    assert with_and_without(FIFTEEN, answers, noted) == with_and_without(
        FIFTEEN, answers, response_quality(FIFTEEN, answers)
    )


def test_every_response_flagged_leaves_a_refusal_and_not_a_figure():
    answers = table(*([[3] * 15] * 4))
    found = with_and_without(FIFTEEN, answers, response_quality(FIFTEEN, answers))
    assert not found.unflagged["C-Ps"] and found.everyone["C-Ps"].n == 4


def test_flags_of_another_table_are_refused():
    with pytest.raises(SurveyRefused, match="flags are of 1 responses"):
        with_and_without(FIFTEEN, table(VARIED, VARIED), response_quality(FIFTEEN, table(VARIED)))


@pytest.mark.parametrize("order, words", [([IDS[:-1]], "every item once"), ([], "one order a response")])
def test_order_that_is_none_is_refused(order, words):
    with pytest.raises(SurveyRefused, match=words):
        response_quality(FIFTEEN, table(VARIED), order=order)


def test_pair_of_an_unknown_item_is_refused():
    with pytest.raises(SurveyRefused, match="A pair names an item"):
        response_quality(FIFTEEN, table(VARIED), pairs=[Pair(("k3", "z9"), 8, "")])


def test_kept_pairs_name_items_of_shipped_instruments():
    for one in all_instruments():
        empty = pd.DataFrame(columns=[item.id for item in one.items])
        found = response_quality(one, empty)
        assert bool(found.pairs_checked) == (one.key in ("oocr_com_b", "com_b_brief"))


def test_careful_answers_are_hardly_ever_flagged():
    from tests.surveys.scales.made_up import instrument

    answers = TABLES["five"]()
    found = response_quality(instrument(dict.fromkeys(answers, "C-Ps")), answers)
    assert found.n_flagged == 0
