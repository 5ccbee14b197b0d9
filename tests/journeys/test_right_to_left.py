"""An officer answers in a language written from right to left: what belongs to a text stands on its right."""

import re

import pytest
from django.utils import timezone

from surveys.answering.words import END_OF_IT, ISOLATE, Words
from tests.journeys.answering import PHONE, browser_at
from tests.journeys.test_answering import is_too_wide
from tests.journeys.walking import follow
from tests.people import NOW
from tests.surveys import welsh
from tests.surveys.welsh import door_of, launched_in_welsh

DESKTOP = {"width": 1200, "height": 900}
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابجدهفغحيزكلمنوبقرستعوخشيظ", strict=True))
# How far the left end of each circle is to the right of its words.
CIRCLES = """marks => marks.map(mark => {
  const style = getComputedStyle(mark, "::before"), words = document.createRange()
  words.selectNodeContents(mark)
  const item = mark.closest(".govuk-radios__item").getBoundingClientRect()
  return item.right - parseFloat(style.right) - parseFloat(style.width) - words.getBoundingClientRect().right
})"""


def arabic(text):
    """The text in Arabic letters; what stands in braces stays."""
    return re.sub(r"{\w+}|[A-Za-z]", lambda found: LETTERS.get(found[0].lower(), found[0]), text)


@pytest.fixture
def door(force, lead, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(welsh, "welsh", arabic)
    return f"{door_of(launched_in_welsh(force, lead, tag='ar', modules=()))}?in=ar"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_marks_and_buttons_stand_on_the_right_of_their_words(door, live_server, viewport):
    with browser_at(live_server.url, javascript=True, viewport=viewport) as page:
        page.goto(door)
        assert page.locator("html").get_attribute("dir") == "rtl" and not is_too_wide(page)
        page.get_by_role("checkbox").check()
        follow(page.locator("main form button").first)
        assert not is_too_wide(page)
        places = page.locator(".govuk-radios__label").evaluate_all(CIRCLES)
        assert places and min(places) > 0, "a circle lies over its words"
        arrow = "s => [getComputedStyle(s, '::before').right, getComputedStyle(s).paddingLeft]"
        assert page.locator("summary").first.evaluate(arrow) == ["0px", "0px"]
        page.goto(f"{live_server.url}/answer/check/")
        assert not is_too_wide(page)
        left, right = (page.locator(f".govuk-summary-list__{part}").first for part in ("actions", "key"))
        if viewport is DESKTOP:
            assert left.bounding_box()["x"] < right.bounding_box()["x"]
            assert right.evaluate("key => getComputedStyle(key).paddingRight") == "0px"


def test_value_among_words_from_right_to_left_keeps_its_own_direction():
    said = Words("ar", {"again_code": "{code} في {where}"}).say("again_code", code="2345 6789", where="/s/")
    assert said == f"{ISOLATE}2345 6789{END_OF_IT} في {ISOLATE}/s/{END_OF_IT}"
    assert Words("cy", {"again_code": "{code}"}).say("again_code", code="2345") == "2345"
