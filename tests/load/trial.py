"""`python -m tests.load.trial`: a trial over 10,000,000 cases, from its look's request to the published report.

A broker and a worker of their own, on a database of the run, and a real part of cases in storage. For each of the
repeats a trial of the same plan is asked for its analysis at the end, as the product asks for one; then the statement
a person would write for its counts is timed in this process. Prints JSON: the seconds of both, those of each stage as
the job's page names it, the most memory that the worker's processes ever held, and the line that has to be kept:
twice the statement and 8 seconds, 1.5 GB; and how busy the machine was with other things. The first repeat is that
of a worker which has analysed nothing yet. Give a number of cases to run it smaller, `--design cluster_randomised` for
the other kind of trial.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

from tests.load import counting
from tests.load.site import prepare_environment

CASES, REPEATS = 10_000_000, 3
TIMES, MORE_SECONDS, MOST_BYTES = 2, 8, 1_500_000_000  # what the project promises
WAIT_SECONDS = 600
LOOKING = 0.02  # seconds between two looks at how far the job is
UNITS, MONTHS = 60, 48
FIRST, LAST, AS_AT = "2022-04-01", "2026-03-31", "2026-11-20"
SEALED_AT, STARTED_AT = (datetime(year, 4, 1, 9, tzinfo=UTC) for year in (2022, 2023))
FIELDS = (
    *(*counting.FIELDS, "gravity", "minutes", "victim_consulted"),
    *("conditions", "conditions_on", "ethnicity"),
)
# The cases of the counting benchmark with what guardrails read, and with suspects who are named again.
MADE = f"""
    SELECT * REPLACE (md5((draw % ({{cases}} * 6 // 10))::VARCHAR)::UUID AS suspect),
        1 + (draw % 5)::INTEGER AS gravity, 20 + (draw % 90)::INTEGER AS minutes,
        list_element(['yes', 'no'], 1 + (draw % 2)::INTEGER) AS victim_consulted,
        list_element(['none', 'open', 'completed', 'breached'], 1 + (draw % 4)::INTEGER) AS conditions,
        outcome_on + 30 AS conditions_on,
        list_element(['asian', 'black', 'white', NULL], 1 + (draw % 4)::INTEGER) AS ethnicity
    FROM (SELECT *, hash(crime) // 7 AS draw FROM ({counting.MADE}))"""


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        prepare_environment(Path(folder))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, run_syncdb=True)
        print(json.dumps(measured(asked.cases, asked.design, asked.repeats), indent=1))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=CASES)
    parser.add_argument("--design", choices=["cluster_randomised", "stepped_wedge"], default="stepped_wedge")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    return parser.parse_args()


def measured(cases=CASES, design="stepped_wedge", repeats=REPEATS):
    """The report as a dictionary; a database must be there."""
    from cjnudge.cases.storage import snapshots, store
    from cjnudge.jobs.broker import embedded_broker
    from cjnudge.jobs.processes import worker

    snapshot, trials = make_world(cases, design, repeats)
    path = store.local_path(snapshots.part_hashes(snapshot)[0])
    ours, by_hand, memory = [], [], 0
    with ExitStack() as stack:
        stack.enter_context(embedded_broker())
        process = stack.enter_context(worker())
        wait_for_worker()
        for trial in trials:
            before = worked(process.pid)
            ours.append(published(trial, snapshot))
            ours[-1]["processor_seconds"] = round(worked(process.pid) - before, 2)
            memory = max(memory, most_held(process.pid))
            by_hand.append(seconds_of(lambda: counting.by_hand(statement(), path)))
    same = all(counts_of(trial) == counts_by_hand(path) for trial in trials)
    return judged(cases, design, ours, by_hand, memory) | {"same_counts": same}


def wait_for_worker():
    """Until the worker has done something: its start is not part of an analysis."""
    from django.utils import timezone

    from cjnudge.jobs.endings import wait_until
    from cjnudge.jobs.models import Job
    from cjnudge.jobs.operations import request_job
    from cjnudge.jobs.states import State

    job = request_job(kind="rehearsal.count", key="load", payload={}, by="load", at=timezone.now())
    assert wait_until(lambda: Job.objects.get(pk=job.pk).state == State.DONE, WAIT_SECONDS)


def judged(cases, design, ours, by_hand, memory):
    """What was found, beside what was promised."""
    plain = statistics.median(by_hand)
    allowed = TIMES * plain + MORE_SECONDS
    middle = statistics.median(one["seconds"] for one in ours)
    return {
        "cases": cases,
        "design": design,
        "runs": ours,
        "statement_seconds": by_hand,
        "median_seconds": middle,
        "worst_seconds": max(one["seconds"] for one in ours),
        "allowed_seconds": round(allowed, 2),
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
        "worker_bytes": memory,
        "allowed_bytes": MOST_BYTES,
        "kept": middle <= allowed and memory <= MOST_BYTES,
    }


def statement():
    """What a person writes who wants the counts of the trial: three outcomes within 120 days by unit and month."""
    return counting.PLAIN.replace(counting.LIMIT, LAST)


def counts_by_hand(path):
    """{(unit, first of the month): [resolutions, charges, no further action, cases]} of the statement."""
    rows = counting.by_hand(statement(), path).values.tolist()
    return {(unit, str(month)[:10]): [int(n) for n in counts] for unit, month, *counts in rows}


def counts_of(trial):
    """The same of the cells from which the trial's report was made."""
    from trials.queries.finished import final_result, result_of
    from trials.trial_cells import TrialCells

    cells = TrialCells.from_json(result_of(trial, final_result(trial).pk, with_cells=True).cells)
    return counts_in(cells)


def counts_in(cells):
    months = [period.on for period in cells.periods]
    return {
        (place.unit, months[period - 1]): [*counts[:3], sum(counts)]
        for place, period, counts in cells.named(cells.parts)
    }


def make_world(cases, design, repeats):
    """(snapshot of so many cases, trials of the same plan that went live and wait for their analysis)."""
    from tests.people import make_force, make_person

    force = make_force()
    practice = make_force("hertfordshire-practice", "Practice", kind="practice", practice_of=force)
    lead, approver = make_person("lead", force, "lead"), make_person("approver", force, "evaluator")
    given = {"made_by": MADE, "fields": FIELDS, "as_at": AS_AT}
    snapshot = counting.snapshot_in(practice, cases, **given)
    trials = [running_trial(practice, lead, approver, the_plan(design), f"load-{n}") for n in range(repeats)]
    return snapshot, trials


def running_trial(force, lead, approver, plan, slug):
    from tests.trials.planning_world import make_sealed
    from trials.operations.allocating import draw_allocation
    from trials.operations.starting import start_trial

    trial, _ = make_sealed(force, lead, approver, slug=slug, plan=plan, at=SEALED_AT)
    draw_allocation(trial=trial, by=lead, at=SEALED_AT)
    start_trial(trial=trial, on=STARTED_AT.date(), by=lead, at=STARTED_AT)
    return trial


def the_plan(design):
    """A plan of sixty units and four years with every outcome the product suggests, so that all cases are in it."""
    from tests.trials.planning_world import whole_plan
    from trials.planning.trial_plan import AllocationRule, Unit

    stepped = design == "stepped_wedge"
    return whole_plan(
        design=design,
        units=tuple(Unit(name=f"Unit {number}") for number in range(UNITS)),
        first_period=date.fromisoformat(FIRST).isoformat(),
        start=13,
        periods=MONTHS,
        step_periods=6 if stepped else 0,
        allocation=AllocationRule(method="stepped" if stepped else "simple"),
        subgroups=("sex",),
        analysis_seed=7,
    )


def published(trial, snapshot):
    """{"seconds", "stages"} from the request of the trial's last look until its report is published."""
    from django.utils import timezone

    from cjnudge.jobs.models import Job
    from cjnudge.jobs.states import State
    from trials.operations.looking import request_look
    from trials.queries.following import looks_of

    began = time.perf_counter()
    look = looks_of(trial)[-1]
    job = request_look(look=look, snapshot=snapshot, by="load", at=timezone.now())
    reached = {}
    while time.perf_counter() - began < WAIT_SECONDS:
        now = Job.objects.get(pk=job.pk)
        reached.setdefault(now.progress_text, round(time.perf_counter() - began, 2))
        if State(now.state) not in (State.READY, State.RUNNING):
            break
        time.sleep(LOOKING)
    seconds = round(time.perf_counter() - began, 2)
    assert now.state == State.DONE, (now.state, now.problem)
    assert looks_of(trial)[-1].run_id
    return {"seconds": seconds, "reached": {text or "waiting": at for text, at in reached.items()}}


def most_held(pid):
    """Bytes that a process and its children held at most, each at its own worst moment, added up."""
    return sum(peak_of(one) for one in [pid, *children_of(pid)])


def worked(pid):
    """Seconds of a processor that a process and its children have used: on a busy machine less than they took."""
    ticks = os.sysconf("SC_CLK_TCK")
    stats = [
        Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split() for one in [pid, *children_of(pid)]
    ]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / ticks


def children_of(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in map(int, found) for one in [child, *children_of(child)]]


def peak_of(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def seconds_of(work):
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 3)


if __name__ == "__main__":
    main()
