"""A demonstration and a browser, each started once for all journeys of a file."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from cjnudge.frontend.build import build
from tests.journeys.site import copied, demonstration, told_once
from tests.journeys.walking import follow
from tests.servers import chromium_path

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", e => window.violations.push(e.violatedDirective + " " + e.blockedURI));
"""  # noqa: E501
VIOLATIONS = (
    "axe.run({resultTypes: ['violations']}).then(found => found.violations)"  # not what passed, node by node
)
AXE = Path("cjnudge/frontend/node_modules/axe-core/axe.min.js")


@pytest.fixture(scope="session", autouse=True)
def styled():
    """The front end, built where nobody did: in a fresh clone a page without its stylesheet would be judged."""
    build(progress=lambda said: None)


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """A demonstration of this test process alone; it is told once for all of them, which takes the longest."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with demonstration(copied(told_once(shared), own / "demonstration")) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    # One a module, not a session: while it lives its event loop makes Django refuse the database.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, site):
    """visit(role, javascript=True) -> a page of a fresh browser context, signed in as that role (None: nobody)."""
    contexts = []

    def open_page(role=None, *, javascript=True, width=1200):
        context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 900}, base_url=site.address
        )
        contexts.append(context)
        context.add_init_script(WATCH_POLICY)
        page = context.new_page()
        page.refused = []
        page.on(
            "console", lambda said: "Content Security Policy" in said.text and page.refused.append(said.text)
        )
        page.on("pageerror", lambda error: page.refused.append(str(error)))
        if role:
            sign_in(page, *site.people[role])
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page, email, password):
    page.goto("/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page.get_by_role("button", name="Sign in"))


def axe_source():
    """The text of axe, from the packages of the front end."""
    return (Path(__file__).resolve().parents[2] / AXE).read_text()


@pytest.fixture(scope="session")
def axe():
    """serious(page) -> the serious and critical findings of axe on the page, as lines."""
    source = axe_source()

    def serious(page):
        page.evaluate(source)
        found = page.evaluate(VIOLATIONS)
        return [
            f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:200]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]

    return serious


@pytest.fixture(scope="session")
def every_finding():
    """every_finding(page) -> whatever axe finds on the page, of any weight, as lines."""
    source = axe_source()

    def findings(page):
        page.evaluate(source)
        found = page.evaluate(VIOLATIONS)
        return [f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    return findings
