"""An evaluator takes the extract for researchers along: asked for in words, refused in words, and fit for everybody."""

import pyreadstat
import pytest
from django.utils import timezone

from cjnudge.accounts.permissions import Role
from surveys.scales import load_instrument
from tests.journeys.answering import browser_at
from tests.journeys.conftest import sign_in
from tests.journeys.walking import follow
from tests.people import NOW, make_person
from tests.surveys.extracting.extracts import ANSWERS, promised
from tests.surveys.release.surveys import officers

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"  # noqa: S105 - of the people in tests


@pytest.fixture
def evaluator(force):
    return make_person("evaluator", force, Role.EVALUATOR)


@pytest.fixture
def waves(force, lead, monkeypatch):
    """One wave whose notice promised an extract, and one whose notice did not."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return promised(force, lead), promised(force, lead, officers(ANSWERS, 2), promises=False)


def address(wave):
    return f"/forces/{wave.force.slug}/surveys/{wave.pk}/"


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_extract_is_asked_for_on_a_phone_without_scripts(waves, evaluator, live_server):
    with browser_at(live_server.url, javascript=False, accept_downloads=True) as page:
        sign_in(page, evaluator.email, PASSWORD)
        page.goto(f"{address(waves[0])}results/")
        follow(page.get_by_role("link", name="extract"))
        assert not is_too_wide(page)
        follow(page.locator("main button"))
        assert page.get_by_text("There is a problem").count() == 1 and not is_too_wide(page)
        page.locator("input[name=purpose]").first.check()
        page.locator("input[name=recipient]").fill("University of Elsewhere")
        page.locator("input[name=file]").first.check()
        with page.expect_download() as found:
            page.locator("main button").click()
        assert found.value.path().stat().st_size > 1000


def test_spss_file_that_a_browser_saves_reads_back_as_the_stored_answers(
    waves, evaluator, live_server, tmp_path
):
    """Values, labels and what counts as missing, by another program's reader; the rows in no order that was stored."""
    with browser_at(live_server.url, javascript=False, accept_downloads=True) as page:
        sign_in(page, evaluator.email, PASSWORD)
        page.goto(f"{address(waves[0])}extract/")
        page.get_by_label("To evaluate this survey").check()
        page.get_by_label("Which organisation gets it?").fill("University of Elsewhere")
        page.get_by_label("SPSS file").check()
        with page.expect_download() as found:
            page.get_by_role("button", name="Download the extract").click()
        assert found.value.suggested_filename.endswith("-extract.sav")
        found.value.save_as(tmp_path / "extract.sav")
    table, about = pyreadstat.read_sav(tmp_path / "extract.sav", user_missing=True)
    items = load_instrument("oocr_com_b").items
    assert about.column_names_to_labels == {item.id: item.text for item in items}
    assert about.variable_value_labels["k1"][98] == "does not apply to my role"
    assert {tuple(ranges[0].values()) for ranges in about.missing_ranges.values()} == {(98.0, 99.0)}
    assert len(about.missing_ranges) == len(items)
    read = [tuple(None if cell != cell else int(cell) for cell in row) for row in table.to_numpy()]
    assert sorted(map(repr, read)) == sorted(repr(coded(row, items)) for row in officers(ANSWERS, 1))


def coded(row, items):
    outside = {"does not apply to my role": 98, "prefer not to say": 99}
    return tuple(outside.get(row["answers"].get(one.id), row["answers"].get(one.id)) for one in items)


def test_pages_of_the_extract_keep_the_policy_and_the_accessibility_rules(
    waves, evaluator, live_server, every_finding
):
    with browser_at(live_server.url, javascript=True) as page:
        sign_in(page, evaluator.email, PASSWORD)
        for wave in waves:
            assert page.goto(f"{address(wave)}extract/").status == 200
            assert every_finding(page) == [] and page.evaluate("window.violations") == []
        page.goto(f"{address(waves[0])}extract/")
        follow(page.locator("main button"))
        assert page.get_by_text("There is a problem").count() == 1
        assert every_finding(page) == [] and page.evaluate("window.violations") == []
