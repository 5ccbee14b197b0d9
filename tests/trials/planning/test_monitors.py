"""The safety monitor is chosen from people who can read alarms; plans with a typed name keep their meaning."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from cjnudge.accounts.models import Membership
from cjnudge.accounts.permissions import Role
from tests.people import NOW, make_person
from tests.trials.planning_world import make_planned, whole_plan
from trials.forms.planning_outcomes import SafetyForm
from trials.models import Guest
from trials.queries.monitors import safety_monitor, watchers
from trials.queries.planning import options_for

ON = localdate()


@pytest.fixture
def trial(force, lead):
    return make_planned(force, lead)[0]


@pytest.fixture
def guest(trial, lead):
    person = make_person("outside", trial.force, Role.GUEST)
    values = {"invited_by": lead, "invited_at": NOW, "expires_on": ON + timedelta(days=9)}
    Guest.objects.create(force=trial.force, trial=trial, email=person.email, **values)
    return person


def form_for(trial, plan, data=None):
    return SafetyForm(data, plan=plan, options=options_for(trial.force, ON, trial))


def chosen_in(trial, person):
    plan = whole_plan(safety_monitor="", stop_rules=())
    form = form_for(trial, plan, {"safety_monitor": str(person.pk)})
    assert form.is_valid(), form.errors
    return replace(plan, **form.changes())


def test_list_offers_leads_evaluators_and_the_trials_own_guests(trial, lead, evaluator, officer, guest):
    assert {lead, evaluator, guest} <= set(watchers(trial.force, trial))
    assert officer not in watchers(trial.force, trial)
    assert guest not in watchers(trial.force)


def test_guest_of_another_trial_is_not_offered(trial, force, lead, guest):
    other, _ = make_planned(force, lead, slug="other")
    assert guest not in watchers(force, other)


@pytest.mark.parametrize("days, expected", [(0, True), (-1, False)])
def test_guest_is_the_monitor_until_the_last_day(trial, guest, days, expected):
    plan = chosen_in(trial, guest)
    Guest.objects.filter(trial=trial).update(expires_on=ON + timedelta(days=days))
    assert (safety_monitor(trial, plan) == guest) is expected


def test_plan_keeps_the_name_and_means_the_person_that_was_chosen(trial, evaluator):
    namesake = make_person("a-namesake", trial.force, Role.EVALUATOR)
    type(namesake).objects.filter(pk=namesake.pk).update(name=evaluator.name)
    plan = chosen_in(trial, evaluator)
    assert plan.safety_monitor == evaluator.name and safety_monitor(trial, plan) == evaluator
    labels = [label for _, label in form_for(trial, plan).fields["safety_monitor"].choices]
    assert f"{evaluator.name} ({evaluator.email})" in labels


def test_name_that_changes_leaves_the_person_the_monitor(trial, evaluator):
    plan = chosen_in(trial, evaluator)
    type(evaluator).objects.filter(pk=evaluator.pk).update(name="Married since")
    assert safety_monitor(trial, plan) == evaluator


@pytest.mark.parametrize("said", ["name", "email", "pk"])
def test_typed_monitor_of_an_older_plan_is_still_found(trial, evaluator, said):
    plan = whole_plan(safety_monitor=f" {str(getattr(evaluator, said)).upper()}")
    assert plan.safety_monitor_id == "" and safety_monitor(trial, plan) == evaluator
    assert form_for(trial, plan)["safety_monitor"].value() == str(evaluator.pk)


def test_monitor_who_left_is_nobody_and_the_form_says_so(trial, evaluator):
    plan = chosen_in(trial, evaluator)
    Membership.objects.filter(user=evaluator).update(ended_at=NOW)
    assert safety_monitor(trial, plan) is None
    empty = form_for(trial, plan).fields["safety_monitor"].choices[0]
    assert empty == ("", f"Nobody: “{evaluator.name}”, whom the plan names, cannot read alarms now")


def test_stranger_cannot_be_chosen(trial, officer):
    form = form_for(trial, whole_plan(), {"safety_monitor": str(officer.pk)})
    assert "safety_monitor" in form.errors
