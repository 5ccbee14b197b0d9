"""All trials of one nudge together: null ones among them, a mean from three up, and a picture kept with the newest."""

import json

import pytest
from django.urls import reverse

from tests.trials.planning_world import approved_nudge
from tests.trials.trial_result import simulated
from tests.trials.trial_result.made import arms, made_result, made_trial
from trials.looking_job import drawings_of
from trials.nudge_forest import KEY, draw_nudge_forest
from trials.planning.trial_plan import TrialPlan
from trials.queries.following import looks_of


@pytest.fixture
def nudge(force, lead):
    return approved_nudge(force, lead)


def finished(force, lead, approver, nudge, number, moves, **changes):
    pair = (str(nudge.nudge_id), nudge.version)
    asked = {"arms": arms(pair), "units": 8, "guardrails": (), **changes}
    trial = made_trial(force, lead, approver, slug=f"trial-{number}", **asked)
    return made_result(trial, moves=moves, lines={}, cases=25, seed=number)


def test_third_trial_gives_a_mean_and_a_picture(client, force, lead, approver, nudge, monkeypatch):
    monkeypatch.setattr(simulated, "immature", lambda cells, key: cells)
    moves = ({"oocr": 0.10, "charge": -0.10}, {}, {"oocr": 0.05, "nfa": -0.05})
    url = reverse("trials:nudge_trials", args=[force.slug, nudge.nudge_id])
    client.force_login(lead)
    assert "No trial of this nudge has ended" in client.get(url).content.decode()
    runs = [finished(force, lead, approver, nudge, at, move) for at, move in enumerate(moves[:2])]
    page = client.get(url).content.decode()
    assert "2 trials have a difference in points of the same measure and nudges, and it takes 3" in page
    runs.append(finished(force, lead, approver, nudge, 2, moves[2]))
    page = client.get(url).content.decode()
    assert "Mean of 3 trials, random effects" in page
    assert page.count("No evidence of a change in out-of-court resolutions.") >= 1
    last = runs[-1]
    plan = TrialPlan.from_json(last.plan.body)
    (drawn,) = draw_nudge_forest(last.trial, plan, json.loads(last.report))
    assert drawn.key == KEY and len(drawn.table["rows"]) == 4
    assert drawn.svg.count(">Prompt before a charge</text>") == 3, "trials of one title have a row each"
    keys = [one.key for one in drawings_of(last.trial, plan, last.result, looks_of(last.trial)[-1])]
    assert keys[-1] == KEY
    finished(force, lead, approver, nudge, 3, moves[0], follow_up_days=60)
    page = client.get(url).content.decode()
    assert "Mean of 3 trials" in page and "compare with nothing: 1." in page
    (drawn,) = draw_nudge_forest(last.trial, plan, json.loads(last.report))
    assert len(drawn.table["rows"]) == 4
