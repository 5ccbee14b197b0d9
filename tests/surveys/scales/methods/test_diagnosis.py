"""Barriers by headroom and association: the order, the intervals, the edition and the words."""

import re

import numpy as np
import pandas as pd
import pytest

from surveys.scales import SurveyRefused, diagnose, load_instrument
from surveys.scales.arithmetic.potential import association, potential
from tests.surveys.scales.answers_of_r import R
from tests.surveys.scales.made_up import BEHAVIOUR, Numbers, instrument, officers

THREE = instrument({"k1": "C-Ps", "p1": "O-Ph", "a1": "M-Au"}, extra=BEHAVIOUR)


def three(n=120, seed=21):
    """k1 is high and goes with behaviour, p1 is low and goes with it, a1 is lowest and does not."""
    draw, rows = Numbers(seed), []
    for _ in range(n):
        own, able = draw.normal(), draw.normal()
        marks = (8 + own, 3 + 1.4 * able, 2 + draw.normal())
        done = 5 + 0.9 * own + 1.2 * able + draw.normal()
        rows.append([min(max(round(mark), 0), 10) for mark in (*marks, done)])
    return pd.DataFrame(rows, columns=["k1", "p1", "a1", "b1"])


def test_rank_is_by_headroom_times_association_and_not_by_lowest_mean():
    found = diagnose(THREE, three())
    assert [b.domain for b in found.barriers] == ["O-Ph", "C-Ps", "M-Au"]
    assert [b.rank for b in found.barriers] == [1, 2, 3]
    lowest = min(found.barriers, key=lambda b: b.gap.mean)
    assert lowest.domain == "M-Au" and lowest.gap.reading == "barrier"


def test_association_and_its_interval_are_those_of_rs_cor_test():
    o = officers()
    found = association(o.x.to_numpy(float), o.y.to_numpy(float), 0.05)
    assert (found.r, found.low, found.high) == pytest.approx(
        [R["association"]["r"], *R["association"]["interval"]], abs=1e-12
    )


def test_potential_is_headroom_times_association():
    for barrier in diagnose(THREE, three()).barriers:
        gap = barrier.gap
        assert gap.potential == pytest.approx(gap.headroom * gap.association)
        assert gap.potential_low < gap.potential < gap.potential_high
        assert gap.headroom == pytest.approx((10 - gap.mean) / 10)


def test_every_figure_names_the_edition_and_an_unverified_one_is_marked():
    old = diagnose(THREE, three(), mapping="behaviour_change_wheel_2011")
    new = diagnose(THREE, three())
    assert (old.edition, old.verified, new.edition, new.verified) == ("2011", True, "2014", False)
    assert "not checked at its source" in new.named and "not checked" not in old.named
    assert any("not read again at the source" in note for note in new.notes)


def test_editions_differ_where_their_tables_do():
    def functions(edition):
        found = diagnose(THREE, three(), mapping=f"behaviour_change_wheel_{edition}")
        return {f.name for b in found.barriers if b.domain == "O-Ph" for f in b.functions}

    assert functions("2014") - functions("2011") == {"Training"}


def test_functions_carry_policies_and_barriers_carry_ideas():
    first = diagnose(THREE, three()).barriers[0]
    assert "Service provision" in {f.name: f.policies for f in first.functions}["Enablement"]
    assert "pre-filled short form" in first.ideas[0].nudges


def test_domains_of_the_framework_lead_to_functions_of_their_own():
    sample = load_instrument("oocr_com_b")
    answers = pd.DataFrame({item.id: three()["p1"] for item in sample.items} | {"b1": three()["b1"]})
    found = diagnose(sample, answers, mapping="theoretical_domains_2014")
    by = {b.domain: b for b in found.barriers}
    assert by["emotion"].name == "Emotion" and by["emotion"].functions and not by["habit"].functions


def test_instrument_without_a_question_about_behaviour_is_not_ranked_and_says_so():
    brief = load_instrument("com_b_brief")
    answers = pd.DataFrame([[1, 2, 3, 4, 5, 6]] * 40, columns=[i.id for i in brief.items])
    found = diagnose(brief, answers)
    assert [b.rank for b in found.barriers] == [None] * 6
    assert found.ranked_by.startswith("Not ranked") and "does not ask" in found.barriers[0].gap.silent
    assert [b.domain for b in found.barriers] == list(brief.components)


