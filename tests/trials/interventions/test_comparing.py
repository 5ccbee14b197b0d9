"""Every new snapshot gives one comparison of every intervention, by rule, without a click."""

import datetime
import json
import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, connections

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.kinds import JobProblem
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.interventions import figures
from trials.models import NotCompared, Run, Trial
from trials.operations import comparing
from trials.operations.comparing import ask_for_comparisons
from trials.operations.intervening import correct_intervention, end_intervention
from trials.operations.runs import JOB_KIND
from trials.operations.telling import ask_to_tell, send_letters
from trials.plan_body import PlanBody
from trials.queries.interventions import comparisons_of
from trials.verification import verify_trial

LATER = NOW + datetime.timedelta(days=30)
ON = LATER + datetime.timedelta(minutes=1)


def body_of(trial):
    return PlanBody.from_json(trial.plans.get().body)


def test_new_extract_gives_a_comparison_sealed_by_the_scheduler(intervention, practice, looked):
    snapshot = figures.extract(practice, at=LATER)
    looked(ON, analysed=True)
    trial = Trial.scoped.for_force(practice).get()
    assert (trial.kind, trial.intervention, trial.snapshot) == ("intervention", intervention, snapshot)
    run = Run.scoped.for_force(practice).get()
    body = body_of(trial)
    assert body.analysis["design"] == "difference_in_differences"
    assert body.data.treated == figures.CHANGED and body.data.comparison == figures.UNITS[6:]
    assert body.data.primary.washout == ("2025-10-01",) and body.data.primary.after[-1] == "2026-06-01"
    assert json.loads(run.report)["primary"]["primary"]["value"] > 0.1
    assert all(line.equal for line in verify_trial(trial.pk))
    sealed = AuditEvent.objects.get(action="plan.sealed")
    assert sealed.actor == "scheduler"


def test_same_snapshot_is_asked_for_once_however_often_the_scheduler_looks(intervention, practice, looked):
    figures.extract(practice, at=LATER)
    for minute in range(4):
        looked(ON + datetime.timedelta(hours=2 * minute))
    assert Trial.scoped.for_force(practice).count() == 1
    assert (
        Job.objects.filter(kind=JOB_KIND).count() == Job.objects.filter(kind=comparing.COMPARE).count() == 1
    )


def test_later_snapshot_gives_its_own_and_leaves_the_older_result(intervention, practice, looked):
    figures.extract(practice, at=LATER)
    looked(ON, analysed=True)
    first = Run.scoped.for_force(practice).get()
    figures.extract(practice, at=LATER + datetime.timedelta(days=30), as_at=figures.LATER_AS_AT)
    looked(ON + datetime.timedelta(days=30))
    newest, older = comparisons_of(intervention)
    assert body_of(newest).data.primary.after[-1] == "2026-07-01"
    kept = Run.scoped.for_force(practice).get(pk=first.pk)
    assert older.pk == first.trial_id and (kept.report, kept.verdict) == (first.report, first.verdict)


def test_newest_figures_of_before_it_was_recorded_are_compared_and_say_so(practice, lead, looked):
    for months in (2, 1):
        figures.extract(practice, at=NOW - datetime.timedelta(days=months), a_month=10 + months)
    figures.intervention(practice, lead)
    looked(ON)
    plan = Trial.scoped.for_force(practice).get().plans.get()
    assert plan.after_data_seen and "had been there since" in plan.content["known_when_written"]


def test_figures_without_its_units_give_a_sentence_and_no_comparison(practice, lead, looked):
    figures.intervention(practice, lead, units=["Nowhere"])
    figures.extract(practice, at=LATER)
    looked(ON)
    reason = NotCompared.scoped.for_force(practice).get().reason
    assert "Not in these figures: Nowhere." in reason and "Team 00" in reason
    assert not Trial.scoped.for_force(practice).exists()
    jobs = Job.objects.count()
    looked(ON + datetime.timedelta(hours=3))
    assert Job.objects.count() == jobs


def test_figures_that_begin_after_the_start_give_a_sentence(intervention, practice, looked):
    figures.extract(practice, at=LATER, first=datetime.date(2025, 11, 1))
    looked(ON)
    assert "no month before October 2025" in NotCompared.scoped.for_force(practice).get().reason


def test_start_of_which_no_month_is_mature_names_the_day(practice, lead, looked):
    figures.intervention(practice, lead, went_live_on=datetime.date(2026, 9, 3))
    figures.extract(practice, at=LATER)
    looked(ON)
    reason = NotCompared.scoped.for_force(practice).get().reason
    assert "The first is October 2026: mature on 28 February 2027." in reason


def test_comparison_is_made_of_units_in_which_nothing_else_went_live(
    intervention, practice, lead, nudge, looked
):
    other = {"units": figures.UNITS[6:9], "title": "Card", "went_live_on": datetime.date(2026, 1, 5)}
    figures.intervention(practice, lead, nudge, **other)
    figures.extract(practice, at=LATER)
    looked(ON)
    first = Trial.scoped.for_force(practice).get(intervention=intervention)
    body = body_of(first)
    assert body.data.comparison == figures.UNITS[9:]
    assert "Not compared with: Team 06 (“Card” from 5 January 2026)" in body.reason_for_dates


