"""People do whatever comes to their minds with a trial, in any order; after each step it is asked what never may be.

`broken` names one guard that is switched off, so that a test can show that the machine finds what the guard prevents.
"""

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from unittest import mock

from django.db import DatabaseError, connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import audit_scope
from cjnudge.jobs.models import Job
from tests.trials.planning_world import work_out
from tests.trials.running.cases import with_look
from tests.trials.running.world import START_ON
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import State
from trials.looking_job import publish, run_of
from trials.models import Approval, PlannedLook, PlanVersion, Run
from trials.models.guards import ChangeRefused
from trials.operations.allocating import draw_allocation
from trials.operations.changing import open_figures, record_change
from trials.operations.planning import (
    approve_plan,
    create_planned_trial,
    return_plan,
    seal_trial_plan,
    write_trial_plan,
)
from trials.operations.publishing import publish_result
from trials.operations.starting import close_trial, start_trial, stop_trial
from trials.plan_body import seal_of
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import state_of_planned
from trials.queries.following import due_look
from trials.queries.planning import author_ids, sealed_plan
from trials.queries.trials import latest_plan

REFUSALS = (WrongState, Refused, ChangeRefused, DatabaseError)
PEOPLE = st.sampled_from(("lead", "second", "evaluator"))
CHAPTERS = (
    datetime(2025, 12, 1, 9, tzinfo=UTC),  # before its months
    datetime(2026, 1, 5, 9, tzinfo=UTC),  # it goes live
    datetime(2026, 11, 3, 9, tzinfo=UTC),  # an extract is there in which every case is mature
)


def nobody_is_an_author(machine):
    return [
        (f"trials.{place}.planning.author_ids", lambda plan: set()) for place in ("operations", "queries")
    ]


def sealed_plans_change(machine):
    """Both guards: the record's own, and the database's, which the test drops for itself."""
    with connection.cursor() as cursor:
        on = " ON trials_planversion" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS sealed_plan_stays{on}")
    return [("trials.models.PlanVersion.is_fixed", classmethod(lambda cls, stored: False))]


def nothing_counts_as_seen(machine):
    return [("trials.operations.planning.data_seen", lambda trial, plan, at: False)]


def every_look_is_due(machine):
    def due(trial, on):
        looks = PlannedLook.scoped.for_force(trial.force).filter(trial=trial, run__isnull=True)
        return (looks.first(), machine.snapshot) if looks else None

    return [("tests.trials.machine.conducting.due_look", due)]


# What a guard prevents, and how it is switched off: each gives (what is patched, what stands in its place).
BROKEN = {
    "second person": nobody_is_an_author,
    "sealed plan": sealed_plans_change,
    "data seen": nothing_counts_as_seen,
    "look not due": every_look_is_due,
}
NUMBERS = count(1)


