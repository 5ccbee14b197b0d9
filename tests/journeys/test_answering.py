"""An officer answers on a phone's width: by keyboard, without scripts, and with what a screen reader needs."""

import pytest
from django.test import Client
from django.utils import timezone

from surveys.models import Draft, Pool, Station
from tests.cases.own_pages.payloads import PAYLOADS
from tests.journeys.answering import PHONE, browser_at, names_of, tab_to
from tests.journeys.walking import follow
from tests.people import NOW
from tests.surveys import waves
from tests.surveys.views.hostile import launched_with
from tests.surveys.welsh import door_of, launched_in_welsh

pytestmark = pytest.mark.django_db(transaction=True)
OWN_CODE = {"mother": "a", "birth_day": "7", "school": "s", "birthplace": "h", "older": "0"}


@pytest.fixture
def door(force, lead, monkeypatch):
    """The address of an open survey's station; the clock stands at its first day."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return way_in(waves.launched(force, lead, code=True))


@pytest.fixture
def longest_door(force, lead, monkeypatch):
    """The same of a confidential survey, which has one page more."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return way_in(waves.launched(force, lead, code=True, mode="confidential"))


def way_in(wave):
    """The address, asked for once: the first answer of a process loads every page's code."""
    address = f"/s/code/{Station.objects.get(wave=wave).code}/"
    assert Client().get(address).status_code == 200
    return address


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_whole_way_by_keyboard_without_scripts_on_a_phones_width(door, live_server):
    empty = bytes(Pool.objects.get().ciphertext)
    with browser_at(live_server.url, javascript=False) as page:
        page.goto(door)
        assert not is_too_wide(page)
        tab_to(page, "#agree")
        page.keyboard.press("Space")
        press(page, "button")
        while page.url.rstrip("/")[-1].isdigit():
            answer_by_keyboard(page)
        assert page.url.endswith("/about-you/") and not is_too_wide(page)
        answer_by_keyboard(page)
        assert page.url.endswith("/check/") and not is_too_wide(page)
        assert page.get_by_text("Not answered").count() == 0
        press(page, "button")
        assert "your answers are handed in" in page.locator("h1").inner_text()
        page.go_back()
        page.reload()
        assert "your answers are handed in" in page.locator("h1").inner_text()
    assert bytes(Pool.objects.get().ciphertext) != empty and not Draft.objects.exists()


def answer_by_keyboard(page):
    """Give every question of the page its second answer, and continue."""
    assert not is_too_wide(page), page.url
    before = page.url
    for name in names_of(page):
        tab_to(page, f'[name="{name}"]')
        if page.locator("textarea:focus").count():
            page.keyboard.type("One form fewer")
        elif page.locator("input[type=text]:focus").count():
            page.keyboard.type(OWN_CODE[name])
        else:
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
    press(page, "button:not([name])")
    assert page.url != before


def press(page, button):
    tab_to(page, button)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_axe_finds_nothing_on_any_page(longest_door, live_server, every_finding):
    found = []
    with browser_at(live_server.url, javascript=True) as page:
        for look in (officers_page, wrong_code, start_page, questions, closing_pages):
            for _ in look(page, longest_door):
                found += every_finding(page)
                assert page.evaluate("window.violations") == [], page.url
                assert not is_too_wide(page), page.url
    assert found == []


def officers_page(page, door):
    for address in ("/officers/hertfordshire/", "/s/", "/s/nobody/", "/answer/1/", "/answer/cleared/"):
        page.goto(address)
        yield


def wrong_code(page, door):
    page.goto("/s/")
    follow(page.get_by_role("button"))
    yield


def start_page(page, door):
    page.goto(door)
    yield
    follow(page.get_by_role("button", name="Start"))
    yield
    page.get_by_text("I have begun already").click()
    follow(page.get_by_role("button", name="Go on"))
    yield
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Start"))


def questions(page, door):
    while "about-you" not in page.url:
        page.get_by_text("Called away?").click()
        yield
        if page.locator("textarea").count():
            page.locator("textarea").fill("x" * 301)
            follow(page.get_by_role("button", name="Continue"))
            yield
            page.locator("textarea").fill("Fewer forms")
        follow(page.get_by_role("button", name="Continue"))


def closing_pages(page, door):
    yield
    follow(page.get_by_role("button", name="Continue"))
    yield
    page.locator("#q2").fill("32")
    follow(page.get_by_role("button", name="Continue"))
    yield
    page.locator("#q2").fill("31")
    follow(page.get_by_role("button", name="Continue"))
    yield
    page.goto("/answer/leave/")
    yield
    page.goto("/answer/check/")
    follow(page.get_by_role("button", name="Hand in"))
    yield


