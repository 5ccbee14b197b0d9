from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from cjnudge.accounts.refusals import Refused
from cjnudge.audit.models import AuditEvent
from tests.people import NOW
from tests.trials.assistant_world import study_of
from tests.trials.planning_world import (
    UNITS,
    approve,
    approved_nudge,
    drawn_plan,
    make_planned,
    make_sealed,
    seal,
    second_lead,
    whole_plan,
)
from tests.trials.world import small_snapshot
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import State
from trials.models import PlanVersion
from trials.models.guards import ChangeRefused
from trials.operations.planning import create_planned_trial, return_plan, write_trial_plan
from trials.operations.plans import DraftChanged
from trials.plan_body import seal_of
from trials.planning.trial_plan import AllocationRule, LookLine, TrialPlan, Unit, Worthwhile
from trials.planning.validation import power_refusal
from trials.queries.conduct import conduct_of, state_of_planned


@pytest.fixture
def planned(force, lead):
    return make_planned(force, lead)


def test_trial_from_an_approved_nudge_begins_with_its_arm(force, lead):
    nudge = approved_nudge(force, lead)
    trial = create_planned_trial(
        force=force, title="Prompt", question="Does it?", slug="prompt", by=lead, at=NOW, nudges=(nudge,)
    )
    plan = TrialPlan.from_json(trial.plans.get().body)
    assert [arm.title for arm in plan.arms] == ["Usual practice", nudge.nudge.title]
    assert plan.arms[1].nudges == ((str(nudge.nudge_id), 1),)
    assert conduct_of(trial).slug == "prompt" and not trial.is_retrospective


def test_short_name_is_used_once_in_a_force(force, lead, planned):
    with pytest.raises(Refused, match="choose another"):
        create_planned_trial(force=force, title="Again", question="?", slug="prompt", by=lead, at=NOW)


def test_plan_is_stored_as_it_was_written(planned):
    trial, draft = planned
    assert TrialPlan.from_json(draft.body) == whole_plan()
    assert (trial.design, state_of_planned(trial)) == ("cluster_randomised", State.DRAFT)
    trial.refresh_from_db()
    assert trial.design == "difference_in_differences"


def test_author_never_approves_own_plan(planned, lead):
    with pytest.raises(WrongState, match="second person"):
        approve(planned[1], lead)


def test_writer_of_an_earlier_draft_is_an_author_too(force, lead, evaluator, planned):
    trial, draft = planned
    other = second_lead(force)
    write_trial_plan(trial=trial, plan=whole_plan(exclusions="None."), by=other, at=NOW)
    draft.refresh_from_db()
    for author in (lead, other):
        with pytest.raises(WrongState, match="second person"):
            approve(draft, author)
    approve(draft, evaluator)
    assert seal(draft, lead).is_sealed


def test_plan_nobody_approved_is_not_sealed(planned, lead):
    with pytest.raises(WrongState, match="ask a second person"):
        seal(planned[1], lead)


def test_approval_of_another_text_is_worth_nothing(planned, lead, evaluator):
    trial, draft = planned
    approve(draft, evaluator)
    write_trial_plan(trial=trial, plan=whole_plan(periods=20), by=lead, at=NOW)
    draft.refresh_from_db()
    with pytest.raises(WrongState, match="ask a second person"):
        seal(draft, lead)


def test_approver_who_then_writes_becomes_an_author(force, planned, lead):
    trial, draft = planned
    other = second_lead(force)
    approve(draft, other)
    write_trial_plan(trial=trial, plan=whole_plan(periods=20), by=other, at=NOW)
    write_trial_plan(trial=trial, plan=whole_plan(), by=lead, at=NOW)
    draft.refresh_from_db()
    with pytest.raises(WrongState, match="ask a second person"):
        seal(draft, lead)


def test_returned_plan_is_not_sealed_on_an_earlier_approval(planned, lead, evaluator):
    draft = planned[1]
    approve(draft, evaluator)
    values = {"plan": draft, "draft": seal_of(draft.body), "by": evaluator, "at": NOW.replace(hour=10)}
    with pytest.raises(WrongState, match="what has to change"):
        return_plan(comment=" ", **values)
    return_plan(comment="Fewer units.", **values)
    with pytest.raises(WrongState, match="ask a second person"):
        seal(draft, lead)


def test_text_that_was_not_read_is_neither_approved_nor_sealed(planned, lead, evaluator):
    trial, read = planned
    write_trial_plan(trial=trial, plan=whole_plan(periods=20), by=lead, at=NOW)
    with pytest.raises(DraftChanged):
        approve(read, evaluator)
    with pytest.raises(DraftChanged):
        seal(read, lead)


