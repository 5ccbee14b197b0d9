"""Counts by month of entry are compared too: those of a records system as cases are, typed ones as a description."""

import datetime

from cjnudge.cases.operations.practice import fill_practice
from cjnudge.cases.practice import CHANGED_UNITS, EFFECT
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from cjnudge.periods import add_months
from tests.cases.typed.grids import grid, snapshot_of
from tests.people import NOW
from tests.trials.interventions import figures
from tests.trials.test_typed_counts import MONTHS, UNITS, filled
from trials.models import NotCompared, Run, Trial

ON = NOW + datetime.timedelta(hours=1)


def test_counts_of_a_practice_space_give_a_comparison_that_finds_what_was_put_in(practice, lead, looked):
    snapshot, _ = fill_practice(force=practice, by=lead, at=NOW)
    changed_on = add_months(snapshot.last_period, -11)
    figures.intervention(practice, lead, units=CHANGED_UNITS, went_live_on=changed_on)
    looked(ON)
    trial = Trial.scoped.for_force(practice).get()
    assert trial.design == "difference_in_differences"
    assert run_job(Job.objects.get(state="ready").pk)
    estimate = Run.scoped.for_force(practice).get().result["primary"]["primary"]
    assert estimate["low"] < EFFECT < estimate["high"] and estimate["low"] > 0


def typed_snapshot(practice, lead, **settings):
    return snapshot_of(filled(grid(practice, lead, units=UNITS, fill=None, **MONTHS, **settings), lead), lead)


def test_typed_counts_by_month_of_entry_are_described_and_not_tested(practice, lead, looked):
    typed_snapshot(practice, lead, basis="entry", follow_up_days=120)
    figures.intervention(practice, lead, units=UNITS[:6], went_live_on=datetime.date(2023, 7, 1))
    looked(ON)
    trial = Trial.scoped.for_force(practice).get()
    assert trial.design == "before_after"
    assert "as a description" in trial.plans.get().content["reason_for_dates"]


def test_typed_counts_by_closed_month_are_not_looked_at(practice, lead, looked):
    typed_snapshot(practice, lead, basis="closed", follow_up_days=None)
    figures.intervention(practice, lead, units=UNITS[:6], went_live_on=datetime.date(2023, 7, 1))
    looked(ON)
    assert not Job.objects.exists() and not NotCompared.objects.exists()


def test_counts_with_another_follow_up_give_a_sentence(practice, lead, looked):
    typed_snapshot(practice, lead, basis="entry", follow_up_days=90)
    figures.intervention(practice, lead, units=UNITS[:6], went_live_on=datetime.date(2023, 7, 1))
    looked(ON)
    assert "120 days" in NotCompared.objects.get().reason
