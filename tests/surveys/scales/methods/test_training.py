"""A training session by level: reaction, learning, behaviour; linked and unlinked."""

import pandas as pd
import pytest

from surveys.scales import SurveyRefused, load_instrument, training_levels
from tests.surveys.scales.made_up import Numbers

TRAINING = load_instrument("oocr_training")
BEFORE, AFTER, LATER = TRAINING.occasions
YES, CHECK, NO, UNSURE = TRAINING.scenarios[0].choices
KEY = {f"s{form}{n}": right for form in "abc" for n, right in ((1, YES), (2, CHECK), (3, NO))}
ITEMS = [item.id for item in TRAINING.items]


def occasion(n, gain, form, seed, right=0.6):
    """Answers of n officers; each answers one parallel form, in turn."""
    draw, rows = Numbers(seed), []
    for i in range(n):
        row = {name: min(max(round(5 + gain + 1.5 * draw.normal()), 0), 10) for name in ITEMS}
        own = "abc"[(i + form) % 3]
        for k in (1, 2, 3):
            row[f"s{own}{k}"] = KEY[f"s{own}{k}"] if draw.uniform() < right else UNSURE
        row["b1"] = min(max(round(4 + gain + draw.normal()), 0), 10)
        row["rel"], row["int"] = draw.below(11), min(max(round(7 + draw.normal()), 0), 10)
        rows.append(row)
    return pd.DataFrame(rows)


def three():
    return {
        BEFORE: occasion(60, 0, 0, 31).drop(columns=["rel", "int"]),
        AFTER: occasion(55, 1.5, 1, 32, right=0.85).drop(columns="b1"),
        LATER: occasion(40, 1.0, 2, 33, right=0.8).drop(columns=["rel", "int"]),
    }


def test_three_levels_are_reported_and_the_fourth_is_for_a_trial():
    found = training_levels(TRAINING, three(), key=KEY)
    assert set(found.reaction) == {"rel", "int"} and found.reaction["int"].n == 55
    assert [learning.occasion for learning in found.learning] == [AFTER, LATER]
    assert found.learning[0].components["C-Ps"].change > 0.8
    assert found.learning[0].scenarios.change > 0.1
    assert found.behaviour.change > 0.4 and (found.behaviour.n_before, found.behaviour.n_after) == (60, 40)
    assert "is for a trial" in found.notes[0]


def test_components_and_scenarios_are_adjusted_together():
    """Holm by hand over the whole table: p times how many are as large, never under one before it."""
    learning = training_levels(TRAINING, three(), key=KEY).learning[1]
    changes = sorted([*learning.components.values(), learning.scenarios], key=lambda change: change.p_value)
    running = 0.0
    for place, change in enumerate(changes):
        running = max(running, min(1.0, change.p_value * (len(changes) - place)))
        assert change.p_holm == pytest.approx(running)


def test_without_links_it_is_reported_unlinked():
    found = training_levels(TRAINING, three(), key=KEY)
    assert found.linked == {AFTER: False, LATER: False}
    assert found.learning[0].components["C-Ps"].method == "Welch's t"


def test_with_links_persons_are_followed():
    links = {AFTER: [(i, i) for i in range(50)], LATER: [(i, i) for i in range(35)]}
    found = training_levels(TRAINING, three(), key=KEY, links=links)
    assert found.linked == {AFTER: True, LATER: True}
    assert found.learning[0].components["C-Ps"].method == "paired t"
    assert found.learning[0].scenarios.n_before == 50 and found.behaviour.n_before == 35


def test_rules_not_recorded_leave_scenarios_unscored_in_words():
    found = training_levels(TRAINING, three())
    assert "has not recorded its rules" in str(found.learning[0].scenarios)
    assert not found.knowledge[BEFORE]


def test_occasion_that_was_not_fielded_is_refused_in_words_where_it_is_needed():
    found = training_levels(TRAINING, {BEFORE: three()[BEFORE]}, key=KEY)
    assert not found.reaction["rel"] and not found.behaviour and found.learning == ()
    late = training_levels(TRAINING, {AFTER: three()[AFTER]}, key=KEY)
    assert "Nothing was asked before" in str(late.learning[0].scenarios)


def test_other_instruments_and_unknown_occasions_are_refused():
    with pytest.raises(SurveyRefused, match="three occasions"):
        training_levels(load_instrument("com_b_brief"), {})
    with pytest.raises(SurveyRefused, match="no such occasion"):
        training_levels(TRAINING, {"next year": three()[BEFORE]})


def test_result_turns_into_plain_values():
    plain = training_levels(TRAINING, three(), key=KEY).as_dict()
    assert isinstance(plain["learning"][0]["components"]["C-Ps"]["change"], float)
