"""Weights of harm and two surveys are asked for where an outcome needs them, and kept in the plan."""

from datetime import date

import pytest

from tests.trials.planning.test_pages import (  # noqa: F401 - fixtures are found by their name
    address,
    as_lead,
    begun,
    complete,
    nudge,
    save,
    space,
)
from tests.trials.running.test_survey_frames import scores, wave
from trials.forms.planning_sources import weight_in
from trials.planning.trial_plan import HarmWeights, SurveyPair
from trials.planning.validation import problems

HARM = "repeat_harm_12m"


@pytest.fixture
def asked(as_lead, begun):  # noqa: F811
    """A plan with harm as a guardrail and what officers say as a secondary outcome."""
    complete(as_lead, begun)
    roles = {f"role_{HARM}": "guardrail", f"margin_{HARM}": "10", "role_comb_capability": "secondary"}
    save(as_lead, begun, "outcomes", **roles)
    return begun


@pytest.fixture
def earlier(space, lead):  # noqa: F811
    return wave(space, lead, "Before", date(2025, 6, 1), date(2025, 6, 14), scores=scores(4.0, 4.5))


def part(client, trial):
    return client.get(address("planning_part", trial, "sources"))


def test_part_is_there_only_where_an_outcome_needs_it(as_lead, begun):  # noqa: F811
    complete(as_lead, begun)
    assert part(as_lead, begun).status_code == 404
    assert "Weights of harm" not in as_lead.get(address("planning", begun)).content.decode()


def test_plan_lacks_weights_and_surveys_until_they_are_given(as_lead, asked, earlier):  # noqa: F811
    plan = save(as_lead, asked, "looks")
    assert {field for field, _ in problems(plan)} == {"harm", "survey"}
    page = as_lead.get(address("planning", asked)).content.decode()
    assert "Weights of harm, and surveys" in page and "by a table of yours" in page
    answers = {
        "harm_by": "offence",
        "harm_named": "A table of the force, 2026",
        "harm_weights": "046; 13\nrobbery; 990.5",
        "survey_before": str(earlier.pk),
        "survey_after": "16",
    }
    plan = save(as_lead, asked, "sources", **answers)
    assert plan.harm == HarmWeights(
        by="offence", named="A table of the force, 2026", weights=(("46", 13.0), ("Robbery", 990.5))
    )
    assert plan.survey == SurveyPair(
        before=str(earlier.pk), before_title="Before", instrument="oocr_com_b", instrument_version=1,
        after_month=16,
    )  # fmt: skip
    assert problems(plan) == [] and save(as_lead, asked, "sources") == plan
    words = as_lead.get(address("plan", asked, asked.plans.first().version)).content.decode()
    assert "46 13; Robbery 990.5" in words and "that opens in" in words


@pytest.mark.parametrize("line", ["46", "46; heavy", "Nonsense; 3", "; 4", "46; -1"])
def test_line_without_an_offence_and_a_number_is_refused(line):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        weight_in(line)


def test_table_without_a_line_and_an_offence_named_twice_are_refused(as_lead, asked):  # noqa: F811
    given = {"harm_by": "offence", "harm_named": "Ours", "survey_after": "16"}
    for lines, words in (("", "Give the weight"), ("46; 1\n046; 2", "stands there twice")):
        answer = as_lead.post(address("planning_part", asked, "sources"), {**given, "harm_weights": lines})
        assert answer.status_code == 200 and words in answer.content.decode()
