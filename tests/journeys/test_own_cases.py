"""A lead brings in a synthetic extract: set up, refused, mended, stored, looked at, counted."""

import re

import pytest

from cjnudge.jobs.endings import wait_until
from tests.journeys.extracts import FAULTY, MENDED, write_extract
from tests.journeys.walking import follow

PRACTICE = "/forces/hertfordshire-practice/data/"
AS_AT = ("30", "6", "2025")


@pytest.fixture
def look(axe):
    """look(page): the page keeps the rules of accessibility and of the policy."""
    found = []

    def check(page, javascript):
        assert page.locator("h1").count() == 1, page.url
        assert "everything here is synthetic" in page.locator("header").inner_text()
        if javascript:
            assert page.evaluate("window.violations") == [], page.url
            found.extend(axe(page))

    yield check
    assert found == []


@pytest.mark.parametrize("javascript", [True, False])
def test_lead_brings_in_an_extract(visit, look, tmp_path, javascript):
    page = visit("Constabulary lead", javascript=javascript)
    name = f"Records system, scripts {'on' if javascript else 'off'}"
    faulty = write_extract(tmp_path / "extract_faulty.csv", FAULTY, name)
    mended = write_extract(tmp_path / "extract.csv", MENDED, name)

    def checked():
        look(page, javascript)

    set_up(page, name, faulty, checked)
    say_columns(page, checked)
    follow(page.get_by_role("button", name="Upload with this mapping"))
    send(page, faulty, checked)
    page.get_by_text("Nothing was stored.").wait_for()
    checked()
    map_labels(page, checked)
    follow(page.get_by_role("button", name="Upload the file again"))
    send(page, mended, checked)
    follow_to_the_snapshot(page, checked)
    read_a_measure(page, checked)
    assert page.refused == []


def set_up(page, name, file, checked):
    page.goto(PRACTICE)
    checked()
    follow(page.get_by_role("link", name="Mappings"))
    follow(page.get_by_role("button", name="Set up a mapping"))
    checked()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("In a file: only its first line is read").check()
    page.get_by_label("File", exact=True).set_input_files(file)
    follow(page.get_by_role("button", name="Continue"))


def say_columns(page, checked):
    page.get_by_role("heading", name="What each column is", level=1).wait_for()
    checked()
    page.get_by_label("Drop “Suspect Surname”, never store it").check()
    page.get_by_label("Date Identified").select_option(label="Entry date")
    page.get_by_label("Result", exact=True).select_option(label="Outcome")
    page.get_by_label("Result Date").select_option(label="Outcome date")
    for day in ("Entry date", "Outcome date"):
        page.get_by_label(day, exact=True).select_option(label="31/12/2025 (day, month, year)")
    follow(page.get_by_role("button", name="Save the columns"))
    page.get_by_text("Version 2 of the mapping is saved.").wait_for()
    checked()


def send(page, file, checked):
    for label, part in zip(("Day", "Month", "Year"), AS_AT, strict=True):
        page.get_by_label(label, exact=True).fill(part)
    page.get_by_label("These files are made up: no real case is in them").check()
    page.get_by_label("Files", exact=True).set_input_files(file)
    checked()
    page.get_by_role("button", name="Upload", exact=True).click()


def map_labels(page, checked):
    text = page.locator("main").inner_text()
    assert "There is no such day." in text and "Line" in text
    assert "Zorgwort" not in text, "a cell's content is never repeated"
    follow(page.get_by_role("button", name="Map these labels"))
    checked()
    follow(page.get_by_role("link", name=re.compile("Change the labels of Outcome")))
    checked()
    page.get_by_label("Comm Res (RJ)").select_option(label="8 Community resolution")
    follow(page.get_by_role("button", name="Save the labels"))
    page.get_by_role("heading", name="What the labels of “Unit” mean", level=1).wait_for()
    checked()  # the practice space has units of its own, and the file writes others
    page.get_by_label("Take the unit as the file writes it").check()
    follow(page.get_by_role("button", name="Save the labels"))
    page.get_by_role("heading", name="What the labels mean", level=1).wait_for()


def follow_to_the_snapshot(page, checked):
    """The page of the upload gets there by itself: with scripts, and by its reload without."""
    page.get_by_text("They became the snapshot").wait_for(timeout=60_000)
    checked()
    follow(page.get_by_role("button", name="See how good the data are"))
    page.locator("h1").wait_for()
    checked()
    assert "180" in page.locator("main").inner_text()


def read_a_measure(page, checked):
    page.goto(PRACTICE)
    follow(page.get_by_role("link", name=re.compile("Case extract")).first)
    checked()
    page.get_by_label("Measure").select_option("oocr_share_positive")
    page.get_by_label("Basis").select_option("closed")
    follow(page.get_by_role("button", name="Show counts"))
    rows = page.get_by_role("region", name="Out-of-court resolutions in 100 positive outcomes").inner_text()
    assert "2025" in rows
    checked()


def test_upload_shows_how_much_is_sent_and_can_be_cancelled(visit, tmp_path):
    """On a slow line, so that there is something to see."""
    page = visit("Constabulary lead")
    file = write_extract(tmp_path / "extract.csv", MENDED, "Slow line", cases=20_000)
    set_up(page, "Slow line", file, lambda: None)
    say_columns(page, lambda: None)
    follow(page.get_by_role("button", name="Upload with this mapping"))
    slow_down(page, bytes_a_second=200_000)
    send(page, file, lambda: None)
    page.get_by_text("Sending the files: 10 %").wait_for()
    assert 10 <= float(page.locator("progress").get_attribute("value")) < 100
    page.get_by_role("button", name="Cancel the upload").click()
    page.get_by_text("Cancelled. Nothing was stored.").wait_for()
    assert page.get_by_role("button", name="Upload", exact=True).is_enabled()
    assert wait_until(
        lambda: newest_upload(page).endswith("Interrupted"), 30
    )  # the list learns of it a moment later
    follow(page.locator("tbody a").first)
    page.get_by_text("The connection ended before all had arrived").wait_for()
    assert page.refused == []


def newest_upload(page):
    """What the list says of it: its title and state."""
    page.goto(f"{PRACTICE}uploads/")
    title, state, *_ = page.locator("tbody tr").first.locator("th, td").all_inner_texts()
    return f"{title} {state}"


def slow_down(page, *, bytes_a_second):
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    line.send("Network.emulateNetworkConditions", limits)
