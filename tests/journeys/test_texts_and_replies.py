"""Two people check what officers wrote, a lead answers it, officers read what came of it: on a phone, no scripts."""

import pytest
from django.utils import timezone

from surveys.operations import replying, text_checking
from tests.journeys.answering import PHONE, browser_at
from tests.journeys.conftest import sign_in
from tests.journeys.walking import follow, named
from tests.people import NOW
from tests.surveys.texts.written import check, closed, texts_of

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"  # noqa: S105 - of the people in tests
NAMED = "Sergeant Bell wants a charge whenever he is on, and nobody asks why."
TEXTS = [NAMED, "A" * 300, *(f"The form takes {n} minutes too long." for n in range(10))]


@pytest.fixture
def wave(force, lead, evaluator, monkeypatch):
    """A closed wave of which all texts but two have been checked."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    wave = closed(force, lead, TEXTS)
    for text in texts_of(wave).exclude(text__in=TEXTS[:2]):
        check(wave, text, lead, evaluator)
    wave.checkers.all().delete()
    return wave


def press(page, name):
    follow(named(page, name))
    assert not is_too_wide(page), page.url


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def to_texts(page, wave, person):
    sign_in(page, person.email, PASSWORD)
    page.goto(f"/forces/{wave.force.slug}/surveys/{wave.pk}/")
    press(page, "What officers wrote")
    press(page, "Check texts")
    page.get_by_label("No officer who was asked").check()
    press(page, "Go on to the texts")


def decide_two(page, change):
    """Let both texts through, the one with a name in other words; change: (what is taken out, mark) or None."""
    press(page, "Check the next one")
    for _ in range(2):
        box = page.get_by_label("If it may, in these words")
        if change and change[0] in box.input_value():
            box.fill(box.input_value().replace(*change))
        page.get_by_label("It may be shown").check()
        press(page, "Store and go on")
    assert page.get_by_text("No text waits for you").count() == 1


def test_texts_are_checked_by_two_and_answered_without_scripts(wave, lead, evaluator, live_server):
    with browser_at(live_server.url, javascript=False, viewport=PHONE) as page:
        to_texts(page, wave, lead)
        press(page, "Check the next one")
        page.get_by_label("It may be shown").check()
        page.get_by_label("If it may, in these words").fill("I like it.")
        press(page, "Store and go on")
        follow(page.get_by_role("link", name="Only take words out"))
        assert page.url.endswith("#id_words")
        page.go_back()
        page.goto(f"/forces/{wave.force.slug}/surveys/{wave.pk}/texts/check/")
        decide_two(page, ("Sergeant Bell", "[name]"))
    with browser_at(live_server.url, javascript=False, viewport=PHONE) as page:
        to_texts(page, wave, evaluator)
        assert "Bell" not in page.content()
        decide_two(page, None)
        press(page, "What can be read so far")
        assert page.get_by_text("[name] wants a charge whenever he is on").count() >= 1
        assert "Bell" not in page.content()


def test_lead_tells_officers_what_came_of_it_without_scripts(wave, lead, live_server):
    with browser_at(live_server.url, javascript=False, viewport=PHONE) as page:
        sign_in(page, lead.email, PASSWORD)
        page.goto(f"/forces/{wave.force.slug}/surveys/{wave.pk}/")
        press(page, "You said, we did")
        press(page, "Write a line")
        page.get_by_label("You said").fill("The form takes too long.")
        page.get_by_label("We did").fill("It has two pages less since 1 December.")
        press(page, "Save")
        press(page, "Preview and publish")
        assert page.get_by_text("two pages less").count() == 1
        press(page, "Publish")
        assert page.get_by_text("Officers see every line now").count() == 1
        press(page, "page for officers")
        assert page.get_by_text("two pages less").count() == 1
        page.goto(f"/forces/{wave.force.slug}/surveys/")
        press(page, "Name confidential support")
        page.get_by_label("Whom can officers speak to").fill("Occupational health, 0800 123.")
        press(page, "Save")
        press(page, "page for officers")
        assert page.get_by_text("0800 123").count() == 1


def test_every_page_keeps_the_policy_and_the_accessibility_rules(wave, lead, live_server, every_finding):
    base = f"/forces/{wave.force.slug}/surveys/"
    line = replying.write_reply(wave=wave, said="B" * 300, did="Two are gone", by=lead, at=NOW)
    replying.publish_replies(wave=wave, by=lead, at=NOW)
    replying.write_reply(wave=wave, said="More", did="C" * 300, by=lead, at=NOW)
    replying.write_support(force=wave.force, text="D" * 300, by=lead, at=NOW)
    shown = texts_of(wave).exclude(text__in=TEXTS[:2]).first()
    undecided, own = texts_of(wave).filter(text__in=TEXTS[:2])
    names = ["texts/", f"texts/check/{undecided.pk}/", f"texts/check/{own.pk}/", f"texts/check/{shown.pk}/take-off/",
             "texts/check/", "replies/", "replies/new/", f"replies/{line.pk}/", f"replies/{line.pk}/remove/",
             "replies/preview/", "replies/withdraw/"]  # fmt: skip
    pages = [f"{base}{wave.pk}/{name}" for name in names] + [
        f"{base}support/",
        f"/officers/{wave.force.slug}/",
        base,
    ]
    look_at([f"{base}{wave.pk}/texts/check/"], lead, live_server, every_finding)  # the declaration
    text_checking.declare(wave=wave, by=lead, at=NOW)
    check(wave, own, lead)
    look_at(pages, lead, live_server, every_finding)


def look_at(addresses, lead, live_server, every_finding):
    """Each page is there, keeps the policy, has nothing that axe finds, and fits a phone."""
    with browser_at(live_server.url, javascript=True, viewport=PHONE) as page:
        sign_in(page, lead.email, PASSWORD)
        for address in addresses:
            assert page.goto(address).status == 200 and page.url.endswith(address), address
            assert page.evaluate("window.violations") == [], address
            assert every_finding(page) == [], address
            assert not is_too_wide(page), address
