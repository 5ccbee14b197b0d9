"""Two persons decide on each text, and neither order nor number says more than it should."""

from datetime import timedelta

import pytest

from cjnudge.accounts.permissions import Role
from cjnudge.audit.models import AuditEvent
from surveys.lifecycle import WrongState
from surveys.models import FreeText, TextCheck, TextChecker
from surveys.operations import text_checking
from surveys.operations.looking_after import delete_answers
from surveys.queries.texts import (
    about_how_many,
    can_undo,
    checkable_questions,
    shown_texts,
    waiting_for,
    waves_to_check,
)
from surveys.refusals import Refused
from tests.people import NOW, make_person
from tests.surveys import waves
from tests.surveys.texts.written import TEXTS, check, check_all, closed, texts_of

pytestmark = pytest.mark.django_db


def decide(wave, text, by, place, decision="show", words=None):
    values = {"place": place, "decision": decision, "words": words or text.text}
    return text_checking.decide(wave=wave, text_id=text.pk, by=by, at=NOW, **values)


def declare(wave, *people):
    for one in people:
        text_checking.declare(wave=wave, by=one, at=NOW)


def test_texts_are_shown_once_two_persons_let_them_through(wave, lead, evaluator):
    assert shown_texts(wave) == {"o1": None}
    check_all(wave, lead)
    assert shown_texts(wave) == {"o1": None}
    check_all_second(wave, evaluator)
    assert sorted(shown_texts(wave)["o1"]) == sorted(TEXTS)


def check_all_second(wave, by):
    for text in texts_of(wave):
        check(wave, text, by)


def test_same_person_cannot_be_both_checkers(wave, lead):
    text = texts_of(wave).first()
    check(wave, text, lead)
    with pytest.raises(Refused, match="has to come from somebody else"):
        decide(wave, text, lead, 2)
    assert TextCheck.objects.count() == 1