def test_incomplete_plan_is_not_approved(force, lead, evaluator):
    _, draft = make_planned(force, lead, plan=whole_plan(behaviour=" "))
    with pytest.raises(WrongState, match="which behaviour"):
        approve(draft, evaluator)


WEAK = Worthwhile(effect=0.05, reason="Small.")
REASONED = replace(WEAK, override_reason="The board wants it described.")


def judged(trial, plan, lead, evaluator):
    """The plan as it was written and approved."""
    draft = write_trial_plan(trial=trial, plan=plan, by=lead, at=NOW)
    approve(draft, evaluator)
    return draft


@pytest.mark.parametrize("power", [None, 0.79])
def test_power_too_low_needs_a_recorded_reason(force, lead, evaluator, power):
    trial, draft = make_planned(force, lead, plan=whole_plan(worthwhile=replace(WEAK, power=power)))
    approve(draft, evaluator)
    with pytest.raises(WrongState, match="[Pp]ower"):
        seal(draft, lead)
    study_of(trial, whole_plan(worthwhile=WEAK), lead, power=0.5)
    reasoned = whole_plan(worthwhile=replace(REASONED, power=power))
    assert seal(judged(trial, reasoned, lead, evaluator), lead).is_sealed


def test_reason_for_too_little_power_is_refused_before_anybody_had_it_worked_out(force, lead):
    trial, _ = make_planned(force, lead, plan=whole_plan(worthwhile=WEAK))
    with pytest.raises(WrongState, match="Nobody has seen yet what this plan can find"):
        write_trial_plan(trial=trial, plan=whole_plan(worthwhile=REASONED), by=lead, at=NOW)
    study_of(trial, whole_plan(worthwhile=WEAK, periods=20), lead, power=0.5)
    with pytest.raises(WrongState, match="Nobody has seen yet"):  # that was the answer to another plan
        write_trial_plan(trial=trial, plan=whole_plan(worthwhile=REASONED), by=lead, at=NOW)


@pytest.mark.parametrize("held", [REASONED, replace(WEAK, power=0.85)])
def test_plan_that_names_a_power_or_a_reason_that_no_study_stands_behind_is_not_sealed(
    force, lead, evaluator, held, monkeypatch
):
    """Written past the check of the writing, as a program might."""
    monkeypatch.setattr("trials.operations.planning._check_override", lambda *args: None)
    trial, _ = make_planned(force, lead, plan=whole_plan(worthwhile=WEAK))
    draft = judged(trial, whole_plan(worthwhile=held), lead, evaluator)
    with pytest.raises(WrongState, match="Nobody has seen what this plan, as it stands now, can find"):
        seal(draft, lead)


def test_by_the_plans_own_words_alone_it_would_be_sealed(force, lead, evaluator, monkeypatch):
    """The control of the test above: what the sealing asked once."""
    monkeypatch.setattr("trials.operations.planning._check_override", lambda *args: None)
    monkeypatch.setattr("trials.operations.planning.refused_for_power", lambda _, plan: power_refusal(plan))
    trial, _ = make_planned(force, lead, plan=whole_plan(worthwhile=WEAK))
    assert seal(judged(trial, whole_plan(worthwhile=REASONED), lead, evaluator), lead).is_sealed


def test_reason_does_not_outlive_the_outcomes_it_was_given_with(force, lead, evaluator):
    trial, _ = make_planned(force, lead, plan=whole_plan(worthwhile=REASONED))
    fewer = whole_plan(worthwhile=REASONED, outcomes=whole_plan().outcomes[:2])
    with pytest.raises(WrongState, match="Nobody has seen what this plan"):
        seal(judged(trial, fewer, lead, evaluator), lead)


def test_power_that_was_found_stands_while_only_outcomes_beside_the_primary_change(force, lead, evaluator):
    trial, _ = make_planned(force, lead)
    fewer = whole_plan(outcomes=whole_plan().outcomes[:2])
    assert seal(judged(trial, fewer, lead, evaluator), lead).is_sealed


def test_pilot_is_sealed_without_any_study(force, lead, evaluator):
    trial, draft = make_planned(force, lead, plan=whole_plan(worthwhile=WEAK, is_pilot=True))
    approve(draft, evaluator)
    assert seal(draft, lead).is_sealed


def test_power_of_another_plan_is_dropped(planned, lead):
    trial, _ = planned
    fewer = tuple(Unit(name=name) for name in UNITS[:6])
    draft = write_trial_plan(trial=trial, plan=whole_plan(units=fewer), by=lead, at=NOW)
    assert TrialPlan.from_json(draft.body).worthwhile.power is None


def test_without_safeguards_only_a_rehearsal_is_sealed(planned, lead, evaluator):
    approve(planned[1], evaluator)
    with pytest.raises(WrongState, match="safeguards"):
        seal(planned[1], lead, rehearsal_only=False)
    assert seal(planned[1], lead).rehearsal_only


