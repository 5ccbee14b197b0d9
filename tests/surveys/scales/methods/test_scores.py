"""Domain scores: reversal, the half rule, intervals; against R's t.test and survey."""

import math

import numpy as np
import pandas as pd
import pytest

from surveys.scales import SurveyRefused, load_instrument, score
from surveys.scales.intervals import mean_interval
from tests.surveys.scales.answers_of_r import R
from tests.surveys.scales.made_up import instrument, officers

NA = "does not apply to my role"
THREE = instrument({"k1": "C-Ps", "k2": "C-Ps", "k3": ("C-Ps", "reversed = true")})


def of(rows, sample=THREE, **kept):
    return score(sample, pd.DataFrame(rows, columns=[i.id for i in sample.items]), **kept)["C-Ps"]


def test_reversed_item_is_turned_round():
    assert of([[10, 10, 0], [4, 4, 6]]).mean == 7  # 10 and 4


def test_score_needs_half_of_the_items_that_apply():
    found = of([[8, None, None], [8, 6, None], [None, None, None]])
    assert (found.n, found.mean, found.missing, found.not_applicable) == (1, 7, 2, 0)


def test_item_that_does_not_apply_leaves_the_denominator():
    found = of([[8, NA, None], [8, NA, NA], [NA, NA, NA], ["prefer not to say", None, NA]])
    assert (found.n, found.mean, found.missing, found.not_applicable) == (2, 8, 1, 1)


def test_one_item_domain_is_never_imputed():
    one = instrument({"k1": "C-Ps", "a1": "M-Au"})
    answers = pd.DataFrame({"k1": [5, None, 7, 7], "a1": [None, 2, 3, 4]})
    found = score(one, answers)
    assert (found["C-Ps"].n, found["C-Ps"].missing, found["M-Au"].n) == (3, 1, 3)


def test_brief_form_scores_its_components_and_the_two_halves_means():
    brief = load_instrument("com_b_brief")
    answers = pd.DataFrame([[9, 8, 2, 4, 6, 7]], columns=[i.id for i in brief.items])
    found = score(brief, answers)
    assert list(found) == ["C-Ph", "C-Ps", "O-Ph", "O-So", "M-Re", "M-Au", "opportunity", "motivation"]
    assert (found["opportunity"].mean, found["motivation"].mean) == (3, 6.5)


def test_shipped_fifteen_items_are_scored_by_component_and_by_domain_of_the_framework():
    sample = load_instrument("oocr_com_b")
    answers = pd.DataFrame([[5] * 15] * 3, columns=[i.id for i in sample.items])
    assert list(score(sample, answers)) == ["C-Ps", "O-Ph", "O-So", "M-Re", "M-Au"]
    assert score(sample, answers, by="tdf")["resources"].n == 3


def test_interval_is_students_t_as_in_r():
    x = officers()["x"]
    found = score(instrument({"x": "C-Ps"}), x.to_frame())["C-Ps"]
    assert found.mean == pytest.approx(R["mean"]["mean"], abs=1e-12)
    assert (found.low, found.high) == pytest.approx(R["mean"]["interval"], abs=1e-9)


def test_known_workforce_narrows_the_interval_as_in_rs_survey():
    x = officers()["x"]
    found = score(instrument({"x": "C-Ps"}), x.to_frame(), workforce=700)["C-Ps"]
    assert (found.low, found.high) == pytest.approx(R["finite"]["interval"], abs=1e-9)


def test_whole_workforce_leaves_nothing_uncertain():
    found = of([[4, 4, 6], [6, 6, 4]], workforce=2)
    assert (found.low, found.mean, found.high) == (5, 5, 5)


def test_interval_never_leaves_the_scale():
    found = of([[0, 0, 10], [0, 0, 10], [0, 0, 7]])
    assert found.low == 0 and found.mean == pytest.approx(1 / 3)


def test_few_answers_are_indicative_and_one_has_no_interval():
    assert of([[5, 5, 5]] * 29).standing == "indicative"
    assert of([[5, 5, 5]] * 30).standing == ""
    alone = of([[5, 5, 5]])
    assert (alone.low, alone.high, alone.sd) == (None, None, None)


def test_nobody_scored_is_a_refusal_in_words():
    found = of([[None, None, None]])
    assert not found and "Nobody gave an answer" in str(found)
    assert not of([])


def test_teams_that_answer_alike_widen_the_interval():
    o = officers()
    one = instrument({"x": "C-Ps"})
    plain = score(one, o[["x"]])["C-Ps"]
    clustered = score(one, o[["x"]], teams=o["team"])["C-Ps"]
    assert plain.design_effect == 1 and clustered.design_effect > 1
    assert clustered.high - clustered.low > plain.high - plain.low
    shuffled = o["team"].sample(frac=1, random_state=1).to_numpy()
    assert score(one, o[["x"]], teams=shuffled)["C-Ps"].design_effect < clustered.design_effect


def test_design_effect_is_one_plus_m_less_one_times_icc():
    """Two answers a team, always alike: ICC 1, m = 2, so twice the variance."""
    answers = pd.DataFrame({"x": [1, 1, 4, 4.5, 9, 9, 5, 5]})
    found = score(instrument({"x": "C-Ps"}), answers, teams=list("aabbccdd"))["C-Ps"]
    assert found.design_effect == pytest.approx(2, abs=0.02)


def test_items_are_counted_point_by_point_after_turning():
    found = of([[10, 10, 0], [10, NA, None]])
    third = found.items[2]
    assert (third.n, third.missing, third.not_applicable) == (1, 1, 0)
    assert dict(third.counts)[10] == 1 and sum(dict(third.counts).values()) == 1


@pytest.mark.parametrize("workforce", [1, 0, -3, 2.5, "40"])
def test_workforce_smaller_than_the_responses_is_refused(workforce):
    with pytest.raises(SurveyRefused, match="cannot have given"):
        of([[1, 1, 1], [2, 2, 2]], workforce=workforce)


def test_labels_of_teams_must_be_one_a_response():
    with pytest.raises(SurveyRefused, match="3 labels of teams for 2 responses"):
        of([[1, 1, 1], [2, 2, 2]], teams=["a", "b", "c"])


def test_mixing_help_and_need_in_one_score_is_refused_also_of_hand_made_instruments():
    from dataclasses import replace

    items = (THREE.items[0], replace(THREE.items[1], polarity="need"), THREE.items[2])
    with pytest.raises(SurveyRefused, match="C-Ps: k1, k2, k3"):
        of([[1, 2, 3]], replace(THREE, items=items))


def test_unknown_grouping_is_refused():
    with pytest.raises(SurveyRefused, match="Use component or tdf"):
        of([[1, 2, 3]], by="unit")


def test_result_turns_into_plain_values():
    found = of([[1, 2, 3], [4, 5, None]]).as_dict()
    assert found["items"][0]["id"] == "k1" and isinstance(found["items"][0]["counts"][0], list)


def test_interval_covers_the_mean_of_a_finite_workforce_at_its_stated_rate():
    rng = np.random.default_rng(11)
    workforce = np.clip(rng.normal(5, 2.5, 300).round(), 0, 10)
    hits = 0
    for _ in range(1000):
        found = mean_interval(rng.choice(workforce, 60, replace=False), workforce=300)
        hits += found.low <= workforce.mean() <= found.high
    assert abs(hits / 1000 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 1000)  # four standard errors
