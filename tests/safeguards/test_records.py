"""Writing and reading records: versions stay, and each force reads its own."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from cjnudge.accounts.checklist import Status
from cjnudge.accounts.scoping import UnscopedQuery
from cjnudge.audit.models import AuditEvent
from cjnudge.safeguards import queries
from cjnudge.safeguards.first_steps import state
from cjnudge.safeguards.models import SafeguardsVersion
from cjnudge.safeguards.operations import WrittenMeanwhile, write_version
from cjnudge.safeguards.rules import Allowed, Refused
from tests.people import NOW
from tests.safeguards.records import COMPLETE, make_record


def change(version, by, **changed):
    values = COMPLETE | {"reason_for_change": "It was signed off"} | changed
    return write_version(record=version.record, base=version.number, values=values, by=by, at=NOW)


def test_change_is_a_new_version_and_the_old_one_stays_readable(force, lead):
    first = make_record(force, lead, contact="Old desk")
    second = change(first, lead, contact="New desk")
    assert [(v.number, v.contact) for v in queries.versions_of(first.record)] == [
        (2, "New desk"),
        (1, "Old desk"),
    ]
    assert [v.id for v in queries.current_versions(force)] == [second.id]


def test_version_cannot_be_changed_in_place(force, lead):
    version = make_record(force, lead)
    version.contact = "Someone else"
    with pytest.raises(TypeError, match="new version"):
        version.save()


def test_second_person_saving_over_the_same_version_is_told(force, lead):
    first = make_record(force, lead)
    change(first, lead)
    with pytest.raises(WrittenMeanwhile, match="Version 2"):
        change(first, lead)


def test_database_itself_refuses_two_versions_of_one_number(force, lead):
    first = make_record(force, lead)
    twin = SafeguardsVersion(
        force=force, record=first.record, number=1, written_at=NOW, written_by_id=lead.id, **COMPLETE
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_each_version_leaves_one_audit_event_without_its_text(force, lead):
    change(make_record(force, lead), lead)
    events = AuditEvent.objects.filter(action="safeguards.written")
    assert events.count() == 2
    assert not any(COMPLETE["contact"] in event.detail for event in events)


def test_unscoped_reading_raises(db):
    with pytest.raises(UnscopedQuery):
        SafeguardsVersion.scoped.all()


def test_record_of_another_force_covers_nothing_here(force, other_force, lead):
    make_record(other_force, lead)
    assert queries.complete_record(force, "data_set") is None
    assert isinstance(queries.may_use_real_data(force, "data_set"), Refused)


def test_complete_record_is_found_by_kind_and_subject(force, lead):
    subject = uuid.uuid4()
    general = make_record(force, lead, kind="trial")
    own = make_record(force, lead, kind="trial", subject_id=subject)
    assert queries.complete_record(force, "trial", subject) == own
    assert queries.complete_record(force, "trial", uuid.uuid4()) == general
    assert queries.complete_record(force, "trial") == general
    assert queries.complete_record(force, "survey") is None


def test_record_about_one_trial_does_not_cover_another(force, lead):
    make_record(force, lead, kind="trial", subject_id=uuid.uuid4())
    assert queries.complete_record(force, "trial", uuid.uuid4()) is None
    assert queries.complete_record(force, "trial") is None


def test_incomplete_record_permits_nothing_and_says_what_it_lacks(force, lead):
    make_record(force, lead, controller="")
    answer = queries.may_use_real_data(force, "data_set")
    assert isinstance(answer, Refused) and "the controller" in answer.reason


def test_permission_names_the_version_it_rests_on(force, lead):
    version = make_record(force, lead)
    assert queries.may_use_real_data(force, "data_set") == Allowed(version.id)


def test_newer_incomplete_version_takes_the_permission_away(force, lead):
    change(make_record(force, lead), lead, lawful_basis="")
    assert isinstance(queries.may_use_real_data(force, "data_set"), Refused)


def test_step_on_the_first_page_follows_the_records(force, lead):
    assert state(force).status == Status.TO_DO
    make_record(force, lead, kind="trial")
    assert state(force).status == Status.DOING
    make_record(force, lead)
    assert state(force).status == Status.DONE and state(force).hint == "2 of 2 complete."