def test_seal_is_the_hash_of_the_text_and_stands_in_the_trail(planned, lead, evaluator):
    approve(planned[1], evaluator)
    sealed = seal(planned[1], lead)
    assert sealed.seal == seal_of(sealed.body)
    assert AuditEvent.objects.filter(action="plan.sealed", object_id=str(sealed.pk)).count() == 1
    assert state_of_planned(planned[0]) == State.SEALED


def test_looks_are_due_when_their_cases_have_been_followed(force, lead, evaluator):
    looks = (LookLine(after_period=15, planned_information=0.5),)
    trial, _ = make_sealed(force, lead, evaluator, plan=drawn_plan(looks=looks))
    rows = list(trial.looks.values_list("number", "after_period", "is_final", "due_on"))
    assert rows == [(1, 15, False, date(2027, 7, 29)), (2, 18, True, date(2027, 10, 28))]


def test_amendment_is_a_new_version_with_its_own_approval(force, lead, evaluator):
    trial, sealed = make_sealed(force, lead, evaluator)
    powered = replace(whole_plan().worthwhile, override_reason="More months than were powered for.")
    amended = whole_plan(periods=20, worthwhile=powered, amendment_reason="More months.")
    study_of(trial, amended, lead, power=0.7)
    second = write_trial_plan(trial=trial, plan=amended, by=evaluator, at=NOW)
    assert second.version == 2 and not second.is_sealed
    approve(second, lead)  # who wrote the first version wrote nothing since its seal
    seal(second, evaluator)
    assert [plan.version for plan in trial.plans.all()] == [2, 1]
    assert trial.looks.get().after_period == 20


def test_plan_written_when_its_months_had_been_seen_says_so(force, lead, evaluator):
    trial, _ = make_sealed(force, lead, evaluator, plan=whole_plan(first_period="2024-01-01"))
    assert not trial.plans.get().after_data_seen
    small_snapshot(force, rehearsal_only=True)  # reaches into 2025/26
    late = write_trial_plan(
        trial=trial, plan=whole_plan(first_period="2024-01-01", periods=20), by=lead, at=NOW
    )
    assert late.after_data_seen and TrialPlan.from_json(late.body).after_data_seen


def written_before_its_figures(force, lead, evaluator):
    """An approved draft that was written, and then an extract that reaches into its months."""
    _, draft = make_planned(force, lead, plan=whole_plan(first_period="2024-01-01"))
    approve(draft, evaluator)
    small_snapshot(force, rehearsal_only=True)
    assert not draft.after_data_seen
    return draft


def test_plan_whose_figures_came_before_its_seal_is_not_sealed_as_written_before(force, lead, evaluator):
    draft = written_before_its_figures(force, lead, evaluator)
    with pytest.raises(WrongState, match="save the plan again"):
        seal(draft, lead)


def test_without_asking_again_it_would_be_sealed_as_written_before(force, lead, evaluator, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr("trials.operations.planning._check_seen", lambda *args: None)
    sealed = seal(written_before_its_figures(force, lead, evaluator), lead)
    assert sealed.is_sealed and not sealed.after_data_seen


def test_nobody_says_that_data_had_not_been_seen(force, lead):
    small_snapshot(force, rehearsal_only=True)
    claimed = whole_plan(first_period="2024-01-01", after_data_seen=False)
    _, draft = make_planned(force, lead, plan=claimed)
    assert draft.after_data_seen


def test_sealed_plan_is_deleted_neither_by_its_row_nor_by_a_query(force, lead, evaluator):
    trial, sealed = make_sealed(force, lead, evaluator)
    with pytest.raises(ChangeRefused):
        sealed.delete()
    with pytest.raises(ProtectedError):
        PlanVersion.objects.filter(pk=sealed.pk).delete()
    with pytest.raises(ProtectedError):
        trial.delete()
    assert PlanVersion.objects.filter(pk=sealed.pk).exists()


def test_plan_that_cannot_be_drawn_is_not_sealed(force, lead, evaluator):
    alone = tuple(Unit(name=name, pair=name) for name in UNITS)  # a pair of one
    paired = drawn_plan(units=alone, allocation=AllocationRule(method="matched_pairs"))
    _, draft = make_planned(force, lead, plan=paired)
    approve(draft, evaluator)
    with pytest.raises(WrongState, match="cannot be drawn"):
        seal(draft, lead)


def test_what_was_said_of_a_plan_is_not_deleted_by_a_query(planned, evaluator):
    approve(planned[1], evaluator)
    with pytest.raises(ChangeRefused), transaction.atomic():
        planned[1].approvals.all().delete()
    assert planned[1].approvals.count() == 1