class Conducting(RuleBasedStateMachine):
    """force, people, snapshot, cells and report are set by the test; steps are counted over all examples."""

    force = people = snapshot = cells = report = None
    broken = ""
    steps = refused = 0

    @initialize()
    def begin(self):
        self.clock, self.chapter, self.seals, self.seen_at, self.own = CHAPTERS[0], 0, {}, None, 0
        self.guards = ExitStack()
        for target, broken in BROKEN[self.broken](self) if self.broken else ():
            self.guards.enter_context(mock.patch(target, broken))
        lead, slug = self.people["lead"], f"machine-{next(NUMBERS)}"
        words = {"title": slug, "question": "Does it?", "slug": slug}
        self.trial = create_planned_trial(force=self.force, by=lead, at=self.clock, **words)
        work_out(self.trial, with_look(), lead)
        self.write(lead, 0)

    def teardown(self):
        if hasattr(self, "guards"):
            self.guards.close()

    def attempt(self, operation, **given):
        """Do it where it is allowed; a refusal in words changes nothing."""
        type(self).steps += 1
        self.own += 1
        self.clock += timedelta(minutes=1)
        try:
            with transaction.atomic():
                return operation(at=self.clock, **given)
        except REFUSALS:
            type(self).refused += 1
            return None

    def write(self, by, words):
        plan = replace(with_look(), question=f"Does it change? {words}")
        self.attempt(write_trial_plan, trial=self.trial, plan=plan, by=by)

    @property
    def draft(self):
        return latest_plan(self.trial)

    @rule(times=st.integers(1, 4))
    def the_next_steps_in_order(self, times):
        """What a trial that goes as planned would do next: else few of them ever got as far as a look."""
        for _ in range(times):
            self.next_step(state_of_planned(self.trial))

    def next_step(self, state):
        if state == State.DRAFT or not self.draft.is_sealed:
            self.approve("evaluator")
            self.seal("lead")
        elif state == State.SEALED:
            self.draw("lead")
        elif state == State.ALLOCATED:
            self.time_passes()
            self.start("lead")
        else:
            self.time_passes()
            self.the_scheduler_looks()

    @rule(by=PEOPLE, words=st.integers(0, 3))
    def write_or_amend(self, by, words):
        self.write(self.people[by], words)

    @rule(by=PEOPLE)
    def approve(self, by):
        self.attempt(approve_plan, plan=self.draft, draft=seal_of(self.draft.body), by=self.people[by])

    @rule(by=PEOPLE)
    def give_back(self, by):
        given = {"draft": seal_of(self.draft.body), "comment": "Say more.", "by": self.people[by]}
        self.attempt(return_plan, plan=self.draft, **given)

    @rule(by=PEOPLE)
    def seal(self, by):
        given = {"draft": seal_of(self.draft.body), "by": self.people[by], "rehearsal_only": True}
        if self.attempt(seal_trial_plan, plan=self.draft, **given):
            version = sealed_plan(self.trial)
            self.seals.setdefault(version.version, (version.seal, self.clock))

    @rule(by=PEOPLE)
    def draw(self, by):
        self.attempt(draw_allocation, trial=self.trial, by=self.people[by])

    @rule(by=PEOPLE)
    def start(self, by):
        self.attempt(start_trial, trial=self.trial, on=START_ON, by=self.people[by])

    @rule()
    def time_passes(self):
        if self.chapter + 1 < len(CHAPTERS):
            self.chapter += 1
            self.clock = max(self.clock, CHAPTERS[self.chapter])

    @rule(by=PEOPLE, kind=st.sampled_from(("paused", "switched_off", "wording_changed", "late_start")))
    def record(self, by, kind):
        given = {"kind": kind, "on": date(2026, 1, 6), "reason": "It happened.", "by": self.people[by]}
        unit = TrialPlan.from_json(self.draft.body).unit_names[0]
        self.attempt(record_change, trial=self.trial, unit=unit, details={"what": "new"}, **given)

    @rule(by=PEOPLE)
    def open_what_is_withheld(self, by):
        given = {"days": 2, "reason": "A complaint.", "by": self.people[by]}
        if self.attempt(open_figures, trial=self.trial, **given):
            self.seen_at = self.seen_at or self.clock

    @rule()
    def the_scheduler_looks(self):
        self.attempt(self.look)

    def look(self, *, at):
        due = due_look(self.trial, at.date())
        if not due:
            raise WrongState("Nothing is due.")
        version, job = sealed_plan(self.trial), Job(force=self.force)
        run = run_of(job, version, due[1], due[0], self.cells, self.report)
        with mock.patch("trials.looking_job.timezone.now", lambda: at), audit_scope():
            publish(run=run, drawings=[], is_first=True)
        self.seen_at = self.seen_at or at

    @rule(by=PEOPLE)
    def close(self, by):
        self.attempt(close_trial, trial=self.trial, by=self.people[by])

    @precondition(lambda self: self.own % 7 == 0)  # a trial that is stopped early shows little else
    @rule(by=PEOPLE)
    def stop(self, by):
        self.attempt(stop_trial, trial=self.trial, reason="Harm.", by=self.people[by])

    @rule(by=PEOPLE)
    def publish(self, by):
        self.attempt(publish_result, trial=self.trial, by=self.people[by])

    @rule()
    def somebody_edits_a_sealed_plan(self):
        """Past every operation: by a record's own save, which the model refuses, as does the database."""

        def edit(*, at):
            version = sealed_plan(self.trial)
            if version is None:
                raise WrongState("Nothing is sealed.")
            version.body = version.body.replace("Does it change?", "Did it work?")
            version.save()

        self.attempt(edit)

    @rule()
    def somebody_deletes_a_sealed_plan(self):
        def delete(*, at):
            version = sealed_plan(self.trial)
            if version is None:
                raise WrongState("Nothing is sealed.")
            version.delete()

        self.attempt(delete)

    @invariant()
    def every_sealed_plan_is_as_it_was_sealed(self):
        for version in PlanVersion.scoped.for_force(self.force).filter(trial=self.trial).exclude(seal=""):
            assert version.seal == seal_of(version.body) == self.seals[version.version][0]
        assert sealed_versions(self.trial) == set(self.seals)

    @invariant()
    def nobody_approved_their_own_plan(self):
        for version in PlanVersion.scoped.for_force(self.force).filter(trial=self.trial).exclude(seal=""):
            said = Approval.scoped.for_force(self.force).filter(
                plan=version, draft=version.seal, approves=True
            )
            assert {one.by_id for one in said} - author_ids(version), "sealed without a second person"

    @invariant()
    def every_result_is_of_a_plan_that_was_sealed_before_it(self):
        for run in Run.scoped.for_force(self.force).filter(trial=self.trial).select_related("plan"):
            seal, sealed_at = self.seals[run.plan.version]
            assert run.plan.seal == seal and sealed_at < run.created_at

    @invariant()
    def what_was_written_after_figures_were_seen_says_so(self):
        for version in PlanVersion.scoped.for_force(self.force).filter(trial=self.trial):
            if self.seen_at and version.written_at > self.seen_at:
                assert version.after_data_seen

    @invariant()
    def no_look_was_taken_before_its_day(self):
        for look in PlannedLook.scoped.for_force(self.force).filter(trial=self.trial, run__isnull=False):
            assert look.due_on <= look.run.created_at.date()


def sealed_versions(trial):
    found = PlanVersion.scoped.for_force(trial.force).filter(trial=trial).exclude(seal="")
    return set(found.values_list("version", flat=True))
