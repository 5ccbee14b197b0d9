"""From a barrier that a survey found to a nudge that a second person approved, without a script."""

import base64

from tests.journeys.walking import follow, too_wide
from tests.trials.nudges.records import FULL
from trials.nudges.lines import PARTS

FORCE = "/forces/hertfordshire/"
# Drawn by the browser itself, so that a true JPEG goes through the cleaning and is shown again.
DRAW = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = 400; canvas.height = 200;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; pen.fillRect(0, 0, 400, 200);
  pen.fillStyle = "#036"; pen.font = "20px sans-serif";
  pen.fillText("Could this be dealt with out of court?", 20, 100);
  return canvas.toDataURL("image/jpeg");
}"""


def test_barrier_becomes_an_approved_nudge(visit, axe):
    picture = drawn(visit("Constabulary lead"))
    lead = visit("Constabulary lead", javascript=False)
    start_from_a_barrier(lead)
    nudge = lead.url
    for part in PARTS:
        write(lead, part)
    add_picture(lead, picture)
    lead.goto(nudge)
    assert "Now somebody who wrote none of it" in lead.locator("main").inner_text()
    follow(lead.get_by_role("button", name="Read and approve"))
    assert "You wrote part of this version" in lead.locator("main").inner_text()
    assert lead.get_by_role("button", name="Approve this version").count() == 0

    evaluator = visit("Evaluator")
    evaluator.goto(nudge)
    follow(evaluator.get_by_role("button", name="Read and approve"))
    shown = evaluator.locator("main img")
    assert shown.evaluate(
        "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
    ) == [400, 200]
    assert axe(evaluator) == []
    follow(evaluator.get_by_role("button", name="Approve this version"))
    assert "Version 1 approved" in evaluator.locator("main").inner_text()
    assert evaluator.refused == [] and lead.refused == []


def test_every_page_of_a_draft_keeps_the_accessibility_rules_and_fits_a_phone(visit, axe):
    page = visit("Constabulary lead")
    start_from_a_barrier(page)
    nudge = page.url
    behind = [
        *(f"versions/1/parts/{part.key}/" for part in PARTS),
        "versions/1/",
        "versions/1/approve/",
        "work/",
    ]
    behind += ["versions/1/pictures/add/", "compare/", "archive/"]
    beside = ["", "new/", "techniques/", "finished/court_text_reminders/"]
    for address in (nudge, *(nudge + one for one in behind), *(f"{FORCE}nudges/{one}" for one in beside)):
        page.set_viewport_size({"width": 1200, "height": 900})
        assert page.goto(address).status == 200, address
        assert axe(page) == []
        assert not too_wide(page), address


def drawn(page):
    """A JPEG as the browser writes it."""
    page.goto("/")
    return base64.b64decode(page.evaluate(DRAW).split(",")[1])


def start_from_a_barrier(page):
    """From the results of the demonstration's survey to a draft."""
    page.goto(FORCE + "surveys/")
    follow(page.get_by_role("link", name="First survey of the ten districts"))
    follow(page.get_by_role("link", name="Results"))
    follow(page.get_by_role("link", name="Plan a nudge").first)
    page.get_by_label("Name of the nudge").fill("Question on the custody desk")
    page.get_by_label("None of these").check()
    follow(page.get_by_role("button", name="Start the draft"))


def write(page, part):
    """One part, as a lead types it."""
    follow(page.get_by_role("link", name=part.title))
    for line in part.lines:
        fill(page, line)
    if not part.lines:
        for one in FULL.apease:
            page.locator(f"#id_{one.key}_score").select_option(str(one.score))
            page.locator(f"#id_{one.key}_sentence").fill(one.sentence)
    follow(page.get_by_role("button", name="Save this part"))


def fill(page, line):
    """One line; what the survey filled in already stays."""
    value = getattr(FULL, line.name)
    if line.kind == "one":
        page.locator(f"#id_{line.name}").select_option(value)
    elif line.kind in ("text", "short") and value:
        page.locator(f"#id_{line.name}").fill(value)
    elif line.kind == "codes":
        page.locator(f"#id_{line.name}").fill(", ".join(value))


def add_picture(page, data):
    follow(page.get_by_role("link", name="Add a picture"))
    page.get_by_label("Picture").set_input_files(
        {"name": "screen.jpg", "mimeType": "image/jpeg", "buffer": data}
    )
    page.get_by_label("What it shows").fill(
        "A card that asks whether the case could be dealt with out of court."
    )
    follow(page.get_by_role("button", name="Add the picture"))