def test_need_and_reversed_items_are_turned_so_that_high_helps():
    turned = instrument(
        {
            "k1": ("C-Ps", 'polarity = "need"'),
            "p1": ("O-Ph", "reversed = true"),
            "a1": "M-Au",
        },
        extra=BEHAVIOUR,
    )
    answers = three()
    flipped = answers.assign(k1=10 - answers.k1, p1=10 - answers.p1)
    plain, other = diagnose(THREE, answers), diagnose(turned, flipped)
    assert [b.gap.as_dict() for b in plain.barriers] == [b.gap.as_dict() for b in other.barriers]


@pytest.mark.parametrize(
    "marks, word",
    [([4, 4, 5, 3] * 20, "barrier"), ([5, 6, 4, 7] * 20, "unclear"), ([8, 9, 7, 8] * 20, "enabler")],
)
def test_reading_goes_by_the_interval_against_two_lines(marks, word):
    answers = pd.DataFrame({"k1": marks, "p1": marks, "a1": marks, "b1": range(80)}).assign(
        b1=lambda t: t.b1 % 11
    )
    assert {b.gap.reading for b in diagnose(THREE, answers).barriers} == {word}


def test_lines_can_be_moved_and_must_stand_on_the_scale_in_order():
    marks = pd.DataFrame({"k1": [4, 5] * 20, "p1": [4, 5] * 20, "a1": [4, 5] * 20, "b1": [1] * 40})
    assert diagnose(THREE, marks, lines=(2, 3)).barriers[0].gap.reading == "enabler"
    for lines in ((7, 5), (-1, 5), (5, 11)):
        with pytest.raises(SurveyRefused, match="do not stand in order"):
            diagnose(THREE, marks, lines=lines)


def test_few_pairs_and_behaviour_that_never_varies_give_no_association():
    few = three(9)
    assert "under 10" in diagnose(THREE, few).barriers[0].gap.silent
    same = three().assign(b1=4)
    found = diagnose(THREE, same)
    assert "Everybody answered alike" in found.barriers[0].gap.silent and found.ranked_by.startswith(
        "Not ranked"
    )


def test_officers_who_saw_no_case_count_for_headroom_only():
    answers = three().astype({"b1": object})
    answers.loc[:29, "b1"] = "I have seen none"
    gap = diagnose(THREE, answers).barriers[0].gap
    assert (gap.n, gap.pairs) == (120, 90)


def test_mapping_that_leads_elsewhere_is_refused():
    with pytest.raises(SurveyRefused, match="does not lead to functions"):
        diagnose(THREE, three(), mapping="function_to_policy_2014")


def test_no_sentence_claims_a_cause():
    found = diagnose(THREE, three())
    words = " ".join((*found.notes, found.ranked_by, *(b.gap.silent for b in found.barriers)))
    assert not re.search(
        r"\b(causes?|caused|effect|drives?|leads? to|because of|impact|reduces?)\b", words, re.I
    )


def test_potentials_error_is_that_of_leaving_each_response_out():
    """By brute force over 25 responses, a fifth of them without behaviour."""
    rng = np.random.default_rng(3)
    x = rng.integers(0, 11, 25).astype(float)
    y = np.where(np.arange(25) < 5, np.nan, x / 2 + rng.integers(0, 6, 25))
    found = potential(x, y, association(x, y, 0.05), 0, 10, 0.05)
    keep = [np.delete(np.arange(25), i) for i in range(25)]
    others = np.array([(10 - x[k].mean()) / 10 * association(x[k], y[k], 0.05).r for k in keep])
    assert found.se == pytest.approx((24 / 25 * ((others - others.mean()) ** 2).sum()) ** 0.5)


@pytest.mark.parametrize("n", [30, 80])
def test_potentials_interval_covers_at_about_its_stated_rate(n):
    """Normal scores with r = 0.4 and headroom 0.45; a fifth without behaviour; 1 500 samples."""
    rng, true, hits = np.random.default_rng(8), 0.45 * 0.4, 0
    for _ in range(1500):
        x = rng.normal(size=n)
        y = 0.4 * x + 0.84**0.5 * rng.normal(size=n)
        y[: n // 5] = np.nan
        x = 5.5 + 1.2 * x
        found = potential(x, y, association(x, y, 0.05), 0, 10, 0.05)
        hits += found.low <= true <= found.high
    assert 0.915 <= hits / 1500 <= 0.965  # an approximate interval: within 3.5 points of 95 %, less above
