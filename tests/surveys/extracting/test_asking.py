"""Who gets an extract, and who does not."""

import pytest
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from surveys.operations import extracting
from surveys.refusals import Refused
from tests.people import NOW
from tests.surveys.extracting.extracts import promised
from tests.surveys.release.surveys import officers

pytestmark = pytest.mark.django_db
ASKED = {"purpose": "research", "recipient": "University of Elsewhere", "file": "sav"}


def ask(wave, by):
    return extracting.extract_answers(wave=wave, purpose="research", recipient="University", by=by, at=NOW)


def refusal(wave, by):
    with pytest.raises(Refused) as refused:
        ask(wave, by)
    return str(refused.value)


def test_evaluator_gets_the_file_and_the_trail_says_to_whom_and_for_what(client, force, lead, evaluator):
    wave = promised(force, lead)
    client.force_login(evaluator)
    answer = client.post(reverse("surveys:extract", args=[force.slug, wave.pk]), ASKED)
    assert answer["Content-Disposition"].endswith('extract.sav"') and answer.content[:4] == b"$FL2"
    event = AuditEvent.objects.get(action="wave.answers-extracted")
    assert (event.operation, event.purpose, event.object_id) == ("disclosure", "research", str(wave.pk))
    assert "University of Elsewhere" in event.detail and '"answers":120' in event.detail


def test_two_downloads_hold_the_same_rows_in_the_same_order(force, lead, evaluator):
    wave = promised(force, lead)
    assert ask(wave, evaluator) == ask(wave, evaluator)


def test_lead_gets_none(client, force, lead):
    wave = promised(force, lead)
    client.force_login(lead)
    assert client.post(reverse("surveys:extract", args=[force.slug, wave.pk]), ASKED).status_code == 403


def test_results_page_leads_evaluators_to_it_and_nobody_else(client, force, lead, evaluator):
    wave = promised(force, lead)
    seen = {}
    for one in (lead, evaluator):
        client.force_login(one)
        page = client.get(reverse("surveys:results", args=[force.slug, wave.pk])).content.decode()
        seen[one] = reverse("surveys:extract", args=[force.slug, wave.pk]) in page
    assert seen == {lead: False, evaluator: True}


def test_notice_that_promised_none_gives_none(force, lead, evaluator):
    assert refusal(promised(force, lead, promises=False), evaluator) == extracting.NOT_PROMISED


def test_fewer_than_a_hundred_answers_give_none(force, lead, evaluator):
    assert "100 answers or more" in refusal(promised(force, lead, officers(99, 1)), evaluator)


def test_whoever_could_be_made_out_is_kept_from_every_extract(force, lead, evaluator, monkeypatch):
    wave = promised(force, lead)
    monkeypatch.setattr(extracting, "exposed_by_rows", lambda *known: ["somebody"])
    assert refusal(wave, evaluator) == extracting.EXPOSED
    assert not AuditEvent.objects.filter(action="wave.answers-extracted").exists()


def test_everybody_who_answered_one_statement_alike_is_exposed_by_the_rows(force, lead, evaluator):
    rows = officers(120, 1)
    alike = [row | {"answers": row["answers"] | {"k1": 9}} for row in rows]
    assert refusal(promised(force, lead, alike), evaluator) == extracting.EXPOSED


def test_second_survey_one_leaver_apart_gives_none(force, lead, evaluator):
    first, rows = promised(force, lead), officers(120, 1)
    second = promised(force, lead, rows[1:])
    for wave in (first, second):
        assert "nearly the same" in refusal(wave, evaluator)


def test_recipient_is_no_address(client, force, lead, evaluator):
    wave = promised(force, lead)
    client.force_login(evaluator)
    answer = client.post(
        reverse("surveys:extract", args=[force.slug, wave.pk]), ASKED | {"recipient": "jo@example.org"}
    )
    assert b"not an e-mail address" in answer.content
