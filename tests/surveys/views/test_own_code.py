"""A confidential wave asks for a code of one's own, keeps hashes, and never needs it; an anonymous one never asks."""

import pytest

from surveys.models import Response, Station
from surveys.operations.closing import close_wave
from tests.people import NOW
from tests.surveys import waves
from tests.surveys.views.test_answering import stored, text_of

pytestmark = pytest.mark.django_db
TYPED = {"mother": "a", "birth_day": "07", "school": "S", "birthplace": "h", "older": "0"}


@pytest.fixture
def confidential(force, lead, today):
    return waves.launched(force, lead, code=True, mode="confidential")


@pytest.fixture
def door(confidential):
    return f"/s/code/{Station.objects.get(wave=confidential).code}/"


def at_own_code(officer, door):
    address = officer.start(door)
    while "own-code" not in address:
        address = officer.post(address)["Location"]
    return address


def test_code_is_stored_as_hashes_that_are_the_same_each_time(officer_at, door, confidential, lead):
    for _ in range(2):
        officer = officer_at()
        assert officer.post(at_own_code(officer, door), **TYPED)["Location"] == "/answer/check/"
        page = text_of(officer.get("/answer/check/"))
        assert "5 of 5 given" in page
        officer.hand_in()
    first, second = (entry["own_code"] for entry in stored(confidential))
    assert first == second and sorted(first) == sorted(TYPED)
    assert all(len(value) == 32 for value in first.values())
    close_wave(wave=confidential, by=lead, at=NOW)
    assert [one.own_code for one in Response.objects.filter(wave=confidential)] == [first, first]


def test_code_may_be_left_out_and_taken_back(someone, door, confidential):
    address = at_own_code(someone, door)
    someone.post(address, **TYPED)
    assert someone.post(address, clear="1", **TYPED)["Location"] == address
    assert someone.post(address)["Location"] == "/answer/check/"
    someone.hand_in()
    assert [entry["own_code"] for entry in stored(confidential)] == [{}]


def test_element_that_is_none_is_shown_again_with_what_to_do(someone, door, confidential):
    address = at_own_code(someone, door)
    assert someone.post(address, **TYPED | {"birth_day": "32"})["Location"] == address
    page = text_of(someone.get(address))
    assert '<a href="#q2">' in page and "Type a number from 1 to 31, or leave it empty." in page
    assert someone.post("/answer/check/")["Location"] == address and stored(confidential) == []


def test_first_page_of_a_confidential_wave_does_not_say_anonymous(someone, door):
    page = text_of(someone.get(door))
    assert "confidential, not anonymous" in page and "This survey is anonymous" not in page


def test_anonymous_wave_never_asks_for_a_code_and_keeps_none(someone, code, wave):
    someone.answer_all(someone.start(code))
    assert someone.get("/answer/own-code/")["Location"] == "/answer/check/"
    someone.post("/answer/own-code/", **TYPED)
    someone.hand_in()
    assert stored(wave)[0]["own_code"] == {}
