"""From an approved nudge to a sealed plan through the pages alone, in a practice space."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from cjnudge.accounts.models import Unit
from tests.people import NOW
from tests.trials.assistant_world import study_of
from tests.trials.nudges_world import approved
from tests.trials.planning_world import UNITS
from trials.models import PlanVersion, Trial
from trials.operations.planning import write_trial_plan
from trials.planning.trial_plan import AllocationRule, TrialPlan
from trials.planning.trial_plan import Unit as PlanUnit
from trials.planning.validation import problems


@pytest.fixture
def space(practice, lead):
    for number, name in enumerate(UNITS):
        Unit.objects.create(force=practice, key=f"u{number}", name=name, starts_on=NOW.date())
    return practice


@pytest.fixture
def nudge(space, lead, evaluator):
    return approved(space, lead, evaluator)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def begun(as_lead, space, nudge):
    asked = {
        "title": "Prompt",
        "question": "Does it add resolutions?",
        "slug": "prompt",
        "nudges": [str(nudge.pk)],
    }
    answer = as_lead.post(reverse("trials:new_trial", args=[space.slug]), asked)
    assert answer.status_code == 302
    return Trial.scoped.for_force(space).get()


def address(name, trial, *more):
    return reverse(f"trials:{name}", args=[trial.force.slug, trial.pk, *more])


def filled(page):
    """What a browser would send back of the form on a page, unchanged."""
    form = page.context["form"]
    values = {}
    for name in form.fields:
        value = form[name].value()
        values[form[name].html_name] = "" if value is None else value
    return {name: value for name, value in values.items() if value is not False and value != ""}


def save(client, trial, part, **answers):
    page = client.get(address("planning_part", trial, part))
    answer = client.post(address("planning_part", trial, part), {**filled(page), **answers})
    assert answer.status_code == 302, answer.context["form"].errors
    return TrialPlan.from_json(trial.plans.first().body)


def complete(client, trial):
    save(client, trial, "question", behaviour="Officers think of a resolution first.")
    save(client, trial, "units", lines="\n".join(UNITS))
    save(client, trial, "design", design="cluster_randomised")
    plan = save(client, trial, "worthwhile", effect="5", reason="Less is not seen.")
    study_of(trial, plan, trial.owner)
    return save(client, trial, "worthwhile", override_reason="Practice.")


def test_reason_for_too_little_power_waits_for_the_power_to_be_worked_out(as_lead, begun):
    save(as_lead, begun, "worthwhile", effect="5", reason="Less is not seen.")
    there = address("planning_part", begun, "worthwhile")
    answers = filled(as_lead.get(there)) | {"override_reason": "Practice."}
    answer = as_lead.post(there, answers)
    assert "Nobody has seen yet what this plan can find" in answer.content.decode()
    study_of(begun, TrialPlan.from_json(begun.plans.first().body), begun.owner)
    assert as_lead.post(there, answers).status_code == 302


def test_reason_for_too_little_power_goes_with_the_text_it_was_given_for(as_lead, begun):
    assert complete(as_lead, begun).worthwhile.override_reason == "Practice."
    assert save(as_lead, begun, "units", lines="\n".join(UNITS[:6])).worthwhile.override_reason == ""


def test_every_part_saved_unchanged_changes_nothing(as_lead, begun):
    before = complete(as_lead, begun)
    for part in (
        "question",
        "arms",
        "units",
        "design",
        "allocation",
        "worthwhile",
        "outcomes",
        "looks",
        "safety",
    ):
        assert save(as_lead, begun, part) == before, part


def test_plan_is_completed_part_by_part(as_lead, begun):
    plan = complete(as_lead, begun)
    assert problems(plan) == []
    assert plan.allocation.method == "simple" and len(plan.seed_digest) == 64 and plan.synthetic


def test_each_part_says_what_it_lacks(as_lead, begun):
    page = as_lead.get(address("planning", begun)).content.decode()
    assert "Say which behaviour of whom is to change." in page and "Choose the units that take part." in page


def test_units_take_strata_and_refuse_strangers(as_lead, begun):
    plan = save(as_lead, begun, "units", lines="Unit 01; urban\nUnit 02; rural; A")
    assert [(unit.name, unit.stratum, unit.pair) for unit in plan.units] == [
        ("Unit 01", "urban", ""), ("Unit 02", "rural", "A")
    ]  # fmt: skip
    answer = as_lead.post(address("planning_part", begun, "units"), {"lines": "Atlantis"})
    assert "is no unit of this force" in answer.content.decode()


def balanced(begun, lead, level=lambda place: 0.3):
    """The plan with two units and the past that an assistant would have found."""
    plan = TrialPlan.from_json(begun.plans.get().body)
    units = tuple(
        PlanUnit(name=f"Unit {place:02d}", covariates=(("cases", 40.0 + place), ("share", level(place))))
        for place in (1, 2)
    )
    rule = AllocationRule(method="simple")
    write_trial_plan(trial=begun, plan=replace(plan, units=units, allocation=rule), by=lead, at=NOW)


def test_balance_of_what_every_unit_has_the_same_is_refused_where_it_is_chosen(as_lead, begun, lead):
    balanced(begun, lead)
    page = address("planning_part", begun, "allocation")
    sent = filled(as_lead.get(page)) | {"method": "constrained"}
    for factors in ("", "share"):
        answer = as_lead.post(page, sent | {"factors": factors}).content.decode()
        assert "The level in the past would be balanced, and every unit has the same" in answer
    assert as_lead.post(page, sent | {"factors": "cases"}).status_code == 302


def test_units_that_leave_nothing_to_balance_are_refused_where_they_are_typed(as_lead, begun, lead):
    balanced(begun, lead, level=lambda place: 0.3 + 0.1 * place)
    save(as_lead, begun, "allocation", method="constrained")
    page = address("planning_part", begun, "units")
    answer = as_lead.post(page, {"lines": "Unit 01\nUnit 02\nUnit 03\nUnit 04"}).content.decode()
    assert "does not hold the number of cases a month of “Unit 03”" in answer


def test_arms_can_be_added_bundled_and_contrasted(as_lead, begun, nudge):
    key = f"{nudge.nudge_id}:{nudge.version}"
    plan = save(as_lead, begun, "arms", title_2="Both", nudges_2=[key], first="2", second="1")
    assert [arm.key for arm in plan.arms] == ["control", plan.arms[1].key, "arm-2"]
    assert plan.primary_contrast == ("arm-2", plan.arms[1].key)


def test_looks_margins_and_stop_rules_are_stored_as_shares(as_lead, begun, lead):
    save(as_lead, begun, "looks", lines="15; 50", subgroups=["sex"])
    save(as_lead, begun, "outcomes", role_serious_share="guardrail", margin_serious_share="1.5")
    plan = save(as_lead, begun, "safety", limit_serious_share="12", safety_monitor=str(lead.pk))
    assert (plan.looks[0].planned_information, plan.subgroups) == (0.5, ("sex",))
    assert {line.key: line.margin for line in plan.guardrails}["serious_share"] == 0.015
    assert plan.stop_rules[0].threshold == 0.12 and plan.safety_monitor == lead.name


def test_stop_rule_without_a_monitor_is_refused(as_lead, begun):
    answer = as_lead.post(address("planning_part", begun, "safety"), {"limit_serious_share": "12"})
    assert "Choose who is told when a stop rule fires." in answer.content.decode()


def test_author_may_not_judge_and_second_person_may(client, as_lead, begun, evaluator):
    complete(as_lead, begun)
    draft = begun.plans.get()
    judge = address("judge_plan", begun, draft.version)
    assert "a second person has to judge it" in as_lead.get(judge).content.decode()
    seal = address("seal_planned", begun, draft.version)
    shown = as_lead.get(seal)
    assert "Nobody but its authors has approved this text yet" in shown.content.decode()
    refused = as_lead.post(seal, filled(shown))
    assert refused.status_code == 200 and not PlanVersion.objects.get(pk=draft.pk).is_sealed

    client.force_login(evaluator)
    home = client.get(reverse("accounts:force", args=[begun.force.slug])).content.decode()
    assert "waits for a second person" in home
    answer = client.post(judge, {**filled(client.get(judge)), "judgement": "approve", "comment": "Sound."})
    assert answer.status_code == 302

    client.force_login(begun.owner)
    home = client.get(reverse("accounts:force", args=[begun.force.slug])).content.decode()
    assert "is approved and not sealed" in home
    shown = client.get(seal)
    text = re.search(r"[0-9a-f]{64}", shown.content.decode())
    assert text and client.post(seal, filled(shown)).status_code == 302
    assert PlanVersion.objects.get(pk=draft.pk).is_sealed
    page = client.get(address("trial", begun)).content.decode()
    assert "Draw the allocation" in page and "Plan sealed" in page and "Synthetic data" in page


def test_amendment_is_asked_for_its_reason(client, as_lead, begun, evaluator):
    test_author_may_not_judge_and_second_person_may(client, as_lead, begun, evaluator)
    page = client.get(address("planning_part", begun, "question"))
    answers = {**filled(page), "exclusions": "Youth cases."}
    again = client.post(address("planning_part", begun, "question"), answers)
    assert again.status_code == 200 and "amendment_reason" in again.context["form"].errors
    plan = save(client, begun, "question", exclusions="Youth cases.", amendment_reason="The board asked.")
    assert plan.amendment_reason == "The board asked." and begun.plans.count() == 2


def test_returning_needs_a_comment(client, as_lead, begun, evaluator):
    judge = address("judge_plan", begun, begun.plans.get().version)
    client.force_login(evaluator)
    answer = client.post(judge, {**filled(client.get(judge)), "judgement": "return"})
    assert "Enter what has to change" in answer.content.decode()
    client.post(judge, {**filled(client.get(judge)), "judgement": "return", "comment": "Name the units."})
    page = client.get(address("trial", begun)).content.decode()
    assert "Returned by Evaluator" in page and "Name the units." in page


def test_pages_of_comparisons_do_not_take_a_planned_trial(as_lead, begun):
    version = begun.plans.get().version
    assert as_lead.get(address("write_plan", begun)).status_code == 404
    assert as_lead.post(address("seal", begun, version)).status_code == 404
    assert as_lead.post(address("analyse", begun, version)).status_code == 404
    assert not begun.plans.get().is_sealed


def test_planned_trial_is_archived_only_in_states_that_allow_it(client, as_lead, begun, evaluator):
    test_author_may_not_judge_and_second_person_may(client, as_lead, begun, evaluator)
    assert client.post(address("archive", begun)).status_code == 302
    begun.refresh_from_db()
    assert begun.archived_at is None


def test_list_shows_the_trial_with_its_state(as_lead, begun):
    page = as_lead.get(reverse("trials:trials", args=[begun.force.slug])).content.decode()
    assert begun.title in page and "Being planned" in page


def test_without_an_approved_nudge_the_page_says_what_to_do(as_lead, space):
    page = as_lead.get(reverse("trials:new_trial", args=[space.slug])).content.decode()
    assert "No approved nudge yet" in page
