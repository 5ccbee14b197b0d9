"""At the command line: does a trial still hold, and what is its newest result."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.trials.test_verification import change_behind_everyones_back
from trials.models import Draw, Run
from trials.verification import verify_trial


def said(trial):
    return {line.what: line.equal for line in verify_trial(trial.pk)}


def test_untouched_trial_holds_in_seal_allocation_seed_and_report(run, trial):
    found = said(trial)
    assert found == {"plan version 1": True, "allocation": True, "seed": True, f"run {run.pk}": True}


def test_edited_arm_is_found(run, trial):
    drawn = Draw.scoped.for_force(trial.force).get(trial=trial)
    values = json.loads(drawn.published)
    unit = sorted(values["assignment"])[0]
    values["assignment"][unit] = "prompt" if values["assignment"][unit] == "control" else "control"
    change_behind_everyones_back(drawn, published=json.dumps(values))
    assert said(trial)["allocation"] is False


def test_edited_cells_are_found(run, trial):
    cells = json.loads(run.cells)
    row = max(range(len(cells["counts"])), key=lambda at: cells["counts"][at][2])
    cells["counts"][row][2] -= 1
    change_behind_everyones_back(run, cells=json.dumps(cells))
    assert said(trial)[f"run {run.pk}"] is False


def test_verify_names_a_trial_by_its_short_name_and_says_what_is_missing(run, trial, capsys):
    call_command("verify_trial", trial.conduct.slug, "--json")
    assert json.loads(capsys.readouterr().out)["equal"] is True
    with pytest.raises(CommandError, match="no such trial"):
        call_command("verify_trial", "nothing-like-it")


def test_analyse_prints_the_newest_result(run, trial, capsys):
    call_command("analyse_trial", trial.conduct.slug, "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["run"] == str(run.pk)
    assert answer["report"]["verdict"]["pattern"] == "net_widening"


def test_analyse_says_that_nothing_is_due_yet(trial, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("analyse_trial", trial.conduct.slug)
    assert stop.value.code == 3
    assert "no result yet; the next look is due on" in capsys.readouterr().out
    assert not Run.scoped.for_force(trial.force).filter(trial=trial).exists()
