"""A lead sets a survey up in the browser, from the empty list to the launch, with scripts off; every page is sound."""

import pytest
from django.utils import timezone

from surveys.lifecycle import State
from surveys.models import Letter, SurveyInvitation, Wave
from tests.journeys.answering import browser_at
from tests.journeys.conftest import sign_in
from tests.journeys.walking import follow, named, too_wide
from tests.people import NOW
from tests.safeguards.records import make_record
from tests.surveys import waves

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"width": 1200, "height": 900}


@pytest.fixture
def lead_of_units(force, lead, monkeypatch):
    """The lead of a force with two units and its safeguards; the clock stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    waves.units(force, "north", "south")
    make_record(force, lead, kind="survey")
    return lead


def press(page, name):
    """Press a button or follow a link of that name; the page that follows fits a phone."""
    follow(named(page, name))
    assert not too_wide(page), page.url


def day(page, label, number, month):
    box = page.get_by_role("group", name=label)
    for part, value in (("Day", number), ("Month", month), ("Year", 2026)):
        box.get_by_label(part).fill(str(value))


def people(number):
    lines = [f"officer{n}@example.org,North,Constable" for n in range(number)]
    return "\n".join(["address,unit,role_band", *lines]).encode()


def upload(page, content):
    page.get_by_label("The list").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    )
    press(page, "Upload the list")


def test_lead_sets_a_survey_up_and_launches_it_without_scripts(lead_of_units, live_server):
    with browser_at(live_server.url, javascript=False, viewport=DESK) as page:
        sign_in(page, lead_of_units.email, "correct horse battery")
        press(page, "Surveys")
        assert page.get_by_text("No survey yet").count() == 1
        press(page, "New survey")
        page.get_by_label("Title of the survey").fill("Autumn 2026")
        page.get_by_label("Out-of-court resolutions: what helps and what hinders").check()
        press(page, "Go on")
        page.get_by_label("This is the behaviour I want to ask about").check()
        press(page, "Save and go on")
        for label in ("North", "South", "Constable"):
            page.get_by_label(label).check()
        press(page, "Save and go on")
        page.get_by_label("Yes, each person on a list gets a link").check()
        press(page, "Save and go on")
        upload(page, people(44) + b"\nnobody,North,Constable")
        assert page.get_by_text("Nobody was added: the list has 1 problem").count() == 1
        upload(page, people(44))
        press(page, "Go on to the promise")
        page.get_by_label("Anonymous").check()
        press(page, "Save and go on")
        set_dates_and_notice(page)
        assert page.get_by_text("Still missing").count() == 0
        press(page, "Launch the survey")
        assert page.get_by_text("44", exact=True).count() == 1
        press(page, "Withdraw it")
        assert page.get_by_text("every answer that officers have handed in").count() == 1
    assert Wave.objects.get().state == State.OPEN
    assert Letter.objects.count() == SurveyInvitation.objects.count() == 44


def set_dates_and_notice(page):
    day(page, "First day", 3, 11)
    day(page, "Last day", 2, 11)
    press(page, "Save and go on")
    page.get_by_role("link", name="The last day must not be before the first.").click()
    assert page.url.endswith("#id_closes_on_0")
    day(page, "Last day", 30, 11)
    day(page, "First reminder", 10, 11)
    press(page, "Save and go on")
    page.get_by_label("Whom may officers ask").fill("Ask Jo Bell, extension 4321.")
    page.get_by_label("2 years").check()
    press(page, "Save and go on")


def training_pages(base, session):
    """The addresses of the pages about sessions and what is right in the short cases."""
    sessions = [f"{base}training/{name}" for name in ("", "new/", f"{session.pk}/", f"{session.pk}/change/")]
    return [*sessions, *(f"{base}case-rules/knowledge/1/{name}" for name in ("", "change/"))]


def test_lead_asks_short_cases_and_tries_the_survey_out_without_scripts(lead_of_units, force, live_server):
    wave = waves.draft(force, lead_of_units)
    with browser_at(live_server.url, javascript=False, viewport=DESK) as page:
        sign_in(page, lead_of_units.email, "correct horse battery")
        page.goto(f"/forces/{force.slug}/surveys/{wave.pk}/")
        press(page, "More, if you want it")
        page.get_by_label("Three short cases: 2 minutes more").check()
        day(page, "Second results before the close", 10, 11)
        press(page, "Save and go on")
        page.get_by_role("link", name="The second day must come after the first.").click()
        assert page.url.endswith("#id_second_batch_on_0")
        day(page, "First results before the close", 5, 11)
        press(page, "Save and go on")
        assert (
            page.get_by_text("5 November 2026 and 10 November 2026").count() == 2
        )  # the facts and the notice
        page.goto(f"/forces/{force.slug}/surveys/{wave.pk}/")
        press(page, "Try it out with 200 made-up answers")
        assert page.get_by_text("Synthetic data", exact=True).count() == 1
        press(page, "Delete the made-up survey")
        press(page, "Delete it")
        assert page.get_by_text("The made-up survey is deleted.").count() == 1
    assert Wave.objects.get().batch_days == ["2026-11-05", "2026-11-10"]


def test_every_page_of_a_survey_keeps_the_policy_and_the_accessibility_rules(
    force, lead, live_server, axe, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    ready, open_one = waves.draft(force, lead), waves.launched(force, lead, code=True)
    base = f"/forces/{force.slug}/surveys/"
    steps = [
        f"steps/{name}/" for name in ("behaviour", "audience", "doors", "mode", "dates", "notice", "more")
    ]
    pages = [base, f"{base}new/", *training_pages(base, waves.held_session(force, lead))]
    pages += [
        f"{base}{ready.pk}/{name}" for name in ("", *steps, "people/", "people/clear/", "codes/", "check/")
    ]
    tried = waves.made_up_wave(ready, lead)
    pages += [f"{base}{tried.pk}/", f"{base}{tried.pk}/delete/"]
    running = ("", "people/", "extend/", "replace-link/", "withdraw/", "close/")
    pages += [f"{base}{open_one.pk}/{name}" for name in running]
    with browser_at(live_server.url, javascript=True, viewport=DESK) as page:
        sign_in(page, lead.email, "correct horse battery")
        for address in pages:
            assert page.goto(address).status == 200 and page.url.endswith(address), address
            assert page.evaluate("window.violations") == [], address
            assert axe(page) == [], address
            assert not too_wide(page), address
