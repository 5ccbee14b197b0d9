"""Questions that an answer excludes are not asked, not counted in the progress, and not handed in."""

import pytest

from surveys.models import Station, Wave
from surveys.operations import fielding
from tests.surveys import waves
from tests.surveys.views.test_answering import stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(force, lead, today, monkeypatch):
    """An open wave of the fifteen items whose question on training is asked of who saw more than three cases."""
    real = fielding.frozen_value

    def frozen(*given, **more):
        promised = real(*given, **more)
        for question in promised["instrument"]["content"]["questions"]:
            if question["id"] == "t1":
                question["relevant"] = "${b1} > 3"
        return promised

    with monkeypatch.context() as launching:
        launching.setattr(fielding, "frozen_value", frozen)
        wave = waves.launched(force, lead, code=True)
    return f"/s/code/{Station.objects.get(wave=wave).code}/"


def walk(officer, address, **given):
    """{name asked: (number shown, total shown)} and the check's address."""
    seen = {}
    while "check" not in address:
        page = officer.get(address)
        for field in page.context["fields"]:
            seen[field.name] = (page.context["number"], page.context["total"])
        address = officer.post(address, **given)["Location"]
    return seen


def test_page_is_skipped_and_progress_counts_what_is_asked(someone, door):
    few = walk(someone, someone.start(door), b1="2")
    assert "t1.1" not in few and few["o1"] == (7, 9)
    many = walk(someone, "/answer/1/", b1="7")
    assert many["t1.1"] == (7, 10) and many["o1"] == (8, 10)
    assert someone.get("/answer/check/").context["number"] == 10


def test_answer_that_is_not_asked_any_more_is_not_handed_in(someone, door):
    walk(someone, someone.start(door), b1="7", **{"t1.1": "never"})
    assert any(row.answer == "never" for row in someone.get("/answer/check/").context["rows"])
    someone.post("/answer/6/", b1="2", check="1")
    assert not any(row.answer == "never" for row in someone.get("/answer/check/").context["rows"])
    someone.hand_in()
    assert stored(Wave.objects.get())[0]["answers"] == {"b1": 2}


def test_page_that_is_not_asked_leads_on(someone, door):
    walk(someone, someone.start(door), b1="2")
    assert someone.get("/answer/7/")["Location"] == "/answer/"
    back = someone.get("/answer/8/").context["back"]
    assert back == "/answer/6/"