@pytest.fixture
def fullest_door(force, lead, monkeypatch):
    """A confidential survey with short cases of both kinds, by its first page in another language."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    wave = launched_in_welsh(force, lead, mode="confidential")
    assert Client().get(door_of(wave)).status_code == 200
    return f"{door_of(wave)}?in=cy"


@pytest.mark.parametrize("which", ["door", "fullest_door"])
def test_first_page_is_light(which, live_server, request):
    address = request.getfixturevalue(which)
    with browser_at(live_server.url, javascript=True) as page:
        page.goto(address, wait_until="networkidle")
        sizes = {got.url: len(got.body()) for got in page.requests}
    assert len(sizes) <= 6 and sum(sizes.values()) < 100_000, sizes


def test_fullest_survey_by_keyboard_without_scripts_in_another_language(fullest_door, live_server):
    with browser_at(live_server.url, javascript=False) as page:
        page.goto(fullest_door.partition("?")[0])
        tab_to(page, "a[hreflang=cy]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("html").get_attribute("lang") == "cy" and not is_too_wide(page)
        tab_to(page, "#agree")
        page.keyboard.press("Space")
        press(page, "button")
        pages = 0
        while "/check/" not in page.url:
            answer_by_keyboard(page)
            pages += 1
        assert pages == 5 + 3 + 3 + 4 + 2 and not is_too_wide(page)
        press(page, "button")
        tab_to(page, 'a[href="/answer/cases/"]')
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("html").get_attribute("lang") == "cy" and not is_too_wide(page)
    assert not Draft.objects.exists()


def test_fullest_survey_fits_a_desktop_at_twice_its_size_and_axe_finds_nothing(
    fullest_door, live_server, every_finding
):
    """200 % zoom of 1280 pixels is a page of 640."""
    found, size = [], {"width": 640, "height": 700}
    with browser_at(live_server.url, javascript=True, viewport=size, device_scale_factor=2) as page:

        def look():
            assert page.evaluate("window.violations") == [], page.url
            assert not is_too_wide(page), page.url
            found.extend(every_finding(page))

        page.goto(fullest_door)
        look()
        follow(page.locator("main button").first)
        look()
        page.get_by_role("checkbox").check()
        follow(page.locator("main button").first)
        while "/check/" not in page.url:
            look()
            follow(page.locator("main button").first)
        look()
        follow(page.locator("main button").first)
        look()
        page.goto("/answer/cases/")
        look()
    assert found == []


def test_error_summary_leads_to_the_first_input_of_the_question(door, live_server):
    with browser_at(live_server.url, javascript=False) as page:
        page.goto(door)
        follow(page.get_by_role("button", name="Start"))
        page.locator(".govuk-error-summary a").click()
        page.keyboard.press("Space")
        assert page.locator("#agree").is_checked()
        follow(page.get_by_role("button", name="Start"))
        while not page.locator("textarea").count():
            follow(page.get_by_role("button", name="Continue"))
        page.locator("textarea").fill("x" * 301)
        follow(page.get_by_role("button", name="Continue"))
        page.locator(".govuk-error-summary a").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("short")
        assert page.locator("textarea").input_value() == "short"


def test_text_at_twice_its_size_fits_a_desktop(door, live_server):
    """200 % zoom of 1280 pixels is a page of 640."""
    with browser_at(
        live_server.url, javascript=False, viewport={"width": 640, "height": 480}, device_scale_factor=2
    ) as page:
        page.goto(door)
        assert not is_too_wide(page)
        page.get_by_role("checkbox").check()
        follow(page.get_by_role("button", name="Start"))
        assert not is_too_wide(page)


def test_every_answer_is_large_enough_for_a_thumb(door, live_server):
    with browser_at(live_server.url, javascript=False, viewport=PHONE) as page:
        page.goto(door)
        page.get_by_role("checkbox").check()
        follow(page.get_by_role("button", name="Start"))
        boxes = [mark.bounding_box() for mark in page.locator(".answer-scale__mark").all()]
    assert len(boxes) == 33 and min(min(box["width"], box["height"]) for box in boxes) >= 44


WATCH = "window.hit = 0; window.alert = () => { window.hit = 1; };"
FOCUS = "document.querySelectorAll('input, select, textarea, a, summary').forEach((e) => e.focus())"


def test_no_hostile_text_runs_a_script(force, lead, live_server, monkeypatch):
    """Without the content policy, which would hide a hole: texts of the promise, and what an officer writes."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    _, door = launched_with(" ".join(PAYLOADS), force, lead, monkeypatch)
    hits = {}
    with browser_at(live_server.url, javascript=True, bypass_csp=True) as page:
        page.context.add_init_script(WATCH)

        def look():
            page.evaluate(FOCUS)
            hits[page.url] = page.evaluate("window.hit")

        for address in ("/officers/hertfordshire/", "/s/%3Cscript%3Ewindow.hit=1%3C%2Fscript%3E/", door):
            page.goto(address)
            look()
        page.locator("#agree").check()
        follow(page.get_by_role("button", name="Start"))
        while "about-you" not in page.url:
            look()
            box = page.locator("textarea")
            if box.count():
                box.fill(" ".join(PAYLOADS)[: 300 if box.input_value() else 900])
            follow(page.get_by_role("button", name="Continue"))
        for _ in ("about you", "check"):
            look()
            follow(page.locator("main button").first)
        look()
    assert len(hits) > 10 and page_of_thanks(hits) and not any(hits.values()), hits


def page_of_thanks(hits):
    return any(address.endswith("/thanks/") for address in hits)


def test_watch_sees_a_script_that_runs(live_server):
    """The same visit to a page with a few of the texts as markup."""
    with browser_at(live_server.url, javascript=True, bypass_csp=True) as page:
        page.goto("data:text/html," + "".join(PAYLOADS[:4]).replace("#", "%23"))
        assert page.evaluate("window.hit") == 1