def test_database_refuses_the_same_person_twice_whoever_asks(wave, lead):
    from django.db import IntegrityError, transaction

    text = texts_of(wave).first()
    row = {"text": text, "decision": "show", "words": "x", "by": lead, "at": NOW}
    TextCheck.objects.create(place=1, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        TextCheck.objects.create(place=2, **row)


def test_nobody_decides_who_has_not_declared(wave, lead, evaluator):
    text = texts_of(wave).first()
    with pytest.raises(Refused, match="no officer who was asked reports to you"):
        decide(wave, text, lead, 1)
    declare(wave, evaluator)
    declare(wave, evaluator)  # twice is once
    declared = TextChecker.objects.get()
    assert declared.who == evaluator and "reports to me" in declared.declared
    assert AuditEvent.objects.filter(action="text.checker-declared").count() == 1


def test_who_was_asked_to_take_part_cannot_check(force, lead, today):
    asked = make_person("officer3", force, Role.EVALUATOR)  # the address of one of the forty
    wave = closed(force, lead)
    with pytest.raises(Refused, match="asked to take part yourself"):
        declare(wave, asked)


def test_second_sees_the_words_of_the_first_and_takes_out_more(wave, lead, evaluator):
    text = texts_of(wave).get(text=TEXTS[3])
    check(wave, text, lead, words="More time, says number […], and less of it at night.")
    declare(wave, evaluator)
    with pytest.raises(Refused, match="Only take words out"):
        decide(wave, text, evaluator, 2, words=TEXTS[3])
    check(wave, text, evaluator, words="More time, […]")
    for other in texts_of(wave).exclude(pk=text.pk):
        check(wave, other, lead, evaluator)
    shown = shown_texts(wave)["o1"]
    assert "More time, […]" in shown and not any("number 3," in words for words in shown)


@pytest.mark.parametrize("decisions", [("withhold",), ("show", "withhold")])
def test_one_who_says_no_is_enough(wave, lead, evaluator, decisions):
    text = texts_of(wave).get(text=TEXTS[0])
    declare(wave, lead, evaluator)
    for place, (by, decision) in enumerate(zip((lead, evaluator), decisions, strict=False), 1):
        decide(wave, text, by, place, decision)
    assert TEXTS[0] not in [waiting.text for waiting in waiting_for(wave, evaluator)]
    for other in texts_of(wave).exclude(pk=text.pk):
        check(wave, other, lead, evaluator)
    assert TEXTS[0] not in shown_texts(wave)["o1"] and len(shown_texts(wave)["o1"]) == 11
    assert not TextCheck.objects.filter(text=text, decision="withhold").exclude(words="")


def test_fewer_than_ten_that_may_be_shown_are_not(wave, lead, evaluator):
    for text in texts_of(wave).filter(text__in=TEXTS[:3]):
        check(wave, text, lead, decision="withhold")
    for text in texts_of(wave).exclude(text__in=TEXTS[:3]):
        check(wave, text, lead, evaluator)
    assert shown_texts(wave) == {"o1": None}


def test_question_to_which_fewer_than_ten_wrote_is_read_by_nobody(force, lead, today):
    wave = closed(force, lead, TEXTS[:9])
    declare(wave, lead)
    assert checkable_questions(wave) == [] and waiting_for(wave, lead) == []
    with pytest.raises(Refused, match="Fewer than 10"):
        decide(wave, texts_of(wave).first(), lead, 1)
    assert about_how_many(wave, 9) is None and about_how_many(wave, 12) in (10, 15)


def test_open_wave_has_no_texts_to_check(force, lead):
    wave = waves.launched(force, lead)
    assert shown_texts(wave) == {} and checkable_questions(wave) == []
    with pytest.raises(WrongState):
        declare(wave, lead)


def test_decision_is_undone_until_both_have_decided(wave, lead, evaluator):
    text = texts_of(wave).first()
    check(wave, text, lead, decision="withhold")
    assert can_undo(text, lead) and not can_undo(text, evaluator)
    with pytest.raises(Refused, match="no decision of yours"):
        text_checking.undo(wave=wave, text_id=text.pk, by=evaluator, at=NOW)
    text_checking.undo(wave=wave, text_id=text.pk, by=lead, at=NOW)
    check(wave, text, lead, evaluator)
    with pytest.raises(Refused, match="Both have decided"):
        text_checking.undo(wave=wave, text_id=text.pk, by=lead, at=NOW)


def test_second_decision_on_words_that_changed_meanwhile_is_refused(wave, lead, evaluator):
    """The first takes back what they let through and takes a name out, while the second still looks at it."""
    text = texts_of(wave).first()
    check(wave, text, lead)
    declare(wave, evaluator)
    text_checking.undo(wave=wave, text_id=text.pk, by=lead, at=NOW)
    with pytest.raises(Refused, match="meanwhile"):
        decide(wave, text, evaluator, 2)
    check(wave, text, lead, words="[…] less of it at night.")
    with pytest.raises(Refused, match="Only take words out"):
        decide(wave, text, evaluator, 2)


def test_shown_text_is_taken_off_for_good_by_one_checker(wave, lead, evaluator):
    text = texts_of(wave).first()
    with pytest.raises(Refused, match="reports to you"):
        text_checking.take_off(wave=wave, text_id=text.pk, by=lead, at=NOW)
    check_all(wave, lead, evaluator)
    text_checking.take_off(wave=wave, text_id=text.pk, by=lead, at=NOW)
    assert text.text not in shown_texts(wave)["o1"]
    with pytest.raises(Refused, match="not shown"):
        text_checking.take_off(wave=wave, text_id=text.pk, by=evaluator, at=NOW)
    assert waiting_for(wave, evaluator) == []


def test_every_reader_has_an_order_of_their_own_that_stays(wave, lead, evaluator):
    check_all(wave, lead, evaluator)
    orders = [tuple(shown_texts(wave, reader)["o1"]) for reader in (lead, evaluator, None)]
    assert len(set(orders)) == 3
    assert [tuple(shown_texts(wave, reader)["o1"]) for reader in (lead, evaluator, None)] == orders
    stored = tuple(FreeText.objects.filter(wave=wave).values_list("text", flat=True))
    assert stored not in orders


def test_order_of_another_installation_is_another(wave, lead, evaluator, settings):
    """Who knows every id, and not the key, cannot tell the order in which anybody reads."""
    check_all(wave, lead, evaluator)
    before = shown_texts(wave, lead)["o1"]
    settings.MASTER_KEY = "another key of an installation, 32+"
    assert shown_texts(wave, lead)["o1"] != before


def test_checks_go_with_the_answers(wave, lead, evaluator):
    check_all(wave, lead, evaluator)
    delete_answers(wave=wave, at=NOW + timedelta(days=1100))
    assert not FreeText.objects.exists() and not TextCheck.objects.exists()
    assert shown_texts(wave) == {"o1": None}


def test_first_page_names_the_waves_that_wait_for_a_person(wave, lead, evaluator, force, other_force, client):
    assert waves_to_check(force, lead) == [wave] and waves_to_check(other_force, lead) == []
    check_all(wave, lead)
    assert waves_to_check(force, lead) == [] and waves_to_check(force, evaluator) == [wave]
    client.force_login(evaluator)
    assert "wait to be checked" in client.get(f"/forces/{force.slug}/").content.decode()
    for text in texts_of(wave):
        check(wave, text, evaluator, decision="withhold")
    assert waves_to_check(force, evaluator) == []


def test_wave_with_too_few_texts_waits_for_nobody(force, lead, today):
    closed(force, lead, TEXTS[:9])
    assert waves_to_check(force, lead) == []
