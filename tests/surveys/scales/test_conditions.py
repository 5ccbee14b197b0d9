"""Conditions mean what XPath 1.0 says they mean, and a slip of the pen is refused with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.scales import InstrumentRefused
from surveys.scales.conditions import (
    Compare,
    ConditionRefused,
    Joined,
    Selected,
    both,
    evaluate,
    named,
    parse_condition,
    written,
)
from surveys.scales.parsing import parse
from tests.surveys.samples import SOUND

ANSWERS = {"k1": 7, "k2": "prefer not to say", "t": "never", "m": ["a", "b"], "minus": -2}
NAMES = st.sampled_from(["k1", "t1.1", "b_2", "x-y"])
TEXTS = st.text(st.characters(blacklist_characters="'\"", blacklist_categories=["Cs"]), max_size=8)
LEAVES = st.one_of(
    st.builds(Compare, NAMES, st.sampled_from(["=", "!=", "<", ">"]), st.integers(-99, 99).map(float)),
    st.builds(Compare, NAMES, st.sampled_from(["=", "!="]), TEXTS),
    st.builds(Selected, NAMES, TEXTS),
)
TREES = st.recursive(
    LEAVES,
    lambda part: st.builds(
        Joined, st.sampled_from(["and", "or"]), st.lists(part, min_size=2, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "condition, holds",
    [
        ("", True),
        ("${k1} = 7", True),
        ("${k1} > 7", False),
        ("${k1} > 6.5 and ${k1} < 8", True),
        ("${k1} != 7", False),
        ("${k1} = '7'", True),
        ("${minus} < -1", True),
        ("${t} = 'never'", True),
        ('${t} != "never"', False),
        ("selected(${t}, 'never')", True),
        ("selected(${t}, 'nev')", False),
        ("selected(${m}, 'b')", True),
        ("selected(${k1}, '7')", True),
        ("${k1} = 1 or ${k1} = 7 and ${t} = 'ever'", False),
        ("(${k1} = 7 or ${k1} = 1) and ${t} = 'never'", True),
        ("${k1} = 7 or ${k1} = 1 and ${t} = 'ever'", True),
    ],
)
def test_condition_holds_as_written(condition, holds):
    assert evaluate(condition, ANSWERS) is holds


@pytest.mark.parametrize("sign, holds", [("=", False), ("<", False), (">", False), ("!=", True)])
@pytest.mark.parametrize("name", ["k2", "not_answered"])
def test_word_or_silence_is_no_number(name, sign, holds):
    assert evaluate(f"${{{name}}} {sign} 5", ANSWERS) is holds


def test_silence_is_the_empty_text():
    assert evaluate("${gone} = ''", ANSWERS) and evaluate("${gone} != 'never'", ANSWERS)
    assert not evaluate("selected(${gone}, 'never')", ANSWERS)


@pytest.mark.parametrize(
    "condition, at, words",
    [
        ("${k1}", 6, "ends too soon"),
        ("${k1} >= 3", 7, "“at least 5” is “> 4”"),
        ("${k1} <= 3", 7, "“at most 4” is “< 5”"),
        ("${k1} = ${k2}", 9, "no number and no text"),
        ("${k1} = never", 9, "in quotes"),
        ("${k1} < 'never'", 9, "is no number"),
        ("not(${k1} = 3)", 1, "“not” is not read here"),
        ("k1 = 3", 1, "“k1” is not read here"),
        ("${k1} = 3 ${k2} = 4", 11, "Join two comparisons"),
        ("(${k1} = 3", 11, "Close the bracket"),
        ("${k1} = 3 and", 14, "ends too soon"),
        ("selected(${k1} 'a')", 16, "“,” is missing"),
        ("${k1} = 'open", 9, "in quotes"),
        ("${k1} = 3; drop", 10, "cannot stand here"),
        ("(" * 30 + "${k1} = 3" + ")" * 30, 21, "brackets"),
        ("${k1} = 3 or " * 100, 1000, "longer"),
    ],
)
def test_slip_is_refused_with_its_place_and_remedy(condition, at, words):
    with pytest.raises(ConditionRefused) as refused:
        parse_condition(condition)
    assert refused.value.at == at and words in str(refused.value)


@settings(max_examples=200, deadline=None)
@given(TREES)
def test_written_condition_is_read_as_it_was(tree):
    assert parse_condition(written(tree)) == tree


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="${}k1 =!<>'\"()andorselected,3.-\\", max_size=40))
def test_any_text_is_a_condition_or_refused_in_words(text):
    try:
        parsed = parse_condition(text)
    except ConditionRefused as refused:
        assert refused.reason and refused.remedy
    else:
        assert parse_condition(written(parsed)) == parsed and evaluate(parsed, {}) in (True, False)


def test_both_joins_and_keeps_what_is_empty():
    assert both("", "") == "" and both("${a} = 1", "") == "${a} = 1"
    assert both("${a} = 1 or ${b} = 2", "${c} = 3") == "(${a} = 1 or ${b} = 2) and ${c} = 3"


def test_names_are_told_once_in_their_order():
    assert named("${b} = 1 or ${a} = 2 and ${b} = 3") == ("b", "a") and named("") == ()


QUESTION = """
[[question]]
id = "q1"
about = "training"
[[question.part]]
kind = "choice"
text = "When?"
choices = ["never", "once"]
[[question]]
id = "q2"
about = "more"
relevant = "{condition}"
[[question.part]]
kind = "text"
text = "How was it?"
longest = 300
[[question]]
id = "q3"
about = "last"
[[question.part]]
kind = "count"
text = "How often?"
high = 10
"""


def with_condition(condition):
    return parse("sample.v1.toml", SOUND + QUESTION.replace("{condition}", condition))


@pytest.mark.parametrize(
    "condition", ["${q1} != 'never'", "${k1} > 3 or selected(${q1}, 'once')", "${q1} = ''"]
)
def test_question_may_depend_on_what_was_asked_before(condition):
    assert with_condition(condition).questions[1].relevant == condition


@pytest.mark.parametrize(
    "condition, words",
    [
        ("${q1} >= 3", "mend the condition, at character 7"),
        ("${q9} = 3", "nothing is asked under 'q9': write one of k1, k2, q1"),
        ("${q3} = 3", "'q3' is not asked before this"),
        ("${q2} = 3", "'q2' is not asked before this"),
        ("${q1} = 'nevr'", "'q1' is never answered by 'nevr': write 'never' or 'once'"),
        ("${q1} > 3", "'q1' is never answered by '3'"),
        ("${k1} = 'yes'", "'k1' is never answered by 'yes': write a number"),
    ],
)
def test_condition_that_could_never_be_known_is_refused(condition, words):
    with pytest.raises(InstrumentRefused) as refused:
        with_condition(condition)
    assert "table question 2, field relevant" in str(refused.value) and words in str(refused.value)


@pytest.mark.parametrize("order, sound", [("as written", True), ("random within component", False)])
def test_item_depends_only_on_what_comes_earlier_in_every_order(order, sound):
    text = SOUND.replace('id = "k2"', 'id = "k2"\nrelevant = "${k1} > 3"').replace(
        'polarity = "enabler"', f'polarity = "enabler"\norder = "{order}"'
    )
    if sound:
        assert parse("sample.v1.toml", text).items[1].relevant
    else:
        with pytest.raises(InstrumentRefused, match="'k1' is not asked before this"):
            parse("sample.v1.toml", text)


def test_condition_on_what_a_sitting_does_not_ask_is_refused():
    text = SOUND.replace('id = "k1"', 'id = "k1"\noccasions = ["before"]').replace(
        'id = "k2"', 'id = "k2"\nrelevant = "${k1} > 3"'
    )
    with pytest.raises(InstrumentRefused, match="'k1' is not asked 'after', when this is"):
        parse("sample.v1.toml", 'occasions = ["before", "after"]\n' + text)
