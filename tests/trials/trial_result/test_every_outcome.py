"""Crimes, harm and what officers say, from cases and surveys to the page and every file, and mature in their time."""

import csv
import io
from datetime import date, timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.accounts.models import Unit
from cjnudge.jobs.running import run_job
from tests.cases.case_snapshots import case_snapshot, person
from tests.people import NOW, make_person
from tests.trials.running import test_survey_frames as surveys
from tests.trials.running.cases import MATURE, UNITS, rows, trial_plan
from tests.trials.running.world import made_running
from trials.models import Run
from trials.operations.looking import follow
from trials.planning.scales import CRIMES, HARM, scale_of
from trials.planning.trial_plan import HarmWeights, OutcomeLine, SurveyPair
from trials.presenters.trial_result_evidence import estimate_row
from trials.queries.finished import final_result
from trials.trial_cells import TrialCells
from trials.verification import verify_trial

LATER = date(2027, 7, 5)
COMB = "comb_capability"
LINES = (
    OutcomeLine(key=CRIMES, title="Crimes", role="guardrail", better="lower", follow_up_days=0, margin=0.5),
    OutcomeLine(key=HARM, title="Harm", role="guardrail", better="lower", follow_up_days=365, margin=0.5),
    OutcomeLine(key=COMB, title="Capability", role="secondary", follow_up_days=0),
)


def named(as_at):
    """The rows of the made-up trial but for some, every fourth one of somebody who is named again later."""
    found, source = [], Random(3)
    for number, row in enumerate(rows()):
        if source.random() < 0.2 or row["entry_on"] > as_at:
            continue
        row = row | {"suspect": person(number)}
        again = row["entry_on"] + timedelta(days=150)
        found.append(row)
        if number % 4 == 0 and again <= as_at:
            found.append(
                row | {"entry_on": again, "eligibility": "not eligible", "outcome": None, "outcome_on": None}
            )
    return found


@pytest.fixture
def trial(force, practice):
    owner, monitor = make_person("owner", force, "lead"), make_person("monitor", force, "evaluator")
    for name in UNITS:
        key = f"t{name[-1].lower()}"
        Unit.objects.create(force=practice, key=key, name=name, starts_on=date(2020, 1, 1))
    before = surveys.wave(
        practice, owner, "Before", date(2025, 6, 1), date(2025, 6, 14), scores=surveys.scores(4.0, 4.5)
    )
    pair = SurveyPair(
        before=str(before.pk), before_title="Before", instrument="oocr_com_b", instrument_version=1, after_month=15
    )  # fmt: skip
    harm = HarmWeights(by="gravity", named="The force's own gravity score, 2026")
    plan = trial_plan(outcomes=LINES, stop_rules=(), harm=harm, survey=pair)
    return made_running(practice, owner, monitor, plan=plan)


@pytest.fixture
def reader(trial):
    client = Client()
    client.force_login(trial.owner)
    return client


def looked(trial, as_at, **given):
    """The newest run after the jobs that are due on an extract of that day."""
    case_snapshot(trial.force, named(as_at), as_at=as_at, title=f"Cases to {as_at}", **given)
    jobs = [job for job in follow(trial, on=as_at + timedelta(days=1), at=NOW) if job.kind == "analyse_look"]
    assert jobs and all(run_job(job.pk) for job in jobs)
    return final_result(trial) or Run.objects.filter(trial=trial).latest("created_at")


def read(client, name, run):
    return client.get(reverse(f"trials:{name}", args=[run.force.slug, run.trial_id, run.pk]))


def states(run):
    return {one["key"]: one["state"] for one in run.result["guardrails"]}


def test_outcomes_come_as_their_sources_are_there_and_reach_page_and_files(trial, reader, practice):
    later = surveys.wave(practice, trial.owner, "After", date(2026, 4, 1), date(2026, 11, 14), state="open")
    first = looked(trial, MATURE)
    assert states(first)[HARM] == "not_mature" and states(first)[CRIMES] != "not_counted"
    assert first.result["waiting"] == {COMB: "not mature until 15 November 2026"}
    page = read(reader, "trial_result", first).content.decode()
    assert "not mature until 15 November 2026" in page and "% of the months before" in page

    later.__class__.objects.filter(pk=later.pk).update(state="closed")
    surveys.Release.objects.create(
        force=practice,
        wave=later,
        number=1,
        payload=surveys.payload(surveys.scores(6.0, 5.0)),
        released_at=NOW,
    )
    second = looked(trial, LATER)
    cells = TrialCells.from_json(second.cells)
    assert second.pk != first.pk and cells.surveys["after"]["title"] == "After"
    assert states(second)[HARM] not in ("not_mature", "not_counted")
    assert second.result["engine"]["outcomes"][COMB]["estimate"]["value"] == pytest.approx(
        expected_difference(cells), abs=1e-9
    )
    page = read(reader, "trial_result", second).content.decode()
    assert "What officers said, before and after" in page and "on the questionnaire’s scale" in page
    figures = list(csv.reader(io.StringIO(read(reader, "trial_figures", second).content.decode())))
    assert [row for row in figures if row[0] == "survey" and row[2] == "after"]
    assert [row for row in figures if row[:2] == ["guardrail", "Harm"]]
    assert read(reader, "trial_pack", second).status_code == 200
    assert {line.equal for line in verify_trial(trial.pk)} == {True}


def expected_difference(cells):
    """Mean rise of the bands with the prompt less that of the others, from the cells, in plain Python."""
    found = {0: [], 1: []}
    for first, then in zip(cells.outcomes[COMB].rows[::2], cells.outcomes[COMB].rows[1::2], strict=True):
        found[first[2]].append(then[5] - first[5])
    return sum(found[1]) / len(found[1]) - sum(found[0]) / len(found[0])


def test_minutes_and_days_are_printed_as_such_and_shares_in_points():
    found = {"value": -2.13, "low": -4.0, "high": -0.26, "p_value": 0.03, "scale": "risk_difference"}
    assert estimate_row("Minutes", found, scale_of("officer_minutes"))[1:3] == [
        "−2.1 minutes",
        "−4.0 to −0.3",
    ]
    share = {**found, "value": -0.0213, "low": -0.04, "high": -0.0026}
    assert estimate_row("Charged", share, scale_of("charge_within_w"))[1:3] == ["−2.1", "−4.0 to −0.3"]
