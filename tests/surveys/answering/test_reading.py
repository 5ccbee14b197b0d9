"""What was sent becomes answers only where it was offered; a text keeps its limit and no unseen character."""

import pytest

from surveys.answering.reading import answers_of, faults
from tests.surveys.answering.samples import drawn


@pytest.fixture
def pages():
    return drawn("oocr_com_b")[2]


def page_with(pages, key):
    return next(page for page in pages if any(asked.key == key for asked in page.asked))


def test_numbers_and_words_outside_the_scale_are_kept_apart(pages):
    sent = {"k1": "0", "k2": "10", "k3": "prefer not to say"}
    assert answers_of(page_with(pages, "k1"), sent) == ({"k1": 0, "k2": 10, "k3": "prefer not to say"}, {})


@pytest.mark.parametrize(
    "value", ["11", "-1", "1e1", "٣", "07", "true", " 5", "", "<script>", "does not apply"]
)
def test_what_was_not_offered_is_no_answer(pages, value):
    assert answers_of(page_with(pages, "k1"), {"k1": value}) == ({}, {})


def test_answers_to_other_questions_than_the_pages_are_left_out(pages):
    assert answers_of(page_with(pages, "k1"), {"p1": "5", "invitation": "7"}) == ({}, {})


def test_text_loses_what_cannot_be_seen_and_keeps_its_lines(pages):
    page = page_with(pages, "o1")
    assert answers_of(page, {"o1": " fewer\r\nforms\x00\u202e "}) == ({}, {"o1": "fewer\nforms"})


def test_text_that_is_too_long_is_kept_to_be_shortened_and_told(pages):
    page = page_with(pages, "o1")
    _, texts = answers_of(page, {"o1": "x" * 312})
    assert [fault.words for fault in faults(page, texts)] == ["Shorten this to 300 characters: it has 312."]
    assert faults(page, {"o1": "x" * 300}) == []


def test_endless_text_is_cut_far_beyond_its_limit(pages):
    _, texts = answers_of(page_with(pages, "o1"), {"o1": "x" * 1_000_000})
    assert len(texts["o1"]) == 2300
