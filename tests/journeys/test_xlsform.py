"""A lead uploads a spreadsheet form and downloads it again, scripts off, on a phone's width; every page is sound."""

import os

import pytest
from django.utils import timezone

from surveys.files.spreadsheet_forms import read_file
from surveys.xlsform.workbook import workbook_of
from tests.journeys.answering import browser_at
from tests.journeys.conftest import sign_in
from tests.journeys.test_surveys import press
from tests.journeys.walking import too_wide
from tests.people import NOW
from tests.surveys.xlsform.test_pages import PLAIN

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 320, "height": 640}
FAULTY = PLAIN | {"survey": [*PLAIN["survey"], ["geopoint", "g", "Where?"], ["text", "t", "Why?" * 90]]}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def chosen(page, sheets):
    """The page after a form with these sheets was chosen and sent."""
    workbook = workbook_of(sheets)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("The form").set_input_files({"name": "form.xlsx", "mimeType": kind, "buffer": workbook})
    press(page, "Make a draft of it")


def test_lead_mends_a_form_and_gets_a_draft_of_it_without_scripts(force, lead, live_server, tmp_path):
    with browser_at(live_server.url, javascript=False, viewport=PHONE) as page:
        sign_in(page, lead.email, "correct horse battery")
        page.goto(f"/forces/{force.slug}/surveys/instruments/")
        press(page, "Upload a spreadsheet form")
        chosen(page, FAULTY)
        assert page.get_by_text("No draft was made: the form has 2 problems").count() == 1
        chosen(page, PLAIN)
        assert page.get_by_role("heading", name="Your form is now a draft").count() == 1
        press(page, "Go on to the draft")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download it as a spreadsheet form").click()
        download.value.save_as(tmp_path / "form.xlsx")
    found = read_file((tmp_path / "form.xlsx").read_bytes())
    assert found.instrument.questions[0].parts[0].text == "Seen one?"


def test_pages_keep_the_policy_and_the_accessibility_rules(force, lead, live_server, every_finding):
    with browser_at(live_server.url, javascript=True, viewport=PHONE) as page:
        sign_in(page, lead.email, "correct horse battery")
        page.goto(f"/forces/{force.slug}/surveys/instruments/form/")
        check(page, every_finding, "empty")
        chosen(page, FAULTY)
        check(page, every_finding, "refused")
        chosen(page, PLAIN)
        check(page, every_finding, "became")


def check(page, findings, name):
    if os.environ.get("SHOTS"):
        page.set_viewport_size(PHONE)
        page.screenshot(path=f"{os.environ['SHOTS']}/{name}.png", full_page=True)
    assert page.evaluate("window.violations") == [] and findings(page) == [] and not too_wide(page), name
