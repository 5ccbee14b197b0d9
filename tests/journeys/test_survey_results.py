"""Lead and evaluator read what a survey found, on a small phone without scripts, and take the tables along."""

import csv

import pytest
from django.utils import timezone

from cjnudge.accounts.permissions import Role
from tests.journeys.answering import browser_at
from tests.journeys.conftest import sign_in
from tests.journeys.walking import follow
from tests.people import NOW, make_force, make_person
from tests.surveys.release.payloads import sample_payload
from tests.surveys.results.released import closed, release

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"


@pytest.fixture
def wave(force, lead, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made = closed(force, lead)
    release(made)
    return made


@pytest.fixture
def evaluator(force):
    return make_person("evaluator", force, Role.EVALUATOR)


def address(wave):
    return f"/forces/{wave.force.slug}/surveys/{wave.pk}/"


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_results_are_read_and_taken_along_on_a_phone_without_scripts(wave, lead, evaluator, live_server):
    for person in (lead, evaluator):
        with browser_at(live_server.url, javascript=False, accept_downloads=True) as page:
            sign_in(page, person.email, PASSWORD)
            page.goto(address(wave))
            follow(page.get_by_role("link", name="Results"))
            assert page.get_by_text("About 245 answers came in").count() == 1
            assert not too_wide(page)
            follow(page.get_by_role("link", name="What stands in the way"))
            assert page.url.endswith("#barriers")
            assert every_picture_is_there(page)
            assert taken_along(page, "every figure as CSV")[0][0] == "section"
            assert taken_along(page, "CSV of By area (the components)")[1][:2] == ["North", "60"]


def every_picture_is_there(page):
    """Whether each picture was loaded: seven of the sample, none of them empty."""
    for picture in page.locator("img.app-figure__chart").all():
        picture.scroll_into_view_if_needed()
    sizes = page.eval_on_selector_all("img.app-figure__chart", "all => all.map(one => one.naturalWidth)")
    return len(sizes) == 7 and all(sizes)


def taken_along(page, name):
    """The rows of the file that a link downloads."""
    with page.expect_download() as found:
        page.get_by_role("link", name=name, exact=True).click()
    return list(csv.reader(found.value.path().read_text(encoding="utf-8").splitlines()))


def test_results_keep_the_policy_and_the_accessibility_rules(wave, force, lead, live_server, every_finding):
    not_yet = closed(force, lead)
    made_up = closed(force, lead)
    release(made_up, sample_payload(synthetic=True), pictures=False)
    places = [f"{address(one)}results/" for one in (wave, not_yet, made_up)]
    with browser_at(live_server.url, javascript=True) as page:
        sign_in(page, lead.email, PASSWORD)
        for place in places:
            assert page.goto(place).status == 200
            page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
            assert page.evaluate("window.violations") == []
            assert every_finding(page) == []
            assert not too_wide(page)


def test_another_force_does_not_find_them(wave, live_server):
    stranger = make_person("stranger", make_force("bedfordshire"), Role.LEAD)
    with browser_at(live_server.url, javascript=False) as page:
        sign_in(page, stranger.email, PASSWORD)
        for part in ("", "1/", "1/charts/profile-overall/", "1/tables/", "1/tables/profile/by_area/"):
            assert page.goto(f"{address(wave)}results/{part}").status == 404
