"""The pages of allocation and enrolment: what stands on them before the draw, after it, and while cases come."""

import json

import pytest
from django.urls import reverse

from tests.people import NOW
from tests.trials.allocation.made import close, make_planned, make_sealed, start, write_sealed
from tests.trials.allocation.plans import in_turn_value, plan_value
from tests.trials.stats.allocation.test_verification import run_alone
from trials.models import Enrolment, Seed
from trials.operations.allocating import draw_allocation, reveal_seed


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def url(name, trial, **more):
    return reverse(f"trials:{name}", kwargs={"force": trial.force.slug, "trial": trial.pk, **more})


def text_of(client, name, trial):
    return client.get(url(name, trial)).content.decode()


def running_in_turn(force, lead, method="stratified", **changes):
    trial = make_sealed(force, lead, in_turn_value(method, **changes))
    draw_allocation(trial=trial, by=lead, at=NOW)
    start(trial)
    return trial


def test_page_before_the_draw_shows_the_commitment_and_no_arm_of_a_unit(as_lead, force, lead):
    trial = make_sealed(force, lead)
    page = text_of(as_lead, "allocation", trial)
    assert Seed.objects.get(trial=trial).digest in page and "Draw the allocation" in page
    assert "Who gets what" not in page and as_lead.get(url("allocation_json", trial)).status_code == 404


def test_page_without_a_sealed_plan_says_what_comes_first(as_lead, force, lead):
    assert "not sealed yet" in text_of(as_lead, "allocation", make_planned(force, lead))


def test_page_of_a_design_without_a_draw_shows_what_people_decided(as_lead, force, lead):
    trial = make_planned(force, lead)
    write_sealed(trial, lead, plan_value(allocation=None, design="difference_in_differences"))
    page = text_of(as_lead, "allocation", trial)
    assert "people decided" in page and "Usual practice" in page


@pytest.mark.parametrize(
    "method", ["simple", "stratified", "matched_pairs", "constrained", "minimisation", "stepped"]
)
def test_drawing_shows_arms_balance_seed_and_files_that_verify(as_lead, force, lead, method, tmp_path):
    trial = make_sealed(force, lead, plan_value(method))
    asked = text_of(as_lead, "draw_allocation", trial)
    assert "The draw is made once" in asked
    as_lead.post(url("draw_allocation", trial))
    page = text_of(as_lead, "allocation", trial)
    seed = Seed.objects.get(trial=trial)
    assert seed.revealed in page and "Team 07" in page and "How alike" in page
    (tmp_path / "plan.json").write_bytes(as_lead.get(url("allocation_plan", trial)).content)
    published = as_lead.get(url("allocation_json", trial)).content.decode()
    done = run_alone(published, tmp_path, "plan.json")
    assert done.returncode == 0 and trial.plans.get().seal in done.stdout


def test_verifier_on_the_page_is_the_stand_alone_file(as_lead, force, lead):
    answer = as_lead.get(url("allocation_verifier", make_sealed(force, lead)))
    assert b"Needs Python's standard library and nothing else" in answer.content


def test_second_draw_by_post_changes_nothing(as_lead, force, lead):
    trial = make_sealed(force, lead)
    as_lead.post(url("draw_allocation", trial))
    first = as_lead.get(url("allocation_json", trial)).content
    answer = as_lead.post(url("draw_allocation", trial), follow=True)
    assert "nothing to draw" in answer.content.decode()
    assert as_lead.get(url("allocation_json", trial)).content == first


def test_officer_enrols_a_case_and_reads_its_arm(client, force, lead, officer):
    trial = running_in_turn(force, lead)
    client.force_login(officer)
    assert "Case reference" in text_of(client, "enrol", trial)
    answer = client.post(url("enrol", trial), {"reference": "41/17/26", "unit": "Team 02"})
    case = Enrolment.objects.get(trial=trial)
    title = {"control": "Usual practice", "checklist": "Checklist"}[case.arm]
    assert f'<h1 class="govuk-panel__title">{title}</h1>' in answer.content.decode()
    again = client.post(url("enrol", trial), {"reference": "41-17-26", "unit": "Team 02"})
    assert title in again.content.decode() and Enrolment.objects.count() == 1


def test_factor_of_minimisation_is_asked_for_and_its_absence_named(as_lead, force, lead):
    trial = running_in_turn(force, lead, "minimisation", rule={"factors": ("offence", "unit")})
    answer = as_lead.post(url("enrol", trial), {"reference": "41/17/26", "unit": "Team 02"})
    assert "Enter offence" in answer.content.decode() and not Enrolment.objects.exists()
    as_lead.post(url("enrol", trial), {"reference": "41/17/26", "unit": "Team 02", "factor_0": "Theft"})
    assert Enrolment.objects.get().attributes["offence"] == "theft"


def test_short_reference_is_refused_beside_its_field(as_lead, force, lead):
    trial = running_in_turn(force, lead)
    answer = as_lead.post(url("enrol", trial), {"reference": "//", "unit": "Team 02"})
    assert "3 characters at least" in answer.content.decode() and not Enrolment.objects.exists()


def test_enrolment_before_the_start_says_what_comes_first(as_lead, force, lead):
    trial = make_sealed(force, lead, in_turn_value())
    draw_allocation(trial=trial, by=lead, at=NOW)
    assert "start it first" in text_of(as_lead, "enrol", trial)


def test_units_that_were_drawn_have_no_page_to_enrol(as_lead, force, lead):
    trial = make_sealed(force, lead)
    draw_allocation(trial=trial, by=lead, at=NOW)
    assert as_lead.get(url("enrol", trial)).status_code == 404


def test_list_of_cases_is_given_out_after_the_close_with_purpose_and_recipient(
    as_lead, force, lead, tmp_path
):
    trial = running_in_turn(force, lead)
    for number in range(6):
        as_lead.post(url("enrol", trial), {"reference": f"case {number}", "unit": f"Team 0{number}"})
    assert as_lead.get(url("allocation_json", trial)).status_code == 404
    close(trial)
    reveal_seed(trial=trial, by=lead, at=NOW)
    assert "Enrolled cases by arm" in text_of(as_lead, "allocation", trial)
    assert "what for" in text_of(as_lead, "allocation_json", trial)
    form = {"purpose": "research", "recipient": "University"}
    from cjnudge.cases.privacy.purposes import PURPOSES

    form["purpose"] = next(iter(PURPOSES))
    given = as_lead.post(url("allocation_json", trial), form).content.decode()
    assert len(json.loads(given)["cases"]) == 6
    (tmp_path / "plan.json").write_bytes(as_lead.get(url("allocation_plan", trial)).content)
    assert run_alone(given, tmp_path, "plan.json").returncode == 0


def test_practice_space_says_synthetic_on_page_and_in_file_names(client, practice, lead):
    trial = make_sealed(practice, lead)
    draw_allocation(trial=trial, by=lead, at=NOW)
    client.force_login(lead)
    assert "Synthetic data" in text_of(client, "allocation", trial)
    answer = client.get(url("allocation_json", trial))
    assert "SYNTHETIC-checklist-allocation.json" in answer["Content-Disposition"]