def test_what_else_was_live_in_the_same_units_stands_in_the_plan(intervention, practice, lead, nudge, looked):
    other = {"units": ["Team 00"], "title": "Card", "went_live_on": datetime.date(2026, 1, 5)}
    figures.intervention(practice, lead, nudge, **other)
    figures.extract(practice, at=LATER)
    looked(ON)
    known = body_of(Trial.scoped.for_force(practice).get(intervention=intervention)).known_when_written
    assert "In Team 00 “Card” was live too, from 5 January 2026: the figures hold both." in known


def test_ended_intervention_is_compared_up_to_its_last_whole_month(intervention, practice, lead, looked):
    end_intervention(intervention=intervention, ended_on=datetime.date(2026, 3, 20), by=lead, at=NOW)
    figures.extract(practice, at=LATER)
    looked(ON)
    body = body_of(Trial.scoped.for_force(practice).get())
    assert (
        body.data.primary.after[-1] == "2026-02-01"
        and "until it ended on 20 March 2026" in body.reason_for_dates
    )


def test_corrected_intervention_is_compared_under_its_correction(intervention, practice, lead, looked):
    figures.extract(practice, at=LATER)
    looked(ON)
    earlier = Trial.scoped.for_force(practice).get()
    facts = {"went_live_on": datetime.date(2025, 12, 1)}
    correction = correct_intervention(intervention=intervention, by=lead, at=ON, **facts)
    looked(ON + datetime.timedelta(minutes=1))
    [under] = comparisons_of(correction)
    assert body_of(under).data.primary.after[0] == "2025-12-01" and under.plans.get().after_data_seen
    assert [one.pk for one in comparisons_of(intervention)] == [earlier.pk]


def test_members_are_told_once_a_snapshot_without_a_figure_or_a_name(
    practice, lead, evaluator, officer, nudge, looked
):
    figures.intervention(practice, lead, nudge)
    figures.intervention(practice, lead, nudge, units=figures.UNITS[6:], title="The others")
    figures.extract(practice, at=LATER)
    looked(ON)
    first, second = Job.objects.filter(kind=JOB_KIND)
    run_job(first.pk)
    at = Run.scoped.for_force(practice).get().created_at
    assert ask_to_tell(at=at) == []  # the other comparison of these figures is still to come
    run_job(second.pk)
    for job in ask_to_tell(at=at):
        assert run_job(job.pk)
    assert ask_to_tell(at=at + datetime.timedelta(hours=1)) == []
    assert sorted(one.to[0] for one in mail.outbox) == sorted([lead.email, evaluator.email])
    said = re.sub(r"https?://\S+", "", mail.outbox[0].body)
    assert not re.search(r"\d|Lead|Evaluator|Prompt", said)


def test_mail_server_that_is_down_is_tried_again_later(practice, lead, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with pytest.raises(JobProblem, match="tried again"):
        send_letters(practice)


def at_once(look, times=4):
    """Ask so many times at the same moment, each in a connection of its own."""

    def once(_):
        try:
            return look()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


@pytest.mark.django_db(transaction=True)
def test_schedulers_and_workers_at_once_make_one_run(intervention, practice):
    figures.extract(practice, at=LATER)
    at_once(lambda: ask_for_comparisons(at=ON))
    assert Job.objects.count() == 1
    for _ in ("the comparison", "its analysis"):
        ready = list(Job.objects.filter(state="ready"))
        at_once(lambda jobs=ready: [run_job(job.pk) for job in jobs])
    assert Run.scoped.for_force(practice).count() == Trial.scoped.for_force(practice).count() == 1


@pytest.mark.django_db(transaction=True)
def test_schedulers_without_a_common_key_would_ask_several_times(intervention, practice, monkeypatch):
    """The control of the test above: what it counts rises as soon as the key does not name the work."""
    figures.extract(practice, at=LATER)
    monkeypatch.setattr(comparing, "job_key", lambda *a: uuid4().hex)
    for _ in range(2):
        ask_for_comparisons(at=ON)
    assert Job.objects.count() > 1


def test_snapshot_that_only_lost_cases_is_not_compared_again(intervention, practice, looked):
    first = figures.extract(practice, at=LATER)
    looked(ON)
    figures.extract(practice, at=ON, a_month=11, succeeds=first)
    first.rows_erased_at, first.erased_because = ON, "erased"
    first.save(update_fields=["rows_erased_at", "erased_because"])
    looked(ON + datetime.timedelta(hours=1))
    assert Trial.scoped.for_force(practice).get().snapshot == first


def test_second_comparison_of_a_snapshot_is_refused_by_the_database(intervention, practice, lead, looked):
    snapshot = figures.extract(practice, at=LATER)
    looked(ON)
    first = Trial.scoped.for_force(practice).get()
    with pytest.raises(IntegrityError):
        Trial.objects.create(
            force=practice, title="Again", kind="intervention", question="?", measure=first.measure,
            basis="entry", design=first.design, snapshot=snapshot, intervention=intervention, owner=lead,
            created_at=ON,
        )  # fmt: skip
