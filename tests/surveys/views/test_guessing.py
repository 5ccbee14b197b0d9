"""Codes to come back are not guessed at the door, and whoever has the right one gets in."""

from datetime import timedelta

import pytest

from surveys.answering.guessing import MOST_WRONG, Guesses
from surveys.identity.tokens import new_code
from surveys.views import entrance
from tests.people import NOW
from tests.surveys.views.test_answering import text_of
from tests.surveys.views.test_doors import code_shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tried(monkeypatch):
    """The codes whose keys were computed, of a door that has seen no wrong ones."""
    seen, real = [], entrance.keys_of_code
    monkeypatch.setattr(entrance, "guesses", Guesses())
    monkeypatch.setattr(
        entrance, "keys_of_code", lambda code, **more: seen.append(code) or real(code, **more)
    )
    return seen


def guess(officer, door, times):
    return [officer.post(door, what="resume", resume=new_code())["Location"] for _ in range(times)]


@pytest.mark.parametrize("times", [100, pytest.param(1000, marks=pytest.mark.on_demand)])
def test_of_so_many_guesses_ten_are_tried_a_minute(someone, officer_at, code, tried, today, times):
    someone.start(code)
    resume, there = code_shown(someone), officer_at()
    tried.clear()
    told = guess(there, code, times)
    assert len(tried) == MOST_WRONG and told[MOST_WRONG:] == [f"{code}?missing=wait"] * (times - MOST_WRONG)
    page = text_of(there.get(told[-1]))
    assert "Wait a minute, then type yours again: it still opens your answers." in page
    assert '<a href="#resume">' in page
    today(NOW + timedelta(seconds=61))
    assert there.post(code, what="resume", resume=resume)["Location"] == "/answer/"


def test_without_the_limit_every_guess_would_be_tried(officer_at, code, tried, monkeypatch):
    monkeypatch.setattr(Guesses, "take", lambda self, door, at: True)
    guess(officer_at(), code, 50)
    assert len(tried) == 50


def test_guesses_at_one_door_shut_no_other_and_nobody_who_is_at_their_answers(
    someone, officer_at, code, links
):
    someone.start(links[0])
    resume = code_shown(someone)
    guess(officer_at(), code, 50)
    assert officer_at().post(code, what="resume", resume=resume)["Location"] == f"{code}?missing=wait"
    assert officer_at().post(links[0], what="resume", resume=resume)["Location"] == "/answer/"
    assert someone.get("/answer/1/").status_code == 200
    assert officer_at().start(code)


def test_right_code_is_never_counted(someone, officer_at, code):
    someone.start(code)
    resume = code_shown(someone)
    for _ in range(3 * MOST_WRONG):
        assert officer_at().post(code, what="resume", resume=resume)["Location"] == "/answer/"


def test_what_can_be_no_code_costs_no_try(officer_at, code, tried):
    for typed in ("", "short", "O0O0O0O0", "x" * 10_000) * 20:
        assert officer_at().post(code, what="resume", resume=typed)["Location"].endswith("?missing=code")
    assert tried == []
