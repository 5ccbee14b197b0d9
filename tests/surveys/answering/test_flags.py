"""Flags are taken in the order in which the officer saw the items, which is kept nowhere."""

from dataclasses import replace

import pytest

from surveys.answering.flags import flags_of
from surveys.answering.paging import Order
from surveys.scales import all_instruments, load_instrument
from tests.surveys.answering.samples import begun

OOCR = load_instrument("oocr_com_b")
IDS = [item.id for item in OOCR.items]


def test_same_mark_everywhere_is_flagged():
    assert flags_of(OOCR, begun(answers=dict.fromkeys(IDS, 7))) == ["straight", "long_string"]


def test_run_of_like_marks_is_found_in_the_order_that_was_shown():
    answers = {item: 7 if number % 2 else 2 for number, item in enumerate(IDS)} | {"r3": 9}
    shown = sorted((i for i in IDS if i != "r3"), key=lambda item: answers[item])
    contents = begun(answers=answers | dict.fromkeys(shown[:10], 2))
    assert flags_of(OOCR, replace(contents, order=Order((*shown, "r3")))) == ["long_string"]
    mixed = [item for pair in zip(shown[:7], shown[7:], strict=True) for item in pair]
    assert "long_string" not in flags_of(OOCR, replace(contents, order=Order((*mixed, "r3"))))


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda one: one.key)
def test_no_answers_and_words_outside_the_scale_are_no_flag(instrument):
    contents = begun(instrument.key)
    assert flags_of(instrument, contents) == []
    outside = {item.id: instrument.scale.outside[-1] for item in instrument.items}
    assert flags_of(instrument, replace(contents, answers=outside | {"b1": "I have seen none"})) == []
