"""The pages of checkers and readers: who sees what, and what becomes of it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.accounts.permissions import Permission, Role, role_allows
from surveys.models import TextCheck, TextChecker
from surveys.queries.texts import waiting_for
from tests.people import make_person
from tests.surveys import waves
from tests.surveys.texts.written import TEXTS, check, check_all, closed, texts_of

pytestmark = pytest.mark.django_db


def address(name, wave, *more):
    return reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk, *more])


@pytest.fixture
def browser_of():
    """browser_of(person): a browser in which the person is signed in."""

    def browser(person):
        signed_in = Client()
        signed_in.force_login(person)
        return signed_in

    return browser


def text_of(response):
    return response.content.decode()


def test_checker_declares_and_decides_one_text_after_the_other(browser_of, wave, lead):
    browser = browser_of(lead)
    start = address("texts_check", wave)
    page = text_of(browser.get(start))
    assert "reports to me" in page and not any(text in page for text in TEXTS)
    assert "Tick the box" in text_of(browser.post(start))
    browser.post(start, {"declared": "on"})
    assert TextChecker.objects.get().who == lead
    assert "12 texts wait for you" in text_of(browser.get(start))
    seen = set()
    here = browser.get(start).context["next_url"]
    while here != start:
        page = browser.get(here)
        seen.add(page.context["seen"])
        here = browser.post(here, {"place": "1", "decision": "show", "words": page.context["seen"]})[
            "Location"
        ]
    assert seen == set(TEXTS) and TextCheck.objects.count() == 12
    assert "No text waits for you" in text_of(browser.get(start))


def test_nobody_reads_a_text_before_declaring(browser_of, wave, evaluator):
    browser = browser_of(evaluator)
    text = texts_of(wave).first()
    for name in ("text_check", "text_take_off"):
        refused = browser.get(address(name, wave, text.pk))
        assert refused.status_code == 302 and refused["Location"] == address("texts_check", wave)
    refused = browser.post(address("text_check", wave, text.pk), {"place": "1", "decision": "show"})
    assert refused["Location"] == address("texts_check", wave) and not TextCheck.objects.exists()


def test_page_says_what_is_wrong_with_the_words(browser_of, wave, lead):
    check(wave, texts_of(wave).first(), lead)
    browser, text = browser_of(lead), waiting_for(wave, lead)[0]
    here = address("text_check", wave, text.pk)
    wrong = browser.post(here, {"place": "1", "decision": "show", "words": "I want nothing."})
    assert "Only take words out" in text_of(wrong) and TextCheck.objects.count() == 1
    assert "I want nothing." in text_of(wrong)  # what was typed is not lost
    undecided = browser.post(here, {"place": "1", "words": text.text})
    assert "Answer the question: May it be shown?" in text_of(undecided)
    assert browser.post(here, {"place": "1", "decision": "withhold", "words": "anything"}).status_code == 302


def test_second_sees_what_the_first_let_through_and_never_what_was_taken_out(
    browser_of, wave, lead, evaluator
):
    text = texts_of(wave).get(text=TEXTS[7])
    check(wave, text, lead, words="More time, […] and less of it at night.")
    for other in texts_of(wave).exclude(pk=text.pk):
        check(wave, other, lead, evaluator)
    page = text_of(browser_of(evaluator).get(address("text_check", wave, text.pk)))
    assert "More time, […] and less" in page and "number 7" not in page
    assert "Somebody else has let these words through" in page


def test_second_is_first_led_to_what_the_first_let_through(wave, lead, evaluator):
    for text in list(texts_of(wave))[3:6]:
        check(wave, text, lead)
    seen = {text.pk for text in list(texts_of(wave))[3:6]}
    waiting = waiting_for(wave, evaluator)
    assert {text.pk for text in waiting[:3]} == seen and len(waiting) == len(TEXTS)


def test_late_decision_is_told_to_look_again(browser_of, wave, lead, evaluator):
    text = texts_of(wave).first()
    check(wave, texts_of(wave).last(), evaluator)
    browser = browser_of(evaluator)
    here = address("text_check", wave, text.pk)
    assert browser.get(here).context["form"].initial["place"] == 1
    check(wave, text, lead)
    late = browser.post(here, {"place": "1", "decision": "show", "words": text.text})
    assert "look at it again" in text_of(late) and TextCheck.objects.filter(text=text).count() == 1


def test_own_decision_is_taken_back_on_the_page(browser_of, wave, lead, evaluator):
    text = texts_of(wave).first()
    check(wave, text, lead, decision="withhold")
    browser = browser_of(lead)
    assert "Decided by you alone" in text_of(browser.get(address("texts_check", wave)))
    here = address("text_check", wave, text.pk)
    assert "It must not be shown" in text_of(browser.get(here))
    assert browser_of(evaluator).post(address("text_undo", wave, text.pk)).status_code == 302
    assert TextCheck.objects.exists()
    browser.post(address("text_undo", wave, text.pk))
    assert not TextCheck.objects.exists()
    check(wave, text, lead, evaluator)
    decided = browser.get(here, follow=True)
    assert "This text is decided." in text_of(decided)


def test_readers_see_shown_texts_and_about_how_many(browser_of, wave, lead, evaluator, force):
    reader = make_person("reader", force, Role.EVALUATOR)
    page = text_of(browser_of(reader).get(address("texts", wave)))
    assert (
        "two people have let at least 10" in page
        and re.search("About 1[05] wrote", page)
        and "12" not in numbers(page)
    )
    assert "look at each text before" in page and "have looked" not in page
    check_all(wave, lead, evaluator)
    page = text_of(browser_of(reader).get(address("texts", wave)))
    assert all(text in page for text in TEXTS) and "Take it off" not in page
    assert "have looked at each text that stands here" in page
    assert "Take it off" in text_of(browser_of(lead).get(address("texts", wave)))


def numbers(page):
    return {word.strip(".,;:<>/\"'") for word in page.split("<main")[1].split("</main")[0].split()}


def test_readers_of_too_few_texts_are_told_so(browser_of, force, lead, today):
    wave = closed(force, lead, TEXTS[:9])
    browser = browser_of(lead)
    page = text_of(browser.get(address("texts", wave)))
    assert "Fewer than 10 wrote something here" in page and "About" not in numbers(page)
    browser.post(address("texts_check", wave), {"declared": "on"})
    assert "Nothing to check" in text_of(browser.get(address("texts_check", wave)))
    assert browser.get(address("text_check", wave, texts_of(wave).first().pk)).status_code == 404


def test_text_is_taken_off_after_a_second_look(browser_of, wave, lead, evaluator):
    check_all(wave, lead, evaluator)
    text, browser = texts_of(wave).first(), browser_of(evaluator)
    here = address("text_take_off", wave, text.pk)
    assert text.text in text_of(browser.get(here))
    assert "taken off" in text_of(browser.post(here, follow=True))
    assert text.text not in text_of(browser.get(address("texts", wave)))
    assert browser.get(here).status_code == 404


def test_open_wave_says_when_its_texts_can_be_read(browser_of, force, lead, today):
    wave = waves.launched(force, lead)
    browser = browser_of(lead)
    assert "after the survey has closed" in text_of(browser.get(address("texts", wave)))
    refused = browser.get(address("texts_check", wave), follow=True)
    assert "You cannot check what officers wrote now" in text_of(refused)


def test_officers_and_administrators_may_not_check(wave, officer, administrator, browser_of):
    for person in (officer, administrator):
        for name in ("texts", "texts_check"):
            assert browser_of(person).get(address(name, wave)).status_code == 403
    assert [role for role in Role if role_allows(role, Permission.CHECK_TEXTS)] == [Role.LEAD, Role.EVALUATOR]


def test_another_forces_lead_finds_no_text_under_their_own_address(browser_of, wave, other_lead, other_force):
    text = texts_of(wave).first()
    for name, more in (
        ("texts", []),
        ("texts_check", []),
        ("text_check", [text.pk]),
        ("text_take_off", [text.pk]),
    ):
        theirs = reverse(f"surveys:{name}", args=[other_force.slug, wave.pk, *more])
        assert browser_of(other_lead).get(theirs).status_code == 404


def test_text_of_another_wave_is_not_found_under_this_one(browser_of, wave, force, lead):
    other = closed(force, lead)
    check(wave, texts_of(wave).first(), lead)
    assert browser_of(lead).get(address("text_check", wave, texts_of(other).first().pk)).status_code == 404


def test_page_of_a_survey_with_codes_says_that_one_may_have_written_twice(browser_of, wave, force, lead):
    said = "one of them may have written more than once"
    assert said not in text_of(browser_of(lead).get(address("texts", wave)))
    coded = closed(force, lead, code=True)
    assert said in text_of(browser_of(lead).get(address("texts", coded)))
