"""What two people did not let through is read by nobody: no page, file, trail, log, mail or table repeats it."""

import logging

import pytest
from django.views.debug import SafeExceptionReporterFilter

from cjnudge.accounts.permissions import Role
from surveys.operations import text_checking
from surveys.queries import texts as queries
from surveys.queries.texts import shown_texts
from tests.people import NOW, make_person
from tests.surveys.texts.leaks import found
from tests.surveys.texts.written import check, closed, texts_of

pytestmark = pytest.mark.django_db
WITHHELD = ("zebraone", "zebratwo", "zebrawaits")  # by the first, by the second, by nobody yet
TAKEN_OUT = ("yakfirst", "yaksecond")
SECRET = (*WITHHELD, *TAKEN_OUT)
SHOWN = [f"More time in place {n}" for n in range(12)]
TEXTS = [*WITHHELD, "yakfirst and yaksecond say so", *SHOWN]


@pytest.fixture
def checked(force, lead, evaluator, today, caplog):
    """checked(): a wave whose texts lead and evaluator went through, each text in one of the ways there are."""
    caplog.set_level(logging.DEBUG)

    def run():
        wave = closed(force, lead, TEXTS)
        by_words = {text.text: text for text in texts_of(wave)}
        check(wave, by_words["zebraone"], lead, decision="withhold")
        check(wave, by_words["zebratwo"], lead)
        check(wave, by_words["zebratwo"], evaluator, decision="withhold")
        named = by_words["yakfirst and yaksecond say so"]
        check(wave, named, lead, words="[name] and yaksecond say so")
        check(wave, named, evaluator, words="[name] and [name] say so")
        for words in SHOWN:
            check(wave, by_words[words], lead, evaluator)
        return wave

    return run


@pytest.fixture
def leaks(force, lead, evaluator, officer, caplog):
    """leaks(wave): [(where, word)] of what must be nowhere; everywhere=False looks at the page of texts alone."""

    def look(wave, *, everywhere=True):
        base = f"/forces/{force.slug}/surveys/{wave.pk}/"
        if not everywhere:
            return found(SECRET, people=(None,), addresses=[f"{base}texts/"], log=caplog.text)
        reader = make_person("reader", force, Role.EVALUATOR)
        addresses = ["/", f"/forces/{force.slug}/", f"/officers/{force.slug}/", base]
        return found(SECRET, people=(lead, reader, officer, None), addresses=addresses, log=caplog.text)

    return look


def test_what_was_not_let_through_turns_up_nowhere(checked, leaks):
    wave = checked()
    assert len(shown_texts(wave)["o1"]) == 13 and "[name] and [name] say so" in shown_texts(wave)["o1"]
    assert leaks(wave) == []


def test_look_reaches_the_page_of_texts(checked, force, lead, caplog):
    wave = checked()
    seen = found(SHOWN[:1], people=(lead,), addresses=[f"/forces/{force.slug}/surveys/{wave.pk}/"], log="")
    assert {where.rstrip("/").rsplit("/", 1)[-1] for where, _ in seen} >= {"texts", "surveys_textcheck"}


def test_page_that_shows_texts_as_they_were_written_is_found_out(checked, force, evaluator, monkeypatch):
    monkeypatch.setattr(queries, "shown_words", lambda text: text.text)
    wave = checked()
    here = f"/forces/{force.slug}/surveys/{wave.pk}/"
    places = found(SECRET, people=(evaluator,), addresses=[here], log="")
    assert {(f"{here}texts/", word) for word in SECRET} <= set(places)


def test_trail_that_repeats_the_words_is_found_out(checked, leaks, monkeypatch):
    real = text_checking._record

    def telling(event, wave, text, by, at, after=None):
        real(event, wave, text, by, at, after={"text": text.text})

    monkeypatch.setattr(text_checking, "_record", telling)
    assert ("audit_auditevent", "zebraone") in leaks(checked(), everywhere=False)


def test_log_of_what_was_decided_is_found_out(checked, leaks, monkeypatch):
    real = text_checking._held

    def chatty(wave, text_id):
        held = real(wave, text_id)
        logging.getLogger("surveys").debug("deciding on %s", held.text)
        return held

    monkeypatch.setattr(text_checking, "_held", chatty)
    assert ("log", "zebraone") in leaks(checked(), everywhere=False)


def test_first_checkers_words_left_standing_are_found_out(checked, leaks, monkeypatch):
    """A build that keeps what the second took out again."""
    wave = checked()
    text = texts_of(wave).get(text__startswith="yakfirst")
    text.checks.filter(place=1).update(words="[name] and yaksecond say so")
    assert ("surveys_textcheck", "yaksecond") in leaks(wave, everywhere=False)


def test_crash_report_hides_the_words_that_were_typed(wave, lead, client, monkeypatch):
    """What Django writes of an error leaves the posted words out, and the server's answer does not hold them."""

    def failing(**values):
        raise RuntimeError("no disk")

    text_checking.declare(wave=wave, by=lead, at=NOW)
    monkeypatch.setattr(text_checking, "decide", failing)
    client.force_login(lead)
    client.raise_request_exception = False
    text = texts_of(wave).first()
    here = f"/forces/{wave.force.slug}/surveys/{wave.pk}/texts/check/{text.pk}/"
    answered = client.post(here, {"place": "1", "decision": "show", "words": text.text})
    assert answered.status_code == 500 and text.text not in answered.content.decode()
    reported = SafeExceptionReporterFilter().get_post_parameters(answered.wsgi_request)
    assert text.text not in str(reported) and reported["place"] == "1"
