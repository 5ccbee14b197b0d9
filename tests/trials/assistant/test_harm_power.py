"""What margin of harm a trial can hold is worked out from the extract's own further crimes, or said not to be known."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cjnudge.jobs.running import run_job
from cjnudge.periods import add_months
from tests.cases.case_snapshots import case, case_snapshot, person
from tests.people import NOW
from tests.trials.assistant.test_power_job import own_plan
from tests.trials.assistant.world import FIRST, TEAMS
from trials.harm_history import harm_beside
from trials.operations.planning import create_planned_trial, write_trial_plan
from trials.operations.powering import ask_power
from trials.planning.power_found import power_digest
from trials.planning.scales import CRIMES, HARM
from trials.planning.trial_plan import HarmWeights, OutcomeLine
from trials.queries.powering import figures_of

GRAVITY = HarmWeights(by="gravity", named="The force's own gravity score, 2026")
WORDS = {"role": "guardrail", "better": "lower", "margin": 0.10}
LINES = (
    OutcomeLine(key=HARM, title="Harm", follow_up_days=365, **WORDS),
    OutcomeLine(key=CRIMES, title="Crimes", follow_up_days=0, **WORDS),
)


@pytest.fixture(autouse=True)
def _few_simulations(monkeypatch):
    monkeypatch.setattr("trials.planning.power_page.RUNS", 5)


def people(returning=2):
    """Eight cases a team and month of a year; of these `returning` come back, in some teams for heavier crimes."""
    rows, number = [], 0
    for place, team in enumerate(TEAMS):
        for month in range(12):
            for turn in range(8):
                number += 1
                entry = add_months(FIRST, month) + timedelta(days=3 * turn)
                known = {"unit": team, "suspect": person(number), "gravity": 2, "offence": "46"}
                rows.append(case(entry, "8" if turn < 3 else "1", entry + timedelta(days=20), **known))
                if turn < returning:
                    again = {
                        **known,
                        "unit": "Elsewhere",
                        "eligibility": "not eligible",
                        "gravity": 1 + place % 4,
                    }
                    rows.append(case(entry + timedelta(days=90 + turn), None, None, **again))
    return rows


def without_gravity():
    return [{name: held for name, held in row.items() if name != "gravity"} for row in people()]


def snapshot_of(force, rows=None, fields=("suspect", "gravity", "offence")):
    return case_snapshot(force, rows or people(), as_at=date(2027, 1, 31), fields=fields)


def planned(harm=GRAVITY):
    return own_plan(outcomes=LINES, harm=harm)


def test_margins_that_can_be_held_are_on_the_power_page_and_the_rest_in_words(client, practice, lead):
    named = {"title": "Prompt", "question": "Does it work?", "slug": "prompt"}
    trial = create_planned_trial(force=practice, **named, by=lead, at=NOW)
    write_trial_plan(trial=trial, plan=planned(), by=lead, at=NOW)
    asked = ask_power(trial=trial, snapshot=snapshot_of(practice), by=lead, at=NOW)
    assert run_job(asked.job_id)
    asked.refresh_from_db()
    harm, crimes = figures_of(asked).guardrails
    assert 0 < harm.power < 1 and harm.holdable > 0.05 and harm.text == ""
    assert crimes.power is None is crimes.holdable and "how far units drift apart" in crimes.text
    client.force_login(lead)
    page = client.get(reverse("trials:power", args=[practice.slug, trial.pk])).content.decode()
    assert f"{round(100 * harm.holdable, 1):g} % of the months before" in page
    assert "as it was before" in page and "Crimes: Every unit is held against its own past" in page


def test_spread_of_harm_is_that_of_single_cases(practice):
    found = harm_beside(planned(), snapshot_of(practice), on=NOW.date())[0][HARM]
    harms = [1 + place % 4 if turn < 2 else 0 for place in range(len(TEAMS)) for turn in range(8)]
    mean = sum(harms) / len(harms)
    spread = (sum((harm - mean) ** 2 for harm in harms) / len(harms)) ** 0.5
    assert found.mean == 1.0 and found.sd == pytest.approx(spread / mean, rel=0.05)
    assert set(found.cases) == {8.0} and len(found.units) == len(TEAMS)


@pytest.mark.parametrize(
    ("plan", "rows", "fields", "words"),
    [
        (planned(harm=None), None, ("suspect", "gravity"), "does not say how heavy"),
        (planned(), without_gravity(), ("suspect",), "a gravity score"),
        (planned(), people(returning=0), ("suspect", "gravity"), "No further crime"),
    ],
)
def test_harm_that_cannot_be_planned_from_says_why(practice, plan, rows, fields, words):
    found, unknown = harm_beside(plan, snapshot_of(practice, rows, fields), on=NOW.date())
    assert found == {} and words in unknown[HARM]


def test_other_weights_ask_for_the_power_anew_and_plans_without_keep_theirs():
    other = HarmWeights(by="gravity", named="Another score")
    assert power_digest(planned()) != power_digest(planned(harm=other)) != power_digest(planned(harm=None))
