"""A survey that is open in this very process, and a browser at it: begun only when the database is ready."""

from contextlib import contextmanager

from playwright.sync_api import sync_playwright

from tests.journeys.conftest import QUIET, WATCH_POLICY
from tests.servers import chromium_path

PATIENCE = (
    120_000  # milliseconds: these journeys ask whether a page works, and a busy machine is no fault in it
)
PHONE = {"width": 320, "height": 700}


@contextmanager
def browser_at(address, *, javascript, viewport=PHONE, **options):
    """A page of a fresh browser context; `page.requests` collects (address, bytes) of what it loads."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        context = browser.new_context(
            java_script_enabled=javascript, viewport=viewport, base_url=address, **options
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH_POLICY)
        page = context.new_page()
        page.requests = []
        page.on("response", lambda got: page.requests.append(got))
        yield page
        browser.close()


def tab_to(page, wanted, most=60):
    """Press Tab until the thing with the focus matches a CSS selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator("*:focus").count() and page.locator(f":is({wanted}):focus").count():
            return
    raise AssertionError(f"{page.url}: the keyboard never came to {wanted}")


def names_of(page):
    """The names of the questions on the page, in order."""
    fields = page.locator("main form").first.locator("input[type=radio], input[type=text], textarea")
    return list(dict.fromkeys(field.get_attribute("name") for field in fields.all()))
