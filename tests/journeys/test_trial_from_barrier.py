"""From a barrier in the survey to the published result of a trial, by what people type and press, without a script.

Cases are made up, and come in as a force's own through the page, marked as a rehearsal. The days in between pass by
starting the demonstration again with a later clock; see through_time.py.
"""

from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils.timezone import localdate

from cjnudge.periods import add_months, period_end
from tests.journeys.before_a_trial import approve_rules, say_how_to_read, upload, write_nudge
from tests.journeys.force_cases import write_cases
from tests.journeys.planning_a_trial import (
    TRIAL,
    ask_assistant,
    author_cannot_approve,
    judge,
    plan_a_look,
    read_power,
    rehearse,
    seal_and_draw,
    take_power,
)
from tests.journeys.running_a_trial import (
    await_taken,
    close,
    go_live,
    nothing_by_arm_before_a_look,
    publish,
    read_look,
    read_result,
)
from tests.journeys.site import copied, told_once
from tests.journeys.through_time import on_day
from tests.journeys.walking import too_wide

BEFORE, AFTER, LOOK_AFTER = 18, 12, 6  # months: of history, of the trial, and of the trial before its look
FOLLOW_UP = timedelta(days=120)
MORE = (
    0.16  # of a hundred cases of the districts with the nudge sixteen more are resolved: enough for a verdict
)
A4 = {"width": 717, "height": 1046}  # CSS pixels of its printed part, with margins of a centimetre
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
ON_SCREEN_ALONE = ("nav", ".govuk-breadcrumbs", ".govuk-button", ".app-downloads")
LEAD, SECOND = "Constabulary lead", "Evaluator"


class Days:
    """The days of the trial: it goes live on the first of next month."""

    def __init__(self, today):
        self.today, self.start = today, add_months(today.replace(day=1), 1)
        self.first = add_months(self.start, -BEFORE)
        self.look = self.mature(LOOK_AFTER)
        self.end = self.mature(AFTER)

    def mature(self, months):
        """The day after that on which all cases of so many months have been followed."""
        last = period_end(add_months(self.start, months - 1), "month")
        return last + FOLLOW_UP + timedelta(days=1)


@pytest.fixture
def own_demonstration(tmp_path_factory, worker_id):
    """A folder with the demonstration told in it, for this test alone: its clock runs ahead."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    return copied(told_once(shared), tmp_path_factory.mktemp("through-time") / "data")


def test_barrier_becomes_a_published_result_without_a_script(own_demonstration, browser, tmp_path):
    walk_through(own_demonstration, browser, tmp_path, well_formed)


def well_formed(page):
    """A page that is complete without a script."""
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1, page.url


@pytest.mark.on_demand  # axe runs with scripts alone: every page is opened a second time for it
def test_every_page_on_the_way_keeps_the_accessibility_rules_and_can_be_printed(
    own_demonstration, browser, tmp_path, axe
):
    found = []

    def seen(page):
        with with_scripts(page) as twin:
            found.extend(axe(twin))
            found.extend([f"{page.url}: too wide for a phone"] if too_wide(twin) else [])
            found.extend(wrong_on_paper(twin))

    walk_through(own_demonstration, browser, tmp_path, seen)
    assert found == []


@contextmanager
def with_scripts(page):
    """The same page for the same person in a browser that runs scripts."""
    context = page.context.browser.new_context()
    context.add_cookies(page.context.cookies())
    twin = context.new_page()
    twin.goto(page.url)
    yield twin
    context.close()


def wrong_on_paper(page):
    """What is cut on an upright page of A4, and what is of use on a screen alone, as lines."""
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    shown = [one for one in ON_SCREEN_ALONE if any(way.is_visible() for way in page.locator(one).all())]
    return [f"{page.url}: {one} is printed" for one in shown] + (
        [f"{page.url}: too wide for paper"] if page.evaluate(SIDEWAYS) else []
    )


def walk_through(folder, browser, files, seen):
    """The whole way; seen(page) is called on every page that is passed."""
    days = Days(localdate())
    with on_day(folder, browser, days.today) as visit:
        trial, arms = planned(visit(LEAD), visit(SECOND), days, files / "history.csv", seen)
    treated = [unit for unit, arm in arms.items() if arm != "Usual practice"]
    assert len(arms) == 10 and len(treated) == 5
    changed = {"first": days.first, "treated": treated, "since": days.start, "more": MORE}
    with on_day(folder, browser, days.start) as visit:
        go_live(visit(LEAD), seen)
        nothing_by_arm_before_a_look(visit(SECOND), trial, seen)
    with on_day(folder, browser, days.look) as visit:
        lead = visit(LEAD)
        upload(lead, write_cases(files / "look.csv", as_at=days.look, **changed), days.look)
        await_taken(lead, trial, 1)
        read_look(visit(SECOND), trial, seen)
    with on_day(folder, browser, days.end) as visit:
        lead = visit(LEAD)
        close(lead, seen)
        upload(lead, write_cases(files / "end.csv", as_at=days.end, **changed), days.end)
        await_taken(lead, trial, 2)
        read_result(visit(SECOND), trial, seen)
        publish(lead, trial, seen)


def planned(lead, second, days, file, seen):
    """(the trial's address, {district: arm}) of a trial that has its arms and has not started."""
    approve_rules(lead, second)
    say_how_to_read(lead)
    upload(lead, write_cases(file, first=days.first, as_at=days.today), days.today)
    write_nudge(lead, second)
    ask_assistant(lead, seen)
    read_power(lead, seen)
    rehearse(lead, seen)
    plan_a_look(lead, seen)
    take_power(lead, seen)
    trial = urlsplit(lead.url).path
    assert TRIAL in lead.locator("h1").inner_text()
    author_cannot_approve(lead)
    judge(second, seen)
    return trial, seal_and_draw(lead, seen)
