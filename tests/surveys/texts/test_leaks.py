"""What two people did not let through is read by nobody: no page, file, trail, log, mail or table repeats it."""

import logging

import pytest

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
    """leaks(wave): [(where, word)] of what must be nowhere."""

    def look(wave):
        reader = make_person("reader", force, Role.EVALUATOR)
        addresses = [
            "/",
            f"/forces/{force.slug}/",
            f"/officers/{force.slug}/",
            f"/forces/{force.slug}/surveys/{wave.pk}/",
        ]
        people = (lead, evaluator, reader, officer, None)
        return found(SECRET, people=people, addresses=addresses, log=caplog.text)

    return look


def test_what_was_not_let_through_turns_up_nowhere(checked, leaks):
    wave = checked()
    assert len(shown_texts(wave)["o1"]) == 13 and "[name] and [name] say so" in shown_texts(wave)["o1"]
    assert leaks(wave) == []


def test_look_reaches_the_page_of_texts(checked, force, lead, caplog):
    wave = checked()
    seen = found(SHOWN[:1], people=(lead,), addresses=[f"/forces/{force.slug}/surveys/{wave.pk}/"], log="")
    assert {where.rstrip("/").rsplit("/", 1)[-1] for where, _ in seen} == {"texts", "surveys_textcheck"}


def test_page_that_shows_texts_as_they_were_written_is_found_out(checked, leaks, monkeypatch):
    monkeypatch.setattr(queries, "shown_words", lambda text: text.text)
    places = leaks(checked())
    assert {word for _, word in places} == set(SECRET) and all("/texts/" in where for where, _ in places)


def test_trail_that_repeats_the_words_is_found_out(checked, leaks, monkeypatch):
    real = text_checking._record

    def telling(event, wave, text, by, at, after=None):
        real(event, wave, text, by, at, after={"text": text.text})

    monkeypatch.setattr(text_checking, "_record", telling)
    assert ("audit_auditevent", "zebraone") in leaks(checked())


def test_log_of_what_was_decided_is_found_out(checked, leaks, monkeypatch):
    real = text_checking._held

    def chatty(wave, text_id):
        held = real(wave, text_id)
        logging.getLogger("surveys").debug("deciding on %s", held.text)
        return held

    monkeypatch.setattr(text_checking, "_held", chatty)
    assert ("log", "zebraone") in leaks(checked())


def test_first_checkers_words_left_standing_are_found_out(checked, leaks, monkeypatch):
    """A build that keeps what the second took out again."""
    wave = checked()
    text = texts_of(wave).get(text__startswith="yakfirst")
    text.checks.filter(place=1).update(words="[name] and yaksecond say so")
    assert ("surveys_textcheck", "yaksecond") in leaks(wave)


def test_crash_report_keeps_the_words_that_were_typed_to_itself(wave, lead, client, monkeypatch):
    """What Django writes of an error hides the posted words, and the text the checker saw."""
    from django.test import RequestFactory
    from django.views.debug import SafeExceptionReporterFilter

    text_checking.declare(wave=wave, by=lead, at=NOW)
    client.force_login(lead)
    client.raise_request_exception = False
    kept = {}

    def failing(**values):
        raise RuntimeError("no disk")

    def keep(self, request):
        kept["posted"] = SafeExceptionReporterFilter().get_post_parameters(request)

    monkeypatch.setattr(text_checking, "decide", failing)
    text = texts_of(wave).first()
    here = f"/forces/{wave.force.slug}/surveys/{wave.pk}/texts/check/{text.pk}/"
    answered = client.post(here, {"place": "1", "decision": "show", "words": text.text})
    assert answered.status_code == 500 and text.text not in answered.content.decode()
    request = RequestFactory().post(here, {"words": text.text, "place": "1"})
    request.sensitive_post_parameters = answered.wsgi_request.sensitive_post_parameters
    hidden = SafeExceptionReporterFilter().get_post_parameters(request)
    assert text.text not in str(hidden) and hidden["place"] == "1"
