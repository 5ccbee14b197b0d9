"""Every page a person can reach by links, as each role: complete, policed and accessible."""

import re
from urllib.parse import urldefrag

import pytest

from tests.journeys.walking import too_wide

NUMBER = re.compile(
    r"(?<=/measures/)\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/labels/)\w+|(?<=/versions/)\d+"
    r"|(?<=/results/)\d+/tables/.+|(?<=/surveys/instruments/)\w+/\d+|(?<=/as-an-officer/)\d+/.*"
)
HEADING = re.compile(r"<h1[ >]")
MOST = 400  # pages; far more than there are, so that a page that makes endless links is noticed
# A lead sees what an evaluator sees, and more, through the same templates.
ROLES = ("Constabulary lead", pytest.param("Evaluator", marks=pytest.mark.on_demand), "Administrator")


def links(page):
    """Same-site addresses of the page's links, without fragments."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    return {urldefrag(href)[0] for href in found if href.startswith("/")}


def is_download(answer):
    """Whether it is a file: it must answer well, and is not walked further."""
    if "attachment" not in answer.headers.get("content-disposition", ""):
        return False
    assert answer.status == 200, answer.url
    return True


def kind_of(address):
    """The address with the number of the unit, trial or record masked: one of each kind of page is enough."""
    return NUMBER.sub("*", address)


def walk(page):
    """(address, response, HTML as sent) of a page of every kind that is reachable from the first one."""
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop()
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        sent = page.request.get(address)
        if is_download(sent):
            continue
        assert len(seen) < MOST, sorted(seen)
        yield address, page.goto(address), sent.text()
        waiting += sorted(links(page))


@pytest.mark.on_demand  # what is sent is looked at below, in every run
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_complete_in_a_browser_without_javascript(visit, role):
    page, walked = visit(role, javascript=False), 0
    for address, response, _ in walk(page):
        walked += 1
        assert response.status == 200, address
        assert page.locator("h1").count() == 1, address
        assert page.locator("main").count() == 1, address
    assert walked >= 8


@pytest.mark.parametrize("role", ROLES)
def test_every_page_keeps_the_policy_and_the_accessibility_rules_and_fits_a_phone(visit, axe, role):
    page, serious, wide = visit(role), [], []
    for address, response, sent in walk(page):
        policy = response.headers["content-security-policy"]
        assert response.status == 200, address
        assert "default-src 'none'" in policy and "unsafe" not in policy, address
        assert len(HEADING.findall(sent)) == 1 and sent.count("<main") == 1, address  # before any script
        assert page.evaluate("window.violations") == [], address
        assert page.refused == [], address
        serious += axe(page)
        wide += [address] if too_wide(page) else []
    assert serious == []
    assert wide == []


def test_sign_in_page_keeps_the_rules_for_a_visitor(visit, axe):
    page = visit()
    page.goto("/")
    assert axe(page) == []
    assert page.evaluate("window.violations") == []


def test_the_watch_on_the_policy_can_see_a_violation(visit):
    page = visit()
    page.goto("/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("window.violations.length > 0", timeout=5000)
