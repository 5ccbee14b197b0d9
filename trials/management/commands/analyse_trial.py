"""`manage.py analyse_trial NAME`: run what is due of a trial now, and print its newest result.

Exit code 0 with a result, 3 where nothing is due yet, 1 where an analysis failed or there is no such trial.
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
from trials.operations.looking import LOOK_KIND, follow
from trials.queries.finished import next_look_on, runs_of_trial

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
        failed = [
            job for job in follow(trial, on=timezone.localdate(), at=timezone.now()) if not run_job(job.pk)
        ]
        runs = runs_of_trial(trial)
        self.stdout.write(as_json(trial, runs) if options["json"] else as_words(trial, runs))
        if failed:
            sys.exit(1)
        if not runs:
            sys.exit(NOT_DUE)


def open_jobs(trial):
    """The trial's looks that are asked for and not done: those just asked for, and those a worker has at hand."""
    jobs = Job.scoped.for_force(trial.force).filter(kind=LOOK_KIND, state__in=(State.READY, State.RUNNING))
    return [job for job in jobs.order_by("created_at") if job.payload["trial"] == str(trial.pk)]


def ended(job):
    """Do the job here, or wait for the worker that has it, and give the state it ended in."""
    until = time.monotonic() + WAIT_SECONDS
    run_job(job.pk)
    job.refresh_from_db()
    while job.state in (State.READY, State.RUNNING) and time.monotonic() < until:
        time.sleep(1)
        run_job(job.pk)  # a worker that died gives its lease up
        job.refresh_from_db()
    return State(job.state)


def as_json(trial, runs):
    """The trial, its newest report, and the day of the next look."""
    upcoming = next_look_on(trial)
    return json.dumps(
        {
            "trial": str(trial.pk),
            "title": trial.title,
            "next_look_on": upcoming and upcoming.isoformat(),
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
