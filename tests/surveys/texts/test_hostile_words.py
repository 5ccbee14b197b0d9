"""Sixty hostile texts that officers wrote: every page stays the page that its template wrote."""

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.accounts.permissions import Role
from surveys.queries.texts import waiting_for
from tests.cases.own_pages.payloads import PAYLOADS
from tests.frontend.markup import read
from tests.people import make_person
from tests.surveys.texts.written import check, check_all, closed, texts_of

pytestmark = pytest.mark.django_db
LONGEST = 300  # characters that an officer may write
# Sixty texts are more than the checkers of one test need to go through one by one: twelve hold them all.
JOINED = [" ".join(PAYLOADS[start::12])[:LONGEST] for start in range(12)]


def skeleton(response):
    """Tags and attribute names in order, without any text: what no author may change."""
    return [(element.tag, *sorted(element.attrs)) for element in read(response.content.decode())]


def walked(force, lead, other, texts):
    """The skeletons of every page on the way of twelve texts through two checkers, one of which is taken off."""
    wave = closed(force, lead, texts)
    browser, seen = Client(), []
    browser.force_login(lead)

    def look(name, *more):
        seen.append(skeleton(browser.get(reverse(f"surveys:{name}", args=[force.slug, wave.pk, *more]))))

    first = texts_of(wave).first()
    check(wave, first, lead)
    look("texts_check")
    look("text_check", first.pk)  # one's own decision, to be taken back
    waiting = waiting_for(wave, lead)[0]
    look("text_check", waiting.pk)
    wrong = browser.post(
        reverse("surveys:text_check", args=[force.slug, wave.pk, waiting.pk]),
        {"place": "1", "decision": "show", "words": f"{texts[0]} and more"},
    )
    seen.append(skeleton(wrong))
    check(wave, first, other)
    for text in texts_of(wave).exclude(pk=first.pk):
        check(wave, text, lead, other)
    look("texts")
    look("text_take_off", first.pk)
    return seen


def test_no_text_changes_a_page(force, lead, evaluator, other_force, other_lead, today):
    theirs = make_person("their-evaluator", other_force, Role.EVALUATOR)
    plain = walked(other_force, other_lead, theirs, [f"plain words {n} " for n in range(12)])
    hostile = walked(force, lead, evaluator, JOINED)
    assert len(plain) == 6 and hostile == plain


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 12))
def test_every_hostile_text_is_shown_as_it_was_written(force, lead, evaluator, today, start):
    texts = [" ".join(text.split()) for text in PAYLOADS[start : start + 12]]
    texts += [f"plain {n}" for n in range(12 - len(texts))]
    wave = closed(force, lead, texts)
    check_all(wave, lead, evaluator)
    browser = Client()
    browser.force_login(evaluator)
    page = browser.get(reverse("surveys:texts", args=[force.slug, wave.pk])).content.decode()
    lines = [element.text for element in read(page) if element.tag == "li"]
    assert all(text in lines for text in texts)
