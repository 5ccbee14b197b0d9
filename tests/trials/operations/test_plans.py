import pytest
from django.db import DatabaseError, connection, transaction

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.operations.practice import fill_practice
from cjnudge.cases.practice import CHANGED_UNITS
from tests.people import NOW, make_person
from tests.trials.world import make_trial, write_small_plan
from trials.frames import contents_of, snapshots_for
from trials.lifecycle import WrongState
from trials.models import PlanVersion
from trials.models.guards import ChangeRefused
from trials.operations.plans import DraftChanged, seal_plan
from trials.operations.runs import request_analysis
from trials.operations.trials import archive_trial, hand_over
from trials.plan_body import seal_of


def test_seal_is_the_hash_of_the_stored_text(sealed):
    assert sealed.seal == seal_of(sealed.body)
    assert AuditEvent.objects.filter(action="plan.sealed", object_id=str(sealed.pk)).count() == 1


def test_sealing_twice_gives_the_same_seal_and_one_event(sealed, lead):
    assert seal_plan(plan=sealed, by=lead, at=NOW) == sealed.seal
    assert AuditEvent.objects.filter(action="plan.sealed").count() == 1


def test_sealed_plan_cannot_be_saved_or_deleted(sealed):
    sealed.body = "{}"
    with pytest.raises(ChangeRefused):
        sealed.save()
    with pytest.raises(ChangeRefused):
        sealed.delete()


def test_sealed_plan_is_not_deleted_by_a_query_either(sealed):
    with pytest.raises(ChangeRefused), transaction.atomic():
        PlanVersion.objects.filter(pk=sealed.pk).delete()
    assert PlanVersion.objects.filter(pk=sealed.pk).exists()


def test_plan_that_is_not_sealed_can_be_deleted(plan):
    PlanVersion.objects.filter(pk=plan.pk).delete()
    assert not PlanVersion.objects.filter(pk=plan.pk).exists()


def test_database_itself_refuses_to_change_a_sealed_plan(sealed):
    with pytest.raises(DatabaseError, match="sealed plan never changes"), transaction.atomic():
        PlanVersion.objects.filter(pk=sealed.pk).update(body="{}")


def test_without_the_trigger_the_database_would_change_it(sealed):
    table = " ON trials_planversion" if connection.vendor == "postgresql" else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER sealed_plan_stays{table}")
        assert PlanVersion.objects.filter(pk=sealed.pk).update(body="{}") == 1
        transaction.set_rollback(True)


def test_unsealed_plan_is_rewritten_in_place(plan, trial, lead):
    again = write_small_plan(trial, lead, seed=6)
    assert (again.pk, again.version) == (plan.pk, 1)


def test_change_of_mind_after_sealing_is_a_new_version(sealed, trial, lead):
    second = write_small_plan(trial, lead, seed=6)
    assert second.version == 2 and not second.is_sealed
    sealed.refresh_from_db()
    assert sealed.is_sealed


def test_unsealed_plan_is_not_analysed(plan, lead):
    with pytest.raises(WrongState, match="Seal its plan first"):
        request_analysis(plan=plan, by=lead, at=NOW)


def test_synthetic_figures_are_asked_in_a_practice_space_alone(force, practice, lead):
    synthetic, _ = fill_practice(force=practice, by="tests", at=NOW)
    asked = {"measure": "oocr_of_eligible_within_w", "basis": "entry"}
    trial = make_trial(practice, lead, synthetic, **asked)
    seal_plan(plan=write_practice_plan(trial, lead), by=lead, at=NOW)
    with pytest.raises(WrongState, match="practice space"):
        make_trial(force, lead, synthetic, **asked)


def test_practice_space_asks_no_real_figures(practice, snapshot, lead):
    assert list(snapshots_for(practice)) == []
    with pytest.raises(WrongState, match="practice space"):
        make_trial(practice, lead, snapshot)


def test_text_that_was_not_read_is_not_sealed(plan, trial, lead):
    read = seal_of(plan.body)
    changed = write_small_plan(trial, lead, seed=7)
    with pytest.raises(DraftChanged, match="read it again"):
        seal_plan(plan=plan, by=lead, at=NOW, draft=read)
    assert seal_plan(plan=plan, by=lead, at=NOW, draft=seal_of(changed.body)) == seal_of(changed.body)


def write_practice_plan(trial, lead):
    days = contents_of(trial).days
    chosen = {"treated": CHANGED_UNITS, "comparison_rule": "all", "sensitivity_span": 0}
    return write_small_plan(trial, lead, before=(days[0], days[11]), after=(days[12], days[-1]), **chosen)


def test_archived_trial_takes_no_new_plan(trial, lead):
    archive_trial(trial=trial, by=lead, at=NOW)
    with pytest.raises(WrongState, match="archived"):
        write_small_plan(trial, lead)


def test_trial_passes_to_another_owner(trial, lead, force):
    next_owner = make_person("next", force, "lead")
    hand_over(trial=trial, to=next_owner, by=lead, at=NOW)
    trial.refresh_from_db()
    assert trial.owner == next_owner
    assert AuditEvent.objects.filter(action="ownership.handed-over", object_id=str(trial.pk)).exists()
