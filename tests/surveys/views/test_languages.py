"""Another language from the first page to the thanks, with nothing stored for it before the start."""

import re
from urllib.parse import urlencode

import pytest

from surveys.answering.words import WORDS
from surveys.models import Response, Station
from surveys.operations.closing import close_wave, withdraw_wave
from surveys.operations.handing_in import find_door
from surveys.scales import load_instrument, load_module
from surveys.scales.translation import module_texts, texts
from tests.people import NOW
from tests.surveys.operations.test_handing_in import give
from tests.surveys.views.test_answering import stored, text_of
from tests.surveys.waves import TODAY
from tests.surveys.welsh import MODULES, door_of, launched_in_welsh, welsh

pytestmark = pytest.mark.django_db
INSTRUMENT = load_instrument("oocr_com_b")


@pytest.fixture
def spoken(force, lead, today):
    return launched_in_welsh(force, lead)


@pytest.fixture
def english():
    """Every English text of the way, long enough not to be part of a name or a code by chance."""
    found = texts(INSTRUMENT, WORDS)
    for key in MODULES:
        found |= module_texts(load_module(key))
    return {text for text in found.values() if len(text) > 4 and "{" not in text}


def left_in_english(page, english):
    """The English texts that stand on a page as they are."""
    seen = [" ".join(part.split()) for part in re.split(r"<[^>]*>", page)]
    return sorted(set(seen) & english - {"English"})  # a language is offered by its own name


def test_first_page_offers_the_languages_of_the_wave_and_sets_no_cookie(someone, spoken):
    door = door_of(spoken)
    page = text_of(someone.get(door))
    assert (
        '<html lang="en-GB"' in page and 'href="?in=cy" lang="cy" hreflang="cy" dir="ltr">Cymraeg</a>' in page
    )
    other = someone.get(f"{door}?in=cy")
    assert '<html lang="cy"' in text_of(other) and not other.cookies
    assert 'href="?in=en" lang="en-GB"' in text_of(other)


def test_language_from_right_to_left_says_so(someone, force, lead, today):
    door = door_of(launched_in_welsh(force, lead, tag="ur"))
    assert '<html lang="en-GB" dir="ltr"' in text_of(someone.get(door))
    page = text_of(someone.get(f"{door}?in=ur"))
    assert '<html lang="ur" dir="rtl"' in page and 'hreflang="en-GB" dir="ltr">English' in page


def test_wave_without_translations_offers_no_language(someone, code):
    assert "answer-languages" not in text_of(someone.get(code))


@pytest.mark.parametrize("asked", ["fr", "en", "<b>", "cy-GB", ""])
def test_language_that_is_not_offered_is_english(someone, spoken, asked):
    page = someone.get(f"{door_of(spoken)}?in={asked}")
    assert '<html lang="en-GB"' in text_of(page)


def test_whole_way_is_in_the_language_and_no_english_is_left(someone, spoken, english):
    door = f"{door_of(spoken)}?in=cy"
    walked = [someone.get(door), someone.get(f"{door}&missing=agree"), someone.get(f"{door}&missing=code")]
    address = someone.start(door)
    while True:
        page = someone.get(address)
        walked.append(page)
        if "check" in address:
            break
        fields = page.context["fields"]
        if any(field.kind == "text" for field in fields):
            someone.post(address, **{fields[0].name: "x" * 301})
            walked.append(someone.get(address))
        sent = {f.name: (f.choices or f.numbers)[0].value for f in fields if f.kind != "text"}
        address = someone.post(address, **{f.name: "y" for f in fields if f.kind == "text"}, **sent)[
            "Location"
        ]
    walked += [someone.get("/answer/leave/"), someone.hand_in(), someone.get("/answer/cases/")]
    walked.append(someone.browser.post("/answer/clear/", follow=True))
    assert len(walked) > 20
    for page in walked:
        assert '<html lang="cy"' in text_of(page)
        assert left_in_english(text_of(page), english) == [], page.request["PATH_INFO"]


def test_search_for_english_finds_it(someone, spoken, english):
    assert len(left_in_english(text_of(someone.get(door_of(spoken))), english)) > 10


def test_days_and_months_are_named_in_the_language(someone, spoken):
    assert "Tachwedd" in text_of(someone.get(f"{door_of(spoken)}?in=cy"))
    assert "November" in text_of(someone.get(door_of(spoken)))


def test_answers_are_the_same_whatever_the_language(officer_at, spoken):
    for door in (door_of(spoken), f"{door_of(spoken)}?in=cy"):
        officer = officer_at()
        address = officer.start(door)
        while "check" not in address:
            fields = officer.get(address).context["fields"]
            sent = {f.name: f.choices[-1].value for f in fields if f.choices}
            address = officer.post(address, **sent)["Location"]
        officer.hand_in()
    first, second = stored(spoken)

    def said(entry):
        return {key: value for key, value in entry["answers"].items() if not key.startswith("v.")}

    assert said(first) == said(second) and len(said(first)) > 15
    assert {one["language"] for one in (first, second)} == {"en", "cy"}


def test_draft_is_taken_up_in_its_language_from_an_english_page(someone, officer_at, spoken):
    someone.start(f"{door_of(spoken)}?in=cy")
    resume = someone.get("/answer/leave/").context["resume"]
    there = officer_at()
    there.post(door_of(spoken), what="resume", resume=resume)
    assert '<html lang="cy"' in text_of(there.get("/answer/", follow=True))


@pytest.mark.parametrize("end, title", [(close_wave, "closed_title"), (withdraw_wave, "withdrawn_title")])
def test_survey_that_ended_says_so_in_the_language(someone, spoken, lead, end, title):
    door = f"{door_of(spoken)}?in=cy"
    first = someone.start(door)
    end(wave=spoken, by=lead, at=NOW)
    for address in (first, door):
        page = text_of(someone.get(address))
        assert welsh(WORDS[title]) in page and '<html lang="cy"' in page


def test_wrong_code_keeps_the_language(someone, spoken):
    wrong = someone.post(f"{door_of(spoken)}?in=cy", what="resume", resume="34679ACD")
    assert wrong["Location"].endswith("?missing=code&in=cy")
    assert welsh(WORDS["resume_wrong"]) in text_of(someone.get(wrong["Location"]))


@pytest.mark.parametrize("of", ["", "x", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_cleared_page_of_no_survey_is_english(someone, db, of):
    assert "This computer is cleared" in text_of(
        someone.get("/answer/cleared/?" + urlencode({"of": of, "in": "cy"}))
    )


@pytest.mark.parametrize("welsh_speakers, kept", [(9, {""}), (10, {"en", "cy"})])
def test_language_is_kept_with_the_answers_only_where_ten_used_it(spoken, lead, welsh_speakers, kept):
    door = find_door(code=Station.objects.get(wave=spoken, kind="station").code, on=TODAY)
    for number in range(12 + welsh_speakers):
        give(door, number, language="cy" if number >= 12 else "en")
    close_wave(wave=spoken, by=lead, at=NOW)
    assert set(Response.objects.filter(wave=spoken).values_list("language", flat=True)) == kept
