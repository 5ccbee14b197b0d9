"""Writing, approving and putting away: who may, on which text, and what the database itself refuses."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from cjnudge.audit.models import AuditEvent
from tests.people import NOW, make_person
from tests.trials.nudges.made_pictures import SECRET, chunk, png
from tests.trials.nudges.records import FULL, scored
from tests.trials.nudges_world import approve, approved, make_draft, with_picture
from trials.lifecycle import WrongState
from trials.models import Intervention, NudgePicture, NudgeVersion
from trials.models.guards import ChangeRefused
from trials.nudges.record import NudgeRecord, digest_of
from trials.operations import nudge_pictures, nudges
from trials.queries import nudges as queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(force, lead):
    return make_draft(force, lead)


@pytest.fixture
def second(force):
    return make_person("second", force, "lead")


def write(version, person, **values):
    draft = digest_of(version.body)
    return nudges.write_lines(version=version, draft=draft, values=values, by=person, at=NOW)


def next_of(version, person):
    return nudges.start_version(nudge=version.nudge, by=person, at=NOW)


def test_second_person_approves_what_the_first_wrote(draft, evaluator):
    found = approve(draft, evaluator)
    assert (found.approved_by, found.approved_at) == (evaluator, NOW)
    assert queries.approved_versions(draft.force) == [found]


def test_author_cannot_approve(draft, lead):
    with pytest.raises(WrongState, match="You wrote part of this version"):
        approve(draft, lead)


def test_earlier_writer_cannot_approve_after_somebody_else_saved(draft, lead, second):
    write(draft, second, dose="Twice a case.")
    with pytest.raises(WrongState, match="You wrote part"):
        approve(draft, lead)
    with pytest.raises(WrongState, match="You wrote part"):
        approve(draft, second)


def test_rule_that_looks_at_the_last_writer_alone_would_let_the_first_approve(draft, lead, second):
    found = write(draft, second, dose="Twice a case.")
    NudgeVersion.objects.filter(pk=found.pk).update(
        writers=[str(found.written_by_id)]
    )  # what a naive build keeps
    assert approve(draft, lead).approved_by == lead


def test_incomplete_or_unsafe_version_is_not_approved(force, lead, second):
    with pytest.raises(WrongState, match="“Exact wording” is empty"):
        approve(make_draft(force, lead, replace(FULL, wording="")), second)
    with pytest.raises(WrongState, match="has 0"):
        approve(make_draft(force, lead, scored("safety", 0)), second)


def test_text_that_changed_since_it_was_read_is_not_approved(draft, lead, second):
    read = digest_of(draft.body)
    write(draft, lead, wording="Another question?")
    with pytest.raises(nudges.DraftChanged):
        nudges.approve_version(version=draft, draft=read, by=second, at=NOW)


def test_two_people_do_not_write_over_each_other(draft, lead, second):
    read = digest_of(draft.body)
    write(draft, lead, wording="The first")
    with pytest.raises(nudges.DraftChanged):
        nudges.write_lines(version=draft, draft=read, values={"wording": "The second"}, by=second, at=NOW)


def test_approved_version_is_fixed_in_words_and_in_the_database(draft, lead, second):
    found = approve(draft, second)
    with pytest.raises(WrongState, match="write a new version"):
        write(found, lead, wording="Another")
    with pytest.raises(ChangeRefused):
        found.save()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        NudgeVersion.objects.filter(pk=found.pk).update(body="{}")


def test_draft_can_still_be_changed_in_the_database(draft):
    assert NudgeVersion.objects.filter(pk=draft.pk).update(body=draft.body) == 1


def test_new_version_starts_from_the_last_with_its_pictures(draft, lead, second):
    first = approve(with_picture(draft, lead), second)
    later = next_of(first, second)
    assert (later.version, later.body) == (2, first.body)
    assert bytes(later.pictures.get().data) == bytes(first.pictures.get().data)
    assert later.writers == [str(second.pk)]
    assert next_of(first, lead) == later  # the draft there is, not a third version


def test_approver_of_the_first_version_may_have_the_second_approved_by_its_author(draft, lead, second):
    later = write(next_of(approve(draft, second), second), second, dose="Twice.")
    assert approve(later, lead).version == 2
    assert [one.version for one in queries.approved_versions(draft.force)] == [2, 1]


def test_names_that_are_alike_get_keys_that_differ(force, lead):
    keys = [make_draft(force, lead, title="Désk cård!").nudge.key for _ in range(3)]
    assert keys == ["desk-card", "desk-card-2", "desk-card-3"]
    assert make_draft(force, lead, title="???").nudge.key == "nudge"


def test_archived_nudge_is_read_and_nothing_else(draft, lead, second):
    nudges.archive_nudge(nudge=draft.nudge, by=lead, at=NOW)
    for attempt in (
        lambda: write(draft, lead, wording="x"),
        lambda: approve(draft, second),
        lambda: next_of(draft, lead),
        lambda: nudges.archive_nudge(nudge=draft.nudge, by=lead, at=NOW),
        lambda: with_picture(draft, lead),
    ):
        with pytest.raises(WrongState, match="archived"):
            attempt()
    assert queries.version_of(draft.force, draft.nudge_id, 1) == draft


def live(version, person, **values):
    facts = {"title": "Watford", "units": ["Watford"], "went_live_on": NOW.date(), "recorded_at": NOW}
    return Intervention.objects.create(
        force=version.force, nudge=version, recorded_by=person, **{**facts, **values}
    )


def test_nudge_that_is_live_is_not_archived(force, lead, second):
    version = approved(force, lead, second)
    live(version, lead)
    with pytest.raises(WrongState, match="live in some unit"):
        nudges.archive_nudge(nudge=version.nudge, by=lead, at=NOW)


def test_picture_is_kept_clean_and_stands_in_the_text_that_is_approved(draft, lead):
    before = digest_of(draft.body)
    found = with_picture(draft, lead, png(chunk(b"tEXt", SECRET)))
    kept = found.pictures.get()
    assert SECRET not in bytes(kept.data) and bytes(kept.data) == png()
    assert NudgeRecord.from_json(found.body).pictures[0].sha256 == kept.sha256
    assert digest_of(found.body) != before


def test_same_picture_twice_and_too_many_are_refused(draft, lead):
    with_picture(draft, lead)
    with pytest.raises(WrongState, match="there already"):
        with_picture(draft, lead)
    for shade in range(5):
        with_picture(draft, lead, png(rows=bytes([0, shade + 1, 0, 0, 0, 0, 0] * 2)))
    with pytest.raises(WrongState, match="6 pictures already"):
        with_picture(draft, lead, png(rows=bytes(14)))


def test_picture_of_a_draft_is_removed_and_one_of_an_approved_version_stays(draft, lead, second):
    found = with_picture(draft, lead)
    picture = found.pictures.get()
    removed = nudge_pictures.remove_picture(picture=picture, draft=digest_of(found.body), by=lead, at=NOW)
    assert NudgeRecord.from_json(removed.body).pictures == ()
    fixed = approve(with_picture(removed, lead), second)
    with pytest.raises(WrongState):
        nudge_pictures.remove_picture(
            picture=fixed.pictures.get(), draft=digest_of(fixed.body), by=lead, at=NOW
        )
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        NudgePicture.objects.filter(version=fixed).update(alt="Another")


def test_every_operation_leaves_its_event_and_no_text(draft, lead, second):
    approve(with_picture(draft, lead), second)
    nudges.archive_nudge(nudge=draft.nudge, by=lead, at=NOW)
    events = list(AuditEvent.objects.order_by("seq"))
    assert [one.action for one in events] == [
        "nudge.written",
        "nudge.written",
        "nudge.approved",
        "nudge.archived",
    ]
    assert not any(FULL.wording in one.detail for one in events)


def test_nudges_of_another_force_are_not_found(draft, other_force):
    assert queries.nudge_of(other_force, draft.nudge_id) is None
    assert queries.version_of(other_force, draft.nudge_id, 1) is None
    assert queries.nudges_of(other_force) == []
