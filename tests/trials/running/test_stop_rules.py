"""A stop rule fires once a snapshot; the safety monitor is told, and no figure travels."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from cjnudge.jobs.running import run_job
from tests.cases.case_snapshots import case_snapshot
from tests.people import NOW
from tests.trials.running.cases import EARLY, rows, trial_plan
from tests.trials.running.world import early_extract
from trials.models import Alert
from trials.operations.looking import follow
from trials.planning.trial_plan import StopRule
from trials.stop_rules import LEAST_CASES, fired

PLAN = trial_plan(allocation=None)


def counts(above, below, unit="Team A", period=13):
    return {"serious_share": [(unit, period, above, below)]}


@pytest.fixture
def fires(monkeypatch):
    """fires(counts, rule's changes …): keys of the rules that fire where Team A alone has the nudge from month 13."""
    monkeypatch.setattr("trials.stop_rules.start_by_unit", lambda plan, draw: {"Team A": 13, "Team B": None})

    def do(found, plan=PLAN):
        return fired(plan, None, found)

    return do


def test_rule_fires_above_its_threshold_and_not_at_it(fires):
    assert fires(counts(21, 100)) == ["serious"]
    assert fires(counts(20, 100)) == []


def test_too_few_cases_raise_no_alarm(fires):
    assert fires(counts(LEAST_CASES - 1, LEAST_CASES - 1)) == []
    assert fires(counts(LEAST_CASES, LEAST_CASES)) == ["serious"]


def test_cases_without_the_nudge_raise_no_alarm(fires):
    assert fires(counts(90, 100, unit="Team B")) == []
    assert fires(counts(90, 100, period=12)) == []


def test_rule_on_what_should_be_high_fires_below_its_threshold(fires):
    line = PLAN.outcomes[0]
    rule = StopRule(key="low", guardrail=line.key, threshold=0.5, text="Too few.")
    plan = trial_plan(outcomes=(type(line)(**{**vars(line), "better": "higher"}),), stop_rules=(rule,))
    assert fires(counts(49, 100), plan) == ["low"]
    assert fires(counts(51, 100), plan) == []


def test_alarm_is_raised_once_a_snapshot_and_carries_no_figure(
    trial, practice, django_capture_on_commit_callbacks
):
    early_extract(practice, serious=0.6, each=20)
    with django_capture_on_commit_callbacks(execute=True):
        (job,) = follow(trial, on=EARLY, at=NOW)
        assert run_job(job.pk)
    (alert,) = Alert.scoped.for_force(practice).filter(trial=trial)
    assert (alert.rule, follow(trial, on=EARLY, at=NOW)) == ("serious", [])
    (letter,) = mail.outbox
    assert letter.to == ["monitor@example.org"]
    said = letter.subject + re.sub(r"https?://\S+", "", letter.body)
    assert not re.search(r"\d", said) and "Team" not in said
    later = EARLY + timedelta(days=5)
    case_snapshot(practice, rows(as_at=later, serious=0.6), as_at=later)
    assert [job.kind for job in follow(trial, on=later, at=NOW)] == ["check_stop_rules"]


def test_sound_figures_raise_no_alarm(trial, practice):
    early_extract(practice, serious=0.01)
    (job,) = follow(trial, on=EARLY, at=NOW)
    assert run_job(job.pk) and not Alert.scoped.for_force(practice).exists() and not mail.outbox
