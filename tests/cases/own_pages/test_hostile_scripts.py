"""The same hostile texts in a real browser: none runs. Long, so on demand; the texts in CI are looked at as markup."""

import pytest
from playwright.sync_api import sync_playwright

from tests.cases.own_pages.payloads import PAYLOADS
from tests.cases.own_pages.test_hostile_text import PAGES, Written
from tests.journeys.conftest import QUIET
from tests.servers import chromium_path

from .conftest import Lead

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_demand]
WATCH = "window.hit = 0; window.alert = () => { window.hit = 1; };"


@pytest.fixture
def desk(client, force, lead):
    client.force_login(lead)
    return Lead(client, force)


def test_no_script_of_a_hostile_text_runs(desk, lead, live_server, settings):
    written = Written(desk.force, lead, PAYLOADS)
    addresses = [live_server.url + written.address(desk, page) for page in PAGES]
    cookie = desk.client.cookies[settings.SESSION_COOKIE_NAME].value
    found = dict(
        visited(addresses, {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url})
    )
    assert {status for status, _ in found.values()} == {200}
    assert {address: hit for address, (_, hit) in found.items() if hit} == {}


def visited(addresses, cookie):
    """Yield (address, (status, whether a script ran)) of each page, with every box in it focused once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        context = browser.new_context(bypass_csp=True)  # without the policy, which would hide a hole
        context.add_init_script(WATCH)
        context.add_cookies([cookie])
        page = context.new_page()
        for address in addresses:
            status = page.goto(address).status
            page.evaluate(
                "document.querySelectorAll('input, select, textarea, a, summary').forEach((e) => e.focus())"
            )
            yield address, (status, bool(page.evaluate("window.hit")))
        browser.close()


def test_watch_sees_a_script_that_runs(live_server, settings):
    """The same visit to a page with the texts as markup."""
    page = "data:text/html," + "".join(PAYLOADS[:4]).replace("#", "%23")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        opened = browser.new_context(bypass_csp=True).new_page()
        opened.goto(page)
        assert opened.evaluate("window.hit") == 1
        browser.close()
