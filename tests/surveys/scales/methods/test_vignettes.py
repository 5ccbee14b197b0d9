"""Effects of details varied at random, against R's sandwich; the audit; the balance of sets of four."""

from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from surveys.scales import SurveyRefused, draw_block, draw_details, vignettes
from surveys.scales.methods.vignette_blocks import blocks
from tests.surveys.scales.answers_of_r import R
from tests.surveys.scales.made_up import decisions

DETAILS = {"age": ("16", "24", "45"), "record": ("none", "one"), "ethnicity": ("white", "black", "asian")}
TABLE = decisions()


def test_effects_and_errors_are_those_of_rs_sandwich():
    found = vignettes(TABLE, DETAILS)
    for attribute in found.attributes:
        assert attribute.f == pytest.approx(R["vignettes"]["f"][attribute.attribute], abs=1e-9)
        for level in attribute.levels:
            name = f"{attribute.attribute}{level.level}"
            assert level.effect == pytest.approx(R["vignettes"]["effects"][name], abs=1e-12)
            half = (level.high - level.low) / 2
            assert half / 1.98010 == pytest.approx(R["vignettes"]["se"][name], abs=1e-6)  # t on 119


def test_what_sways_decisions_is_found_and_what_does_not_is_said_with_its_limits():
    found = {a.attribute: a for a in vignettes(TABLE, DETAILS).attributes}
    assert found["record"].p_holm < 0.001 and found["record"].audit == ""
    assert found["ethnicity"].audited and found["ethnicity"].audit.startswith(
        "No difference by ethnicity was found"
    )
    assert "could well have gone unseen" in found["ethnicity"].audit


def test_bias_that_is_there_is_found_by_the_audit():
    biased = TABLE.copy()
    rows = (biased.ethnicity == "black") & (biased.officer % 3 > 0)
    biased.loc[rows, "choice"] = "charge"
    audit = next(a for a in vignettes(biased, DETAILS).attributes if a.audited)
    assert audit.audit.startswith("Decisions differ by ethnicity; compared with white, most for black.")


def test_difference_that_chance_may_have_made_is_called_a_sign_and_nothing_explains_it():
    """Coins tossed: p under 0.05, but not beyond what three comparisons give, is called no difference."""
    random = np.random.default_rng(3)
    said = []
    for _ in range(60):
        tossed = TABLE.assign(choice=random.choice(["divert", "charge"], len(TABLE)))
        audit = next(a for a in vignettes(tossed, DETAILS).attributes if a.audited)
        if audit.p_value < 0.05 <= audit.p_holm:
            said.append(audit.audit)
    assert said and all(one.startswith("A sign, and no finding") for one in said)
    assert not any("explains" in one or "points" in one for one in said)


def test_clustering_by_officer_is_what_makes_the_interval():
    single = TABLE.assign(officer=range(len(TABLE)))
    halves = [vignettes(t, DETAILS).attributes[0].levels[0] for t in (TABLE, single)]
    assert halves[0].high - halves[0].low != pytest.approx(halves[1].high - halves[1].low, rel=1e-3)


def test_under_100_officers_nothing_is_told():
    assert "99 officers" in str(vignettes(decisions(99), DETAILS))


def test_choice_left_out_is_left_out_and_counted():
    table = TABLE.astype({"choice": object})
    table.loc[:3, "choice"] = [None, "", "divert", None]
    assert vignettes(table, DETAILS).left_out == 3


@pytest.mark.parametrize(
    "change, words", [({"choice": "divert"}, "everybody decided alike"), ({"age": "16"}, "age 24")]
)
def test_what_cannot_be_told_apart_is_refused_in_words(change, words):
    assert words in str(vignettes(TABLE.assign(**change), DETAILS))


def test_details_that_go_hand_in_hand_are_refused_in_words():
    twin = TABLE.assign(twin=TABLE.record)
    assert "hand in hand" in str(vignettes(twin, DETAILS | {"twin": ("none", "one")}))


@pytest.mark.parametrize(
    "change, attributes, words",
    [
        ({"choice": "caution"}, DETAILS, "row 0, column choice"),
        ({"age": "17"}, DETAILS, "row 0, column age"),
        ({"officer": None}, DETAILS, "column officer"),
        ({}, {"age": ("16",)}, "two different levels"),
        ({}, {}, "two different levels"),
        ({}, {"injury": ("none", "some")}, "A column is missing (injury)"),
    ],
)
def test_unsound_decisions_are_refused(change, attributes, words):
    with pytest.raises(SurveyRefused) as refused:
        vignettes(TABLE.assign(**change), attributes)
    assert words in str(refused.value)


def test_every_vignette_stands_in_eleven_sets_and_every_two_together_in_three():
    sets = blocks()
    assert len(sets) == 33 and {len(set(s)) for s in sets} == {4}
    single = Counter(v for s in sets for v in s)
    pairs = Counter(pair for s in sets for pair in combinations(s, 2))
    assert set(single.values()) == {11} and len(single) == 12
    assert set(pairs.values()) == {3} and len(pairs) == 66


def test_balance_test_can_fail():
    broken = (*blocks()[:-1], (0, 1, 2, 3))
    assert len(set(Counter(pair for s in broken for pair in combinations(s, 2)).values())) > 1


def test_draw_is_one_of_the_sets_evenly_and_repeats_only_under_its_seed():
    drawn = [draw_block(seed) for seed in range(3300)]
    counts = Counter(tuple(sorted(one)) for one in drawn)
    assert set(counts) == set(blocks())
    chi = sum((count - 100) ** 2 / 100 for count in counts.values())
    assert chi < 70  # 32 degrees of freedom: over it in one of 10 000
    assert draw_block(7) == draw_block(7) and len({draw_block(seed) for seed in range(50)}) > 30


def test_details_are_drawn_evenly_from_their_levels():
    drawn = [draw_details(DETAILS, seed)["ethnicity"] for seed in range(3000)]
    assert np.allclose([drawn.count(level) / 3000 for level in DETAILS["ethnicity"]], 1 / 3, atol=0.04)
    with pytest.raises(SurveyRefused, match="does not vary"):
        draw_details({"age": ("16",)}, 1)


def test_table_that_is_none_is_refused():
    with pytest.raises(SurveyRefused, match="no table"):
        vignettes([], DETAILS)
    assert isinstance(TABLE, pd.DataFrame)
