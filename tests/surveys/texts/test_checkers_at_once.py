"""Two who decide on the same text at the same instant: one decision is stored, the other is asked to look again."""

from threading import Barrier

import pytest

from cjnudge.accounts.permissions import Role
from surveys.models import FreeText, TextCheck
from surveys.operations import text_checking
from surveys.refusals import Refused
from tests.people import NOW, make_force, make_person
from tests.surveys.operations.test_at_once import all_at_once
from tests.surveys.texts.written import closed, texts_of

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 5


def checkers():
    force = make_force()
    lead, evaluator = make_person("lead", force, Role.LEAD), make_person("evaluator", force, Role.EVALUATOR)
    wave = closed(force, lead)
    for one in (lead, evaluator):
        text_checking.declare(wave=wave, by=one, at=NOW)
    return wave, lead, evaluator


def deciding(wave, text, by, place=1, decision="show"):
    def run():
        try:
            values = {"place": place, "decision": decision, "words": text.text}
            text_checking.decide(wave=wave, text_id=text.pk, by=by, at=NOW, **values)
        except Refused as refused:
            return "look again" if "meanwhile" in str(refused) or "already" in str(refused) else str(refused)
        return "stored"

    return run


def at_once(*, same=False):
    """{result: how often} of two first decisions on each of some texts; same: by one person in two browsers."""
    wave, lead, evaluator = checkers()
    results = []
    for text in texts_of(wave)[:TURNS]:
        calls = [deciding(wave, text, lead), deciding(wave, text, lead if same else evaluator)]
        results += all_at_once(calls)
    return {result: results.count(result) for result in set(results)}


@pytest.mark.parametrize("same", [False, True])
def test_two_first_decisions_at_once_are_one(same):
    assert at_once(same=same) == {"stored": TURNS, "look again": TURNS}
    assert TextCheck.objects.count() == TURNS


def test_a_look_before_the_write_would_take_both_as_the_two_checkers(monkeypatch):
    """A build that counts the decisions when the page is sent, and gives the next place to whoever comes."""
    both = Barrier(2)

    def careless(*, wave, text_id, place, decision, words, by, at):
        found = FreeText.objects.get(pk=text_id)
        both.wait(timeout=30)
        for free in (1, 2):
            try:
                return text_checking._stored(found, free, decision, words, by, at)
            except Refused:
                continue
        return None

    monkeypatch.setattr(text_checking, "decide", careless)
    assert at_once() == {"stored": 2 * TURNS}
    assert TextCheck.objects.count() == 2 * TURNS  # both saw the raw words, neither the other's


def test_second_decision_and_the_undoing_of_the_first_do_not_both_happen():
    wave, lead, evaluator = checkers()
    for text in texts_of(wave)[:TURNS]:
        assert deciding(wave, text, lead)() == "stored"

        def undoing(text=text):
            try:
                text_checking.undo(wave=wave, text_id=text.pk, by=lead, at=NOW)
            except Refused:
                return "stands"
            return "undone"

        results = sorted(all_at_once([deciding(wave, text, evaluator, place=2), undoing]))
        assert results in (["stands", "stored"], ["look again", "undone"]), results
        assert text.checks.count() == (2 if "stands" in results else 0)
