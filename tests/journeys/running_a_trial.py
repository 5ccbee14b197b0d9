"""What people type and press from the first day of a trial to its published result."""

from cjnudge.jobs.endings import wait_until
from tests.journeys.before_a_trial import FORCE, PATIENCE_SECONDS, PAUSE, press, said
from tests.journeys.planning_a_trial import TRIAL
from tests.journeys.walking import follow

# Words of outcomes, none of which a page may have by arm before a look.
OUTCOMES = ("percentage points", "Resolved out of court", "p = ")


def go_live(lead, seen):
    """The lead records the first day; the monitor then shows who enters and nothing of how cases end."""
    lead.goto(FORCE)
    follow(lead.get_by_role("link", name=f"The allocation of “{TRIAL}” is ready: start it"))
    seen(lead)
    press(lead, "Start the trial")
    seen(lead)
    press(lead, "Start the trial")
    assert f"“{TRIAL}” is running." in said(lead)
    seen(lead)
    press(lead, "Monitor")
    assert "No case since the start" not in said(lead)
    seen(lead)


def nothing_by_arm_before_a_look(second, trial, seen):
    """The safety monitor finds the day of the first look on the page of results, and no figure anywhere."""
    for place in ("monitor/", "results/", "alarms/", "delivery/"):
        second.goto(trial + place)
        assert not any(word in said(second) for word in OUTCOMES), place
        seen(second)
    second.goto(trial + "results/")
    assert "No result yet" in said(second) and "The next look is due on" in said(second)


def await_taken(lead, trial, number):
    """The page of the trial says that so many looks were taken: nobody asked for one."""

    def taken():
        lead.wait_for_timeout(PAUSE)
        lead.goto(trial)
        return said(lead).count("Taken") == number

    assert wait_until(taken, PATIENCE_SECONDS), said(lead)


def read_look(second, trial, seen):
    """The first look, as the evaluator reads it: counted, and told to go on as planned."""
    second.goto(trial)
    press(second, "Read the newest result")
    assert "Look 1 of 2 planned; 1 taken so far" in said(second)
    assert "Rehearsal only" in said(second)
    seen(second)


def close(lead, seen):
    lead.goto(FORCE)
    follow(lead.get_by_role("link", name=f"The last month of “{TRIAL}” is over: close it"))
    seen(lead)
    press(lead, "Close it")
    assert f"“{TRIAL}” is closed." in said(lead)


def read_result(second, trial, seen):
    """The evaluator finds the result on the first page; it says what moved, by how much, and what it cannot tell."""
    second.goto(FORCE)
    follow(second.get_by_role("link", name=f"There is a result of “{TRIAL}” to read"))
    seen(second)
    press(second, "Read the newest result")
    text = said(second)
    assert "More out-of-court resolutions" in text and "percentage points (interval" in text
    assert "The analysis at the end, after 2 planned; 2 taken so far." in text
    for part in ("Is it safe?", "Why this verdict", "What must not get worse", "What this cannot tell"):
        assert part in text
    assert "Rehearsal only" in text
    seen(second)
    return second.url


def publish(lead, trial, seen):
    lead.goto(trial)
    press(lead, "Publish the result, or say why not")
    seen(lead)
    lead.get_by_label("Publish the result, whatever it says").check()
    press(lead, "Save")
    lead.goto(trial)
    assert "Nothing: its result is published." in said(lead)
    seen(lead)
