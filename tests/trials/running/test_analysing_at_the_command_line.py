"""`manage.py analyse_trial` with looks that are due: it does them, waits for a worker that has one, or says why."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cjnudge.jobs.lease import claim
from cjnudge.jobs.running import _perform_and_publish
from tests.cases.case_snapshots import case_snapshot
from tests.people import NOW
from tests.trials.running.cases import MATURE, rows
from tests.trials.running.world import mature_extract
from trials.management.commands import analyse_trial
from trials.models import Run
from trials.operations.looking import follow


def runs_of(trial):
    return Run.scoped.for_force(trial.force).filter(trial=trial)


def test_every_look_that_is_due_is_taken_one_after_the_other(looked_at, practice, capsys):
    mature_extract(practice)
    call_command("analyse_trial", "looked-at", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert sorted(run.look for run in runs_of(looked_at)) == [1, 2]
    newest = runs_of(looked_at).get(look=2)
    assert (answer["run"], answer["problem"], answer["synthetic"]) == (str(newest.pk), "", True)


def test_look_that_a_worker_has_at_hand_is_waited_for(trial, practice, capsys, monkeypatch, settings):
    settings.JOB_LEASE_SECONDS = (
        60  # however busy the machine is, the lease does not run out before the first wait
    )
    mature_extract(practice)
    (job,) = [one for one in follow(trial, on=NOW.date(), at=NOW) if one.kind == "analyse_look"]
    held = [claim(job.pk, at=timezone.now())]
    monkeypatch.setattr(analyse_trial.time, "sleep", lambda _: held and _perform_and_publish(held.pop()))
    call_command("analyse_trial", "prompt")
    assert runs_of(trial).get().job_id == job.pk
    assert capsys.readouterr().out.startswith("SYNTHETIC DATA. ")


def test_look_that_is_due_and_cannot_be_done_says_why(trial, practice, capsys):
    others = [row | {"unit": "Another"} for row in rows()[:50]]
    case_snapshot(practice, others, as_at=MATURE)
    for _ in range(2):  # the second time its job has failed already
        with pytest.raises(CommandError, match="named in it as they are in the plan.*try again"):
            call_command("analyse_trial", "prompt", "--json")
        assert json.loads(capsys.readouterr().out)["report"] is None
