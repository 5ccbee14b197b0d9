"""A lead walks from three questions to a draft whose power is worked out, in at most twelve answers."""

import pytest
from django.urls import reverse

from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.assistant.plans import plan, with_effect
from tests.trials.assistant.world import TEAMS, past_of_teams
from tests.trials.assistant_world import assisted_trial, study_of
from tests.trials.planning_world import approved_nudge
from trials.forms.assistant import DraftForm, QuestionsForm
from trials.models import PowerStudy, Trial
from trials.operations.planning import write_trial_plan
from trials.planning.validation import problems
from trials.queries.powering import written_plan

MOST_ANSWERS = 12


@pytest.fixture(autouse=True)
def _few_simulations(monkeypatch):
    monkeypatch.setattr("trials.planning.power_page.RUNS", 5)


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def snapshot(practice):
    return past_of_teams(practice)


def at(name, force, *more):
    return reverse(f"trials:{name}", args=[force.slug, *more])


def text_of(response):
    return response.content.decode()


def questions(**changes):
    return {"nudge": "", "who": "units", "start": "chance", "history": "none"} | changes


DRAFT = {"title": "Prompt", "effect": "10", "reason": "Ten in a hundred pay for it.", "safety_monitor": ""}


def go_live(page):
    """The month that the page proposes."""
    return page.context["form"].fields["go_live"].initial


def drafted(signed_in, force, asked):
    """The trial made by answering the second screen."""
    url = at("assistant", force) + "?" + "&".join(f"{name}={value}" for name, value in asked.items())
    page = signed_in.get(url)
    answer = signed_in.post(url, DRAFT | {"go_live": go_live(page)})
    assert answer.status_code == 302, text_of(answer)
    return Trial.scoped.for_force(force).get(kind="prospective")


def test_three_questions_lead_to_an_advice_with_its_reasons(signed_in, practice, snapshot):
    text = text_of(signed_in.get(at("assistant", practice), questions(history=str(snapshot.pk))))
    assert "Units drawn at random" in text and "Why not a stronger design" in text
    assert "Single cases cannot get the nudge without their neighbours." in text
    assert "10 units, 14 months of history" in text and "Synthetic data" in text


def test_draft_has_no_fault_but_what_is_still_to_be_chosen(signed_in, practice, snapshot, lead):
    nudge = approved_nudge(practice, lead)
    trial = drafted(signed_in, practice, questions(history=str(snapshot.pk), nudge=str(nudge.pk)))
    made = written_plan(trial)
    assert problems(made) == [] and made.unit_names == tuple(TEAMS) and made.seed_digest
    assert made.design == trial.design == "cluster_randomised" and made.allocation.method == "constrained"
    assert made.worthwhile.effect == 0.1 and made.worthwhile.power is None and made.synthetic


def test_power_of_the_draft_is_asked_for_at_once_and_shown(signed_in, practice, snapshot):
    trial = drafted(signed_in, practice, questions(history=str(snapshot.pk)))
    assert "being worked out" in text_of(signed_in.get(at("power", practice, trial.pk)))
    assert run_job(Job.scoped.for_force(practice).get(kind="plan_power").pk)
    text = text_of(signed_in.get(at("power", practice, trial.pk)))
    assert "Power for 10.0 points is" in text and "Smallest effect found with 80 % power" in text
    assert "Recorded before the power was seen" in text and "95 % interval" in text
    study = PowerStudy.scoped.for_force(practice).get()
    picture = signed_in.get(at("power_chart", practice, trial.pk, study.pk, "power"))
    assert picture["Content-Type"].startswith("image/svg") and "sandbox" in picture["Content-Security-Policy"]


def test_without_a_history_the_page_says_assumed(signed_in, practice):
    asked = questions(units="%0A".join(f"Unit+{n}" for n in range(12)), cases="60", level="30")
    trial = drafted(signed_in, practice, asked)
    assert run_job(Job.scoped.for_force(practice).get(kind="plan_power").pk)
    text = text_of(signed_in.get(at("power", practice, trial.pk)))
    assert "Assumed, not measured" in text and "– assumed" in text


