"""A lead writes an instrument in the browser, scripts off, from the copy to the second version; every page is sound."""

import pytest
from django.utils import timezone

from surveys.models import InstrumentVersion
from tests.journeys.answering import browser_at
from tests.journeys.conftest import sign_in
from tests.journeys.test_surveys import DESK, press
from tests.journeys.walking import follow, too_wide
from tests.people import NOW
from tests.surveys.authoring.drafts import begun, copied, next_version, published, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_lead_copies_edits_previews_and_publishes_without_scripts(force, lead, live_server):
    with browser_at(live_server.url, javascript=False, viewport=DESK) as page:
        sign_in(page, lead.email, "correct horse battery")
        press(page, "Surveys")
        press(page, "instruments")
        press(page, "Brief COM-B")
        press(page, "Copy it to change the copy")
        page.get_by_label("Title of your own instrument").fill("Ours, 2026")
        press(page, "Copy it")
        press(page, "Statements")
        press(page, "Add a statement")
        page.get_by_label("Statement", exact=True).fill("I want to do this.")
        press(page, "Save")
        follow(
            page.get_by_role("link", name="Choose").or_(page.get_by_role("link", name="Write one of")).first
        )
        page.get_by_label("Reflective motivation").check()
        press(page, "Save")
        assert page.get_by_text("I want to do this.").count()
        press(page, "Move up “I want to do this.”")
        press(page, "Back to the draft")
        walk_the_preview(page)
        press(page, "Check and publish")
        press(page, "Publish version 1")
        assert page.get_by_text("it never changes").count() == 1
        press(page, "Write version 2")
        press(page, "Statements")
        press(page, "Change “I want to do this.”")
        page.get_by_label("Statement", exact=True).fill("I would like to do this.")
        press(page, "Save")
        press(page, "Back to the draft")
        press(page, "What it stands for")
        page.get_by_label("The same as “I want to do this.”").check()
        press(page, "Save")
        press(page, "Check and publish")
        press(page, "Publish version 2")
    assert [one.version for one in InstrumentVersion.objects.all() if one.published_at] == [1, 2]
    assert InstrumentVersion.objects.get(version=2).bridge["i1"] == "i1"


def walk_the_preview(page):
    """Through every page by its links, and back to the draft; nothing on the way sends anything."""
    press(page, "See it as an officer does")
    steps = 0
    while page.get_by_role("button", name="Start").or_(page.get_by_role("button", name="Continue")).count():
        assert page.locator("form").count() == 0
        press(page, "Continue" if steps else "Start")
        steps += 1
    assert steps == 4  # seven statements on three pages, and the bands
    follow(page.get_by_role("link", name="Leave the preview").first)


def test_every_page_of_an_author_keeps_the_policy_and_the_accessibility_rules(force, lead, live_server, axe):
    draft = copied(force, lead, key="oocr_training")
    first = published(copied(force, lead), lead)
    later = written(next_version(first, lead), "items/cps", lead, text="I know how to do this.")
    begun(force, lead)
    base = f"/forces/{force.slug}/surveys/instruments/"
    mine, shipped = f"{base}drafts/{draft.pk}/", f"{base}oocr_com_b/1/"
    pages = [
        base,
        f"{base}upload/",
        shipped,
        f"{shipped}copy/",
        f"{base}{first.key}/1/",
        f"{base}drafts/{later.pk}/",
    ]
    pages += [f"{mine}{name}" for name in ("", "upload/", "publish/", "discard/")]
    pages += [f"{mine}parts/{name}/" for name in ("about", "behaviour", "notice", "scale")]
    pages += [
        f"{mine}lists/{name}/" for name in ("items", "questions", "scenarios", "items/new", "questions/new")
    ]
    pages += [
        f"{mine}lists/{name}/"
        for name in ("items/entries/k1", "questions/entries/b1", "scenarios/entries/sa1")
    ]
    pages += [f"{mine}lists/items/entries/k1/take-out/", f"{base}drafts/{later.pk}/stands-for/"]
    pages += [f"{shipped}languages/", f"{shipped}begin-language/"]
    pages += [f"{shipped}languages/cy/{name}" for name in ("", "parts/items/", "publish/", "discard/")]
    pages += [f"{shipped}as-an-officer/{number}/" for number in (0, 1, 6, 7, 9)]
    with browser_at(live_server.url, javascript=True, viewport=DESK) as page:
        sign_in(page, lead.email, "correct horse battery")
        for address in pages:
            assert page.goto(address).status == 200 and page.url.endswith(address), address
            assert page.evaluate("window.violations") == [], address
            assert axe(page) == [], address
            assert not too_wide(page), address
