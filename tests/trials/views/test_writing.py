"""A lead sets a comparison up in two screens, seals it and asks for its analysis."""

import pytest
from django.urls import reverse

from cjnudge.jobs.models import Job
from tests.people import NOW
from tests.trials.world import make_trial, small_snapshot, write_small_plan
from trials.models import PlanVersion, Trial
from trials.operations.trials import archive_trial
from trials.plan_body import seal_of

FIRST = {
    "title": "Force 00 against the others",
    "question": "Did Force 00 move when the others did not?",
    "measure": "oocr_share_positive",
    "basis": "closed",
    "design": "difference_in_differences",
}
SECOND = {
    "treated": "Force 00",
    "comparison_rule": "territorial",
    "before_first": "2023-04-01",
    "before_last": "2023-04-01",
    "after_first": "2025-04-01",
    "after_last": "2025-04-01",
    "washout": "0",
    "sensitivity_span": "2",
    "reason_for_dates": "The board asked about them.",
    "known_when_written": "All four years.",
}


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


def at(name, force, *more):
    return reverse(f"trials:{name}", args=[force.slug, *more])


def text_of(response):
    return response.content.decode()


def test_two_screens_make_a_plan_and_a_third_seals_it(signed_in, force, snapshot):
    signed_in.post(at("new", force), FIRST | {"snapshot": snapshot.pk})
    trial = Trial.scoped.for_force(force).get()
    response = signed_in.post(at("write_plan", force, trial.pk), SECOND, follow=True)
    assert "The other 22 territorial forces" in text_of(response)
    assert "Plan written after the data were seen" in text_of(response)
    signed_in.post(at("seal", force, trial.pk, 1))
    assert PlanVersion.scoped.for_force(force).get().is_sealed
    signed_in.raise_request_exception = False
    signed_in.post(at("analyse", force, trial.pk, 1))
    assert Job.scoped.for_force(force).get().kind == "analyse_trial"


def test_seal_page_of_an_older_draft_seals_nothing(signed_in, force, plan, lead, trial):
    page = text_of(signed_in.get(at("seal", force, trial.pk, 1)))
    read = seal_of(plan.body)
    assert read in page
    write_small_plan(trial, lead, seed=7)
    answer = signed_in.post(at("seal", force, trial.pk, 1), {"draft": read}, follow=True)
    assert "The plan was changed after this page was opened" in text_of(answer)
    assert not PlanVersion.scoped.for_force(force).get().is_sealed


def test_empty_list_says_what_to_do_next(signed_in, force):
    assert "No trial or comparison yet" in text_of(signed_in.get(at("trials", force)))


def test_measure_that_the_snapshot_lacks_is_refused_in_words(signed_in, force, snapshot):
    answers = FIRST | {"snapshot": snapshot.pk, "measure": "oocr_share_assigned"}
    response = signed_in.post(at("new", force), answers)
    assert "only as one total" in text_of(response)
    assert not Trial.scoped.for_force(force).exists()


def test_basis_that_the_snapshot_lacks_is_refused_in_words(signed_in, force, snapshot):
    response = signed_in.post(at("new", force), FIRST | {"snapshot": snapshot.pk, "basis": "recorded"})
    assert "it has no counts by the month a crime was recorded" in text_of(response)


def test_snapshot_of_another_force_cannot_be_chosen(signed_in, force, other_force):
    theirs = small_snapshot(other_force)
    response = signed_in.post(at("new", force), FIRST | {"snapshot": theirs.pk})
    assert response.status_code == 200 and not Trial.scoped.for_force(force).exists()


def test_after_that_is_not_after_before_is_refused_at_its_field(signed_in, force, trial):
    answers = SECOND | {"after_first": "2022-04-01", "after_last": "2022-04-01"}
    response = signed_in.post(at("write_plan", force, trial.pk), answers)
    assert "must come later than the last period before" in text_of(response)


def test_new_version_starts_from_the_sealed_one(signed_in, force, sealed):
    text = text_of(signed_in.get(at("write_plan", force, sealed.trial_id)))
    assert "The board asked about them." in text
    signed_in.post(at("write_plan", force, sealed.trial_id), SECOND | {"sensitivity_span": "1"})
    assert PlanVersion.scoped.for_force(force).filter(trial=sealed.trial).count() == 2


def test_archived_trial_sends_its_lead_back_with_the_reason(signed_in, force, plan, lead):
    archive_trial(trial=plan.trial, by=lead, at=NOW)
    response = signed_in.get(at("write_plan", force, plan.trial_id), follow=True)
    assert "It is archived" in text_of(response)


def test_seal_page_names_what_sealing_means(signed_in, force, plan):
    text = text_of(signed_in.get(at("seal", force, plan.trial_id, 1)))
    assert "Sealing fixes the plan for good" in text and "SHA-256" in text


def test_trials_of_another_force_are_not_listed(signed_in, force, other_force, other_lead, snapshot):
    make_trial(other_force, other_lead, snapshot, title="Secret of Bedfordshire")
    assert "Secret of Bedfordshire" not in text_of(signed_in.get(at("trials", force)))
