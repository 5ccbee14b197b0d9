"""What is handed in is what was asked, and a told case goes with its details or not at all."""

from random import Random

import pytest

from surveys.answering.contents import Contents
from surveys.answering.paging import draw_order, pages
from surveys.scales import load_instrument, load_module

INSTRUMENT, VIGNETTES = load_instrument("oocr_com_b"), load_module("vignettes")


@pytest.fixture
def order():
    return draw_order(INSTRUMENT, "", Random(4), (VIGNETTES,))


def test_contents_come_back_from_json(order):
    contents = Contents(order, {"k1": 7}, {"o1": "Fewer forms"}, {"area": "north"}, {"mother": "A"}, "cy")
    assert Contents.from_value(contents.as_value()) == contents


def test_told_case_is_kept_with_its_details_under_its_own_key(order):
    told = order.told[0]
    given = {
        f"v.{told.story}.choice": "divert",
        f"v.{told.story}.reason": "his age",
        f"v.{told.story}.confidence": 0,
    }
    kept = Contents(order, given | {"k1": 3}).answers_to_keep
    assert kept == {
        "k1": 3,
        f"v.{told.story}": {
            "details": told.details,
            "choice": "divert",
            "reason": "his age",
            "confidence": 0,
        },
    }


def test_told_case_that_nobody_decided_leaves_no_details(order):
    assert Contents(order, {"k1": 3}).answers_to_keep == {"k1": 3}


def test_answers_to_what_is_not_asked_any_more_are_left_out(order):
    whole = pages(INSTRUMENT, "", order, (VIGNETTES,))
    contents = Contents(order, {"k1": 3, "b1": 5, "gone": 1}, {"o1": "x", "old": "y"})
    left = [page for page in whole if not any(asked.key == "b1" for asked in page.asked)]
    assert contents.asked_in(left).answers == {"k1": 3} and contents.asked_in(left).texts == {"o1": "x"}
