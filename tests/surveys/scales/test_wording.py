"""Advice on the words of a questionnaire: what is hard to read is told, and what is plain is not."""

from dataclasses import replace

import pytest

from surveys.scales import all_instruments, load_instrument
from surveys.scales.wording import HARDEST, advice, lix, sentences

BRIEF = load_instrument("com_b_brief")


def of_item(**changed):
    """What is said of one statement with these words in place of the first."""
    items = (replace(BRIEF.items[0], definition="", **changed), *BRIEF.items[1:])
    return [one.words for one in advice(replace(BRIEF, items=items)) if one.place == "items/cph"]


def test_lix_is_words_a_sentence_and_the_percentage_of_long_ones():
    """By hand: 8 words in 2 sentences, 2 of more than six letters: 4 + 25."""
    assert lix("The cat sat. Everybody admired a quiet cat.") == pytest.approx(8 / 2 + 100 * 2 / 8)


def test_text_without_words_is_not_hard():
    assert lix("") == lix("… 12 !") == 0


def test_sentences_are_told_apart_by_their_ends():
    assert sentences("One. Two! Three? 4. a: b") == ["One", "Two", "Three", "a", "b"]


@pytest.mark.parametrize(
    "text, words",
    [
        ("I know the rules and I like them.", "“and”: does it ask two things at once?"),
        ("I can/may do this.", "“/”: does it ask two things at once?"),
        ("I like it as well as you.", "“as well as”"),
        ("word " * 21, "It has 21 words: keep a statement to 20."),
    ],
)
def test_statement_that_is_hard_to_answer_gets_advice(text, words):
    assert any(words in one for one in of_item(text=text))


def test_long_sentence_of_a_definition_gets_advice():
    items = (replace(BRIEF.items[0], definition="Short one. " + "word " * 26), *BRIEF.items[1:])
    found = [one.words for one in advice(replace(BRIEF, items=items)) if one.place == "items/cph"]
    assert found == ["A sentence of 26 words (“word word word word word …”): split it at 25."]


@pytest.mark.parametrize("text", ["I know the law.", "I understand orders.", "My hand is steady.", ""])
def test_plain_statement_gets_none(text):
    assert of_item(text=text) == []


def test_hard_notice_gets_advice():
    hard = "Notwithstanding aforementioned confidentiality arrangements, disclosure obligations remain applicable."
    assert lix(hard) > HARDEST
    found = advice(replace(BRIEF, notice=replace(BRIEF.notice, **dict.fromkeys(vars(BRIEF.notice), hard))))
    assert any("LIX" in one.words for one in found)
    assert not any("LIX" in one.words for one in advice(BRIEF))


def test_twenty_one_statements_get_advice():
    many = tuple(replace(BRIEF.items[0], id=f"i{n}") for n in range(21))
    assert any(one.place == "items" for one in advice(replace(BRIEF, items=many)))


@pytest.mark.parametrize("one", all_instruments(), ids=lambda one: one.key)
def test_shipped_instruments_get_little(one):
    assert len(advice(one)) <= 4
