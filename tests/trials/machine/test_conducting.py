"""Whatever people do and in whatever order, no result is called planned before its data that was not."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from cjnudge.jobs.running import run_job
from tests.people import NOW, make_person
from tests.trials.machine.conducting import BROKEN, Conducting
from tests.trials.running.world import made_running, mature_extract
from trials.models import Run
from trials.operations.looking import follow
from trials.trial_cells import TrialCells

FEW = {"max_examples": 6, "stateful_step_count": 40}
MANY = {"max_examples": 300, "stateful_step_count": 45}
STEPS = 10_000


@pytest.fixture
def machine(practice, force):
    """The machine with a force, its people, and a look that was really computed once."""
    people = {name: make_person(name, force, "lead") for name in ("lead", "second")}
    people["evaluator"] = make_person("monitor", force, "evaluator")
    trial = made_running(practice, people["lead"], people["evaluator"])
    snapshot = mature_extract(practice)
    for job in follow(trial, on=NOW.date(), at=NOW):
        run_job(job.pk)
    run = Run.scoped.for_force(practice).get(trial=trial)
    kept = {"force": practice, "people": people, "snapshot": snapshot, "report": run.report, "steps": 0}
    return type("Machine", (Conducting,), kept | {"cells": TrialCells.from_json(run.cells), "refused": 0})


def run(machine, *, phases=(Phase.generate,), **size):
    run_state_machine_as_test(
        machine,
        settings=settings(
            deadline=None, database=None, derandomize=True, phases=phases, **size,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_no_order_of_steps_breaks_what_was_promised(machine):
    run(machine, **FEW)
    assert machine.steps > machine.refused > 0


@pytest.mark.on_demand
@pytest.mark.django_db
def test_ten_thousand_steps_break_nothing(machine):
    run(machine, **MANY)
    print(f"{machine.steps} steps, {machine.refused} refused, {Run.objects.count()} looks")
    assert machine.steps >= STEPS
    assert Run.scoped.for_force(machine.force).count() > 20, "few trials got as far as a look"


@pytest.mark.on_demand
@pytest.mark.django_db
@pytest.mark.parametrize("guard", sorted(BROKEN))
def test_machine_finds_what_each_guard_prevents(machine, guard):
    machine.broken = guard
    with pytest.raises(AssertionError):
        run(machine, **MANY)
