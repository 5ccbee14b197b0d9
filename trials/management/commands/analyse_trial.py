"""`manage.py analyse_trial NAME`: run what is due of a trial now, and print its newest result.

Exit code 0 with a result, 3 where nothing is due yet, 1 where what is due could not be done or there is no such trial.
"""

import json
import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from cjnudge.jobs.states import State
from trials.naming import NoSuchTrial, trial_named
from trials.operations.looking import LOOK_KIND, STOP_RULES_KIND, follow, look_key
from trials.queries.finished import next_look_on, runs_of_trial
from trials.queries.following import due_guardrails, due_look

NOT_DUE = 3  # told from a failure, which is 1
WAIT_SECONDS = 600  # as long as the analysis of ten million cases may take on a small machine


class Command(BaseCommand):
    help = (
        "Run the looks of a trial that are due and mature, in this process, and print its newest result. Before a "
        "look's day nothing is computed."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="the trial's short name, or its id as in the address of its page")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        try:
            trial = trial_named(options["name"])
        except NoSuchTrial as error:
            raise CommandError(str(error)) from error
        if trial.is_retrospective:
            raise CommandError("This is a comparison: its analysis is asked for on its page.")
        do_what_is_due(trial)
        runs, problem = runs_of_trial(trial), problem_of(trial)
        self.stdout.write(as_json(trial, runs, problem) if options["json"] else as_words(trial, runs))
        if problem:
            raise CommandError(problem)
        if not runs:
            sys.exit(NOT_DUE)


def do_what_is_due(trial):
    """Do every job that is due, or wait for the worker that has it: a look that was taken may make the next one due."""
    follow(trial, on=timezone.localdate(), at=timezone.now())
    while jobs := open_jobs(trial):
        if any(ended(job).is_open for job in jobs):
            return
        follow(trial, on=timezone.localdate(), at=timezone.now())


def open_jobs(trial):
    """The trial's jobs that are asked for and not done: those just asked for, and those a worker has at hand."""
    jobs = Job.scoped.for_force(trial.force).filter(kind__in=(LOOK_KIND, STOP_RULES_KIND))
    jobs = jobs.filter(state__in=(State.READY, State.RUNNING)).order_by("created_at")
    return [job for job in jobs if job.payload["trial"] == str(trial.pk)]


def ended(job):
    """Do the job here, or wait for the worker that has it, and give the state it ended in."""
    until = time.monotonic() + WAIT_SECONDS
    run_job(job.pk)
    job.refresh_from_db()
    while State(job.state).is_open and time.monotonic() < until:
        time.sleep(1)
        run_job(job.pk)  # a worker that died gives its lease up
        job.refresh_from_db()
    return State(job.state)


def problem_of(trial):
    """Why something that is due has no result, in words; "" where nothing is due."""
    look, guardrails = due_look(trial, timezone.localdate()), due_guardrails(trial)
    pair = (look[0].number, look[1]) if look else (guardrails[0].look, guardrails[1]) if guardrails else None
    if pair is None:
        return ""
    job = Job.scoped.for_force(trial.force).filter(key=look_key(trial, *pair)).first()
    state = State(job.state).label.lower() if job else "not asked for"
    said = (job and job.problem) or f"What is due has no result yet. Its job: {state}."
    return f"{said} The page of the force's jobs says more, and lets you try again."


def as_json(trial, runs, problem):
    """The trial, its newest report, the day of the next look, and why what is due has no result."""
    upcoming = next_look_on(trial)
    return json.dumps(
        {
            "trial": str(trial.pk),
            "title": trial.title,
            "synthetic": trial.force.is_practice,
            "next_look_on": upcoming and upcoming.isoformat(),
            "problem": problem,
            "run": str(runs[0].pk) if runs else None,
            "report": runs[0].result if runs else None,
        }
    )


def as_words(trial, runs):
    """The verdict, or when there can be one."""
    if runs:
        verdict = runs[0].result["verdict"]
        mark = "SYNTHETIC DATA. " if runs[0].synthetic else ""
        return "\n".join([f"{mark}{trial.title}: {verdict['headline']}", *verdict["sentences"]])
    upcoming = next_look_on(trial)
    when = (
        f"the next look is due on {upcoming.day} {upcoming:%B %Y}"
        if upcoming
        else "its plan is not sealed yet"
    )
    return f"{trial.title}: no result yet; {when}."
