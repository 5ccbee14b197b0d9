"""No count of answers stands in a mail, the log, the cache, a message, a job or the trail, exact or suppressed.

A survey is answered by links, closed and released as the worker does it, with counts planted that nothing else has.
"""

import logging
from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.cache import cache

from cjnudge.jobs import operations
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from surveys.charts import Drawing
from surveys.models import Release, Response
from surveys.operations import closing, releasing
from surveys.operations.handing_in import find_door, hand_in
from surveys.operations.looking_after import look_after_waves
from tests.people import NOW
from tests.surveys.release.by_products import numbers_in, watched
from tests.surveys.waves import TODAY, entry, launched, links

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(days=40)
INVITED, ANSWERED = 190, 137
NORTH, SOUTH = 113, 17  # of those who answered, and seven say no area
HIGH, LOW, FEW = (
    83,
    47,
    7,
)  # of those who answered marked k1 with 9 and 2, and so few with 5 that it is hidden
TOTAL = 9 * HIGH + 2 * LOW + 5 * FEW
PLANTED = {float(one) for one in (ANSWERED, NORTH, SOUTH, HIGH, LOW, FEW, TOTAL)}
PLANTED |= {round(TOTAL / ANSWERED, places) for places in (1, 2, 3)}
PICTURE = Drawing("profile-overall", "Everybody", "Five means.", "<svg/>", {"headings": [], "rows": []})


@pytest.fixture(autouse=True)
def no_pictures():
    with mock.patch.object(releasing, "draw_release", lambda payload: [PICTURE]):
        yield


@pytest.fixture
def wave(force, lead):
    cache.clear()
    return launched(force, lead, people=INVITED, reminders=(TODAY + timedelta(days=1),))


def answered(wave):
    marks, areas = [9] * HIGH + [2] * LOW + [5] * FEW, ["north"] * NORTH + ["south"] * SOUTH
    for number, (token, mark) in enumerate(zip(links(wave), marks, strict=False)):
        area = {"area": areas[number]} if number < len(areas) else {}
        given = {"answers": {"k1": mark}, "texts": {}, "bands": area}
        hand_in(door=find_door(token=token, on=TODAY), entry_id=entry(number), on=TODAY, **given)


def worked_off(at):
    """What is due is asked for and done, until nothing is left."""
    look_after_waves(at=at)
    while open_jobs := list(Job.objects.filter(state="ready")):
        assert all(run_job(job.pk) for job in open_jobs)


@pytest.fixture
def whole_life(wave, django_capture_on_commit_callbacks):
    """whole_life(): the mails, the answers, reminders, the close and the results, watched: the ByProducts."""

    def live():
        with watched() as found, django_capture_on_commit_callbacks(execute=True):
            worked_off(NOW)
            answered(wave)
            worked_off(NOW + timedelta(days=1))
            worked_off(AFTER)
            worked_off(AFTER)
        return found

    return live


def test_counts_of_answers_stand_on_nothing_that_a_close_and_a_release_leave(whole_life):
    found = whole_life()
    assert (Response.objects.count(), Release.objects.count()) == (ANSWERED, 1)
    kinds = {"surveys.send", "surveys.close", "surveys.release"}
    assert set(Job.objects.values_list("kind", flat=True)) == kinds
    surfaces = found.surfaces()
    assert len(surfaces["mail"]) > INVITED and surfaces["jobs"] and surfaces["messages"] and surfaces["trail"]
    assert found.holding(PLANTED) == {}


def log_it(number):
    logging.getLogger("surveys").debug("closed", extra={"answers": number})


def send_it(number):
    operations.wake(f"closed with {number}")


LEAKS = {
    "mail": lambda number: mail.mail_managers("Closed", f"{number} answers came in."),
    "log": log_it,
    "cache": lambda number: cache.set("answers-of-a-wave", {"low": [number]}),
    "messages": send_it,
    "jobs": lambda number: Job.objects.update(progress_text=f"{number} answers"),
}


@pytest.mark.parametrize("surface", LEAKS)
@pytest.mark.parametrize("number", [ANSWERED, FEW])
def test_count_that_a_close_lets_slip_is_found(whole_life, monkeypatch, settings, surface, number):
    """The negative control, with the count of all answers and with one that the results hide."""
    settings.MANAGERS = [("Lead", "lead@example.org")]
    real = closing.close_wave

    def careless(**values):
        closed = real(**values)
        LEAKS[surface](number)
        return closed

    monkeypatch.setattr(closing, "close_wave", careless)
    assert whole_life().holding(PLANTED) == {surface: {float(number)}}


def test_names_are_no_numbers_and_numbers_are():
    named = "survey 0193c1de-0137-4113-8083-000000000137 at https://x.org/137/ on 2026-11-17 07:47"
    assert numbers_in(named) == set()
    assert numbers_in("of 137 answers, 6.39 on average (7)") == {137.0, 6.39, 7.0}