def test_nothing_feasible_makes_a_pilot(signed_in, practice):
    asked = questions(who="everybody", start="fixed", units="One+unit", cases="60", level="30")
    text = text_of(
        signed_in.get(at("assistant", practice) + "?" + "&".join(f"{k}={v}" for k, v in asked.items()))
    )
    assert "A pilot gives no verdict" in text
    trial = drafted(signed_in, practice, asked)
    assert written_plan(trial).is_pilot and not PowerStudy.scoped.for_force(practice).exists()
    assert "This is a pilot" in text_of(signed_in.get(at("power", practice, trial.pk)))


def test_way_to_a_plan_asks_for_at_most_twelve_answers(practice):
    import datetime

    first = QuestionsForm(force=practice).fields
    second = DraftForm(today=datetime.date(2026, 11, 2), people=[]).fields
    assert len(first) + len(second) <= MOST_ANSWERS
    typed = [f for f in (*first.values(), *second.values()) if not hasattr(f, "choices")]
    assert len(typed) <= 6


def test_history_left_out_asks_for_what_stands_in_for_it(signed_in, practice):
    text = text_of(signed_in.get(at("assistant", practice), questions()))
    assert "Without a history this is needed" in text and "Design assistant" in text


def test_extract_of_another_force_cannot_be_chosen(signed_in, practice, other_force):
    theirs = past_of_teams(other_force, months=1, cases=1)
    text = text_of(signed_in.get(at("assistant", practice), questions(history=str(theirs.pk))))
    assert "Select a valid choice" in text


def test_no_figure_is_shown_before_the_effect_has_its_reason(signed_in, practice, lead):
    trial, _ = assisted_trial(practice, lead)
    bare = with_effect(plan(), 0.1, "")
    write_trial_plan(trial=trial, plan=bare, by=lead, at=NOW)
    study_of(trial, bare, lead)
    text = text_of(signed_in.get(at("power", practice, trial.pk)))
    assert "Say first which effect is worth having" in text and "85%" not in text and "85 %" not in text
    response = signed_in.get(at("ask_power", practice, trial.pk))
    assert response.url == at("worthwhile", practice, trial.pk)


def test_effect_changed_after_power_was_seen_is_said(signed_in, practice, lead):
    trial, _ = assisted_trial(practice, lead)
    signed_in.post(at("worthwhile", practice, trial.pk), {"effect": "20", "reason": "Easier."})
    assumed = {"history": "none", "cases": "60", "level": "30"}
    signed_in.post(at("ask_power", practice, trial.pk), assumed)
    text = text_of(signed_in.get(at("power", practice, trial.pk)))
    assert (
        "changed after the power for an earlier one" in text and "Easier." in text and "10.0 points" in text
    )


def test_figures_are_put_into_the_plan(signed_in, practice, lead):
    trial, _ = assisted_trial(practice, lead)
    signed_in.post(at("adopt_power", practice, trial.pk), {"override_reason": ""})
    assert written_plan(trial).worthwhile.power == 0.85
    assert "These figures are in the plan." in text_of(signed_in.get(at("power", practice, trial.pk)))


def test_evaluator_reads_the_power_and_changes_nothing(client, practice, force, lead, evaluator):
    trial, _ = assisted_trial(force, lead)
    client.force_login(evaluator)
    text = text_of(client.get(at("power", force, trial.pk)))
    assert "Power for 10.0 points" in text and "Put these figures" not in text
    assert client.post(at("adopt_power", force, trial.pk), {}).status_code == 403


def test_every_field_has_its_reason_on_one_page(signed_in, practice, lead):
    trial, _ = assisted_trial(practice, lead)
    text = text_of(signed_in.get(at("reasons", practice, trial.pk)))
    assert "Usual practice shows what would have happened" in text and text.count("govuk-hint") > 35
