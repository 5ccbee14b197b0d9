"""The length that the first page states is that of the pages as they are shown."""

import math
import re
from html import unescape
from random import Random

import pytest

from surveys.presenters.instruments import length
from surveys.scales import load_instrument
from surveys.scales.minutes import WORDS_A_MINUTE
from surveys.views import entrance
from tests.surveys import waves
from tests.surveys.views.test_answering import text_of
from tests.surveys.welsh import door_of, launched_in_welsh

pytestmark = pytest.mark.django_db
MARK, WEIGHING = 3, 12  # seconds: an answer, and a case before its first answer


def texts_on(page):
    """The texts in the middle of a page; not the numbers of a scale, and nothing that only screen readers say."""
    main = text_of(page).partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'<span class="govuk-visually-hidden">.*?</span>|<details.*?</details>|<textarea.*?</textarea>', "",
                  main, flags=re.S)  # fmt: skip
    texts = (" ".join(unescape(part).split()) for part in re.split(r"<[^>]*>", main))
    return [text for text in texts if text and not text.isdigit() and not text.startswith("Page ")]


def walked(officer, door):
    """(words read once, seconds of marking) from the first page to the check, whose list repeats what was read."""
    first = officer.get(door)
    read, seconds = dict.fromkeys(texts_on(first)), MARK
    address = officer.start(door)
    while "check" not in address:
        page = officer.get(address)
        fields = page.context["fields"]
        read |= dict.fromkeys(texts_on(page))
        seconds += MARK * len(fields) + WEIGHING * (fields[0].kind == "choice" and bool(case_on(page)))
        address = officer.post(address)["Location"]
    read |= dict.fromkeys(texts_on(officer.get(address))[:1])
    return first.context["minutes"], sum(len(text.split()) for text in read), seconds


def case_on(page):
    return page.context.get("heading", "").endswith("case?")


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
@pytest.mark.parametrize("key, most", [("com_b_brief", 3), ("oocr_com_b", 4)])
def test_stated_length_is_the_measured_one(someone, force, lead, today, key, most, mode):
    wave = waves.launched(force, lead, code=True, instrument=key, mode=mode)
    stated, words, seconds = walked(someone, door_of(wave))
    assert stated == math.ceil(words / WORDS_A_MINUTE + seconds / 60)
    assert mode == "confidential" or stated <= most


@pytest.mark.parametrize("key", ["com_b_brief", "oocr_com_b"])
def test_instrument_page_tells_the_length_that_officers_read(someone, force, lead, today, key):
    wave = waves.launched(force, lead, code=True, instrument=key)
    stated = someone.get(door_of(wave)).context["minutes"]
    assert length(load_instrument(key)) == f"about {stated} minutes"


def test_stated_length_counts_short_cases(someone, force, lead, today, monkeypatch):
    monkeypatch.setattr(
        entrance, "SystemRandom", lambda: Random(0)
    )  # cases of another draw are a little longer
    wave = launched_in_welsh(force, lead)
    stated, words, seconds = walked(someone, door_of(wave))
    assert stated == math.ceil(words / WORDS_A_MINUTE + seconds / 60)
