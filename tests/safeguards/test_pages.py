"""The pages: an empty list says what to do, a saved record says what is missing."""

import pytest
from django.urls import reverse

from cjnudge.safeguards import queries
from cjnudge.safeguards.blank_forms import all_blanks
from tests.people import NOW
from tests.safeguards.records import COMPLETE, make_record


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def address(name, *args):
    return reverse(f"safeguards:{name}", args=["hertfordshire", *args])


def form_data(**changed):
    """What a browser posts for COMPLETE."""
    data = {
        name: value for name, value in COMPLETE.items() if value is not None and not hasattr(value, "year")
    }
    for name in ("impact_assessed_on", "consulted_on"):
        data |= {f"{name}_{part}": getattr(COMPLETE[name], part) for part in ("day", "month", "year")}
    return data | changed


def test_empty_list_says_what_to_do_next(as_lead):
    page = as_lead.get(address("records")).content.decode()
    assert "No safeguards record yet" in page and address("add") in page


def test_evaluator_reads_and_is_offered_no_button(client, evaluator, force, lead):
    version = make_record(force, lead)
    client.force_login(evaluator)
    page = client.get(address("record", version.record_id)).content.decode()
    assert COMPLETE["controller"] in page and address("change", version.record_id) not in page


def test_unfinished_record_is_saved_and_says_what_is_missing(as_lead, force):
    data = form_data(
        covers="survey", controller="", consulted_on_day="", consulted_on_month="", consulted_on_year=""
    )
    page = as_lead.post(address("add"), data, follow=True).content.decode()
    assert "Not complete" in page
    assert "<li>the controller</li>" in page and "<li>the date on which the staff" in page


def test_complete_record_is_saved_and_shown_complete(as_lead, force):
    page = as_lead.post(address("add"), form_data(covers="data_set"), follow=True).content.decode()
    assert "Complete</strong>" in page and "15 September 2026" in page and "36 months" in page
    assert queries.complete_record(force, "data_set").title == COMPLETE["title"]


def test_change_shows_before_and_after(as_lead, force, lead):
    record = make_record(force, lead).record_id
    data = form_data(base=1, contact="New desk", reason_for_change="The desk moved")
    page = as_lead.post(address("change", record), data, follow=True).content.decode()
    assert "version 2 of 2" in page and "The desk moved" in page
    assert COMPLETE["contact"] in page and "New desk" in page
    old = as_lead.get(address("version", record, 1)).content.decode()
    assert "older version" in old and "New desk" not in old


def test_saving_over_a_newer_version_is_refused_in_words(as_lead, force, lead):
    record = make_record(force, lead).record_id
    as_lead.post(address("change", record), form_data(base=1, reason_for_change="One"))
    page = as_lead.post(address("change", record), form_data(base=1, reason_for_change="Two"))
    assert "Version 2 was written while you were editing" in page.content.decode()
    assert len(queries.versions_of(queries.record_of(force, record))) == 2


def test_change_without_a_reason_is_refused(as_lead, force, lead):
    record = make_record(force, lead).record_id
    page = as_lead.post(address("change", record), form_data(base=1))
    assert page.status_code == 200 and page.context["form"].errors["reason_for_change"]


def test_dates_ahead_and_two_retention_times_are_refused(as_lead):
    data = form_data(
        covers="survey",
        consulted_on_year=2999,
        retain_until_day=1,
        retain_until_month=2,
        retain_until_year=2030,
    )
    errors = as_lead.post(address("add"), data).context["form"].errors
    assert set(errors) == {"consulted_on", "retain_months"}


def test_subject_that_was_never_offered_is_refused(as_lead):
    data = form_data(covers="trial:5f0b6c1c-6a4e-4a6e-9a53-0c0f7f3f7c11")
    assert "covers" in as_lead.post(address("add"), data).context["form"].errors


def test_stored_text_is_shown_as_text(as_lead, force, lead):
    version = make_record(
        force, lead, title="<script>alert(1)</script>", lawful_basis="<b>task</b>\nsecond line"
    )
    page = as_lead.get(address("record", version.record_id)).content.decode()
    assert "<script>alert" not in page and "<b>task" not in page and "<br>second line" in page


def test_record_of_another_force_is_not_found(as_lead, force, other_force, other_lead):
    theirs = make_record(other_force, other_lead)
    for name in ("record", "change"):
        assert as_lead.get(address(name, theirs.record_id)).status_code == 404
    assert as_lead.get(address("version", theirs.record_id, 1)).status_code == 404


def test_version_that_does_not_exist_is_not_found(as_lead, force, lead):
    assert as_lead.get(address("version", make_record(force, lead, at=NOW).record_id, 9)).status_code == 404


def test_every_blank_template_is_offered_and_says_it_is_not_legal_advice(as_lead):
    page = as_lead.get(address("blanks")).content.decode()
    assert set(all_blanks()) == {
        "data-protection-impact-assessment",
        "equality-impact-assessment",
        "privacy-notice",
        "staff-association-consultation",
    }
    for key in all_blanks():
        answer = as_lead.get(address("blank", key))
        assert address("blank", key) in page and f"{key}.txt" in answer["Content-Disposition"]
        assert "NOT LEGAL ADVICE" in answer.content.decode()
        assert "data protection officer" in answer.content.decode()
    assert as_lead.get(address("blank", "nothing")).status_code == 404


def test_empty_form_says_for_each_field_what_to_do(as_lead):
    page = as_lead.post(address("add"), {"title": ""}).content.decode()
    assert "Enter title" in page and "Answer the question: What does it cover?" in page
    assert "This field is required" not in page
