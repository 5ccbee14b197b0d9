"""Leads record training sessions and what is right in the short cases; evaluators read them; nobody else does."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from cjnudge.accounts.permissions import Role
from surveys.models import CaseRules, TrainingSession, Wave
from surveys.operations.training import change_session, record_rules
from surveys.queries.options import case_rules_of
from surveys.refusals import Refused
from surveys.scales import load_instrument, load_module
from tests.people import NOW, make_force, make_person
from tests.surveys.operations.test_at_once import all_at_once
from tests.surveys.views.test_setting_up import as_lead, parts
from tests.surveys.waves import TODAY, draft, held_session, launched, units

__all__ = ["as_lead"]
pytestmark = pytest.mark.django_db
NAMES = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|value="\w{64}"')  # ids and tokens: any digits
CASES = load_module("knowledge")
RIGHT = {"c1": "could be dealt with out of court", "c3": "could not be dealt with out of court"}
HOSTILE = "<script>alert(1)</script>{{7*7}}"


def url(force, name, *more):
    return reverse(f"surveys:{name}", args=[force.slug, *more])


def sent(**changed):
    values = {"session_title": "Decisions", "format": "in person", "hours": "1.5", "attending": "24"}
    return values | {"units": ["north"]} | parts("held_on", TODAY) | changed


def record(force, lead, base=0, answers=RIGHT, **changed):
    given = {"answers": answers, "reasons": {"c1": "Low value"}, "rule": "Policy 12"} | changed
    return record_rules(force=force, source=CASES, base=base, by=lead, at=NOW, **given)


def test_session_is_recorded_and_changed_until_a_survey_about_it_is_launched(as_lead, force, lead):
    units(force, "north", "south")
    made = as_lead.post(url(force, "session_new"), sent())
    session = TrainingSession.objects.get()
    assert made.url == url(force, "session", session.pk) and session.hours == Decimal("1.5")
    as_lead.post(url(force, "session_edit", session.pk), sent(attending="30", units=["south"]))
    session.refresh_from_db()
    assert (session.attending, session.units) == (30, ["south"])
    wave = launched(force, lead, session=session)
    page = as_lead.get(url(force, "session", session.pk)).content.decode()
    assert wave.title in page and "Change it" not in page
    assert as_lead.get(url(force, "session_edit", session.pk)).status_code == 302
    with pytest.raises(Refused, match="stays as it was"):
        change_session(session=session, values={"title": "Other"}, by=lead, at=NOW)


def test_survey_being_set_up_leaves_its_session_open_to_change(as_lead, force, lead):
    session = held_session(force, lead)
    draft(force, lead, session=session)
    assert "Change it" in as_lead.get(url(force, "session", session.pk)).content.decode()


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"attending": "0"}, "greater than or equal to 1"),
        ({"hours": "0"}, "greater than or equal to 0.1"),
        ({"session_title": ""}, "Answer the question: What is the session called?"),
        ({"format": "by post"}, "by post"),
    ],
)
def test_session_that_cannot_be_is_refused_in_words(as_lead, force, changed, said):
    answer = as_lead.post(url(force, "session_new"), sent(**changed))
    assert said in answer.content.decode() and not TrainingSession.objects.exists()


def test_right_answers_are_recorded_version_by_version_and_none_is_overwritten(as_lead, force):
    page = url(force, "case_rules_edit", "knowledge", 1)
    first = {
        "right_1": RIGHT["c1"],
        "why_1": " Low  value ",
        "right_3": RIGHT["c3"],
        "rule": "Policy 12",
        "base": "0",
    }
    assert as_lead.post(page, first).url == url(force, "case_rules", "knowledge", 1)
    as_lead.post(page, first | {"right_3": "", "base": "1"})
    older, newer = CaseRules.objects.order_by("version")
    assert older.answers == RIGHT and older.reasons == {"c1": "Low value"}
    assert newer.answers == {"c1": RIGHT["c1"]} and newer.version == 2
    shown = as_lead.get(url(force, "case_rules", "knowledge", 1)).content.decode()
    assert "Version 2" in shown and "Policy 12" in shown and "Low value" in shown and "Not judged" in shown


def test_not_sure_is_never_right_and_one_case_at_least_is_judged(as_lead, force, lead):
    page = url(force, "case_rules_edit", "knowledge", 1)
    text = as_lead.get(page).content.decode()
    assert 'value="not sure"' not in text
    for sent in ({"right_1": "not sure"}, {}, {"right_1": "anything"}):
        assert as_lead.post(page, {"rule": "Policy 12", "base": "0"} | sent).status_code == 200
    for answers in ({}, {"c1": "anything"}, {"zz": RIGHT["c1"]}):
        with pytest.raises(Refused, match="one of its own answers"):
            record(force, lead, answers=answers)
    assert not CaseRules.objects.exists()


def test_second_of_two_who_record_at_once_looks_again(force, lead):
    record(force, lead)
    with pytest.raises(Refused, match="meanwhile"):
        record(force, lead)


def test_launched_survey_keeps_the_version_it_was_launched_with(force, lead):
    record(force, lead)
    wave = launched(force, lead, modules=[["knowledge", 1]])
    record(force, lead, base=1, answers={"c1": RIGHT["c3"]})
    assert Wave.objects.get().frozen["case_rules"]["answers"] == RIGHT
    assert case_rules_of(wave, load_instrument("oocr_com_b"), [CASES])["version"] == 2


def test_page_of_the_list_shows_sessions_and_every_source_of_cases(as_lead, force, lead):
    empty = as_lead.get(url(force, "sessions")).content.decode()
    assert "No training session yet" in empty and "Three short cases, version 1" in empty
    assert "a training session, version 1" in empty
    held_session(force, lead)
    record(force, lead)
    page = as_lead.get(url(force, "sessions")).content.decode()
    assert "Decisions" in page and "Version 1," in page


def test_evaluator_reads_and_records_nothing(client, force, lead, evaluator):
    session = held_session(force, lead)
    client.force_login(evaluator)
    for name, *more in (("sessions",), ("session", session.pk), ("case_rules", "knowledge", 1)):
        page = client.get(url(force, name, *more))
        assert page.status_code == 200 and "govuk-button" not in page.content.decode().split("<main")[1]
    for name, *more in (("session_new",), ("session_edit", session.pk), ("case_rules_edit", "knowledge", 1)):
        assert client.get(url(force, name, *more)).status_code == 403


def test_other_forces_session_is_not_found(as_lead, force, other_lead):
    elsewhere = held_session(other_lead.memberships.get().force, other_lead)
    for name in ("session", "session_edit"):
        assert as_lead.get(url(force, name, elsewhere.pk)).status_code == 404
    assert as_lead.get(url(force, "case_rules", "vignettes", 1)).status_code == 404


def test_hostile_words_come_back_as_words(as_lead, force, lead):
    session = held_session(force, lead, title=HOSTILE)
    record(force, lead, rule=HOSTILE, reasons={"c1": HOSTILE})
    for name, *more in (
        ("sessions",),
        ("session", session.pk),
        ("session_edit", session.pk),
        ("case_rules", "knowledge", 1),
        ("case_rules_edit", "knowledge", 1),
    ):
        page = as_lead.get(url(force, name, *more)).content.decode()
        main = NAMES.sub("", page.split("<main")[1].split("</main>")[0])
        assert "<script>alert" not in page and "49" not in main


@pytest.mark.django_db(transaction=True)
def test_two_who_record_at_the_same_instant_make_one_version():
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    found = all_at_once([lambda: record(force, lead), lambda: record(force, lead)])
    assert sorted(map(str, found)) == ["Refused", "knowledge 1"]
