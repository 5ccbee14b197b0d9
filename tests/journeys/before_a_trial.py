"""What people type and press before a trial can be planned: their own cases, and a nudge from the survey."""

from cjnudge.jobs.endings import wait_until
from tests.journeys.test_nudges import start_from_a_barrier, write
from tests.journeys.walking import follow
from trials.nudges.lines import PARTS

FORCE = "/forces/hertfordshire/"
NUDGE = "Question on the custody desk"
PAUSE = 300  # milliseconds between two looks at work that goes on: the worker gives way to pages on the same machine
PATIENCE_SECONDS = 120  # what a worker does here takes seconds; a busy machine is slower


def press(page, name):
    """Follow the button or link of exactly that name."""
    ways = (page.locator("main").get_by_role(role, name=name, exact=True) for role in ("button", "link"))
    follow(next(ways).or_(next(ways)).first)


def said(page):
    return page.locator("main").inner_text()


def refresh(page):
    """Refresh a page of work that goes on, as it asks for, until it has ended."""

    def ended():
        way = page.get_by_role("link", name="Refresh this page")
        if way.count():
            follow(way)
            page.wait_for_timeout(PAUSE)
        return not way.count()

    assert wait_until(ended, PATIENCE_SECONDS), said(page)


def wait_for_job(page):
    """From the page of a job, once it has ended well, to what came of it."""
    refresh(page)
    press(page, "Read the result")


def approve_rules(lead, second):
    """Rules that call every case of this extract eligible: the lead writes, a second person approves."""
    lead.goto(FORCE + "data/rules/")
    press(lead, "Write the rules")
    lead.get_by_label("No rule: I write them").check()
    lead.get_by_label("Why are the rules written").fill("A rehearsal")
    press(lead, "Begin")
    press(lead, "Add a rule")
    lead.get_by_label("Eligible", exact=True).check()
    lead.get_by_label("Reason").fill("Every case of this extract")
    press(lead, "Save the rule")
    second.goto(FORCE)
    follow(second.get_by_role("link", name="of the eligibility rules is a draft"))
    press(second, "Read it through to approve it")
    press(second, "Approve these rules")


def say_how_to_read(lead):
    """A mapping for files in the documented layout."""
    lead.goto(FORCE + "data/")
    press(lead, "Set up a mapping")
    lead.get_by_label("Name", exact=True).fill("Records system")
    lead.get_by_label("The file follows the documented layout").check()
    press(lead, "Continue")


def upload(lead, file, as_at):
    """An extract of cases, marked as a rehearsal: no safeguards record covers it."""
    lead.goto(FORCE + "data/mappings/")
    follow(lead.get_by_role("link", name="Records system"))
    press(lead, "Upload with this mapping")
    for label, part in (("Day", as_at.day), ("Month", as_at.month), ("Year", as_at.year)):
        lead.get_by_label(label, exact=True).fill(str(part))
    lead.get_by_label("Rehearsal only").check()
    lead.get_by_label("Files", exact=True).set_input_files(file)
    press(lead, "Upload")
    refresh(lead)
    assert "They became the snapshot" in said(lead)


def write_nudge(lead, second):
    """From what the survey found to a nudge that a second person approved."""
    start_from_a_barrier(lead)
    for part in PARTS:
        write(lead, part)
    second.goto(FORCE)
    follow(second.get_by_role("link", name=f"“{NUDGE}” waits for your approval"))
    press(second, "Approve this version")
