"""What tests of trials stand on: a snapshot of 24 invented forces over four years, and a plan on it."""

import csv
import tempfile
from importlib import import_module
from pathlib import Path

from cjnudge.cases.operations.importing import import_files
from tests.people import NOW
from trials.frames import contents_of
from trials.models import Chart, Run
from trials.operations.plans import seal_plan, write_plan
from trials.operations.trials import create_trial
from trials.plan_building import Choices, build_plan

HEADER = ("force", "territorial", "basis", "financial_year", "quarter", "outcome_types", "n")
YEARS = ("2022/23", "2023/24", "2024/25", "2025/26")
OTHER = "4+5+9+10+11+12+13+14+15+16+17+18+19+20+21"


def small_snapshot(force=None, **options):
    """A reference snapshot (or one of a force) made of counts that follow a fixed pattern."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counts.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(small_rows())
        values = {"feed": "published_counts", "paths": [path], "force": force, "by": "tests", "at": NOW}
        return import_files(**values, as_at=NOW.date(), title="24 invented forces", **options)[0]


def small_rows():
    for force in range(24):
        name = f"Force {force:02d}"
        for year, label in enumerate(YEARS):
            oocr = 300 + 7 * force + (5 * force * year) % 31 + (60 if force == 0 and year > 1 else 0)
            for types, n in (("1", 600 - 3 * force), ("2+3+6+7+8+22", oocr), (OTHER, 8000 + 10 * year)):
                yield (name, "yes" if force != 23 else "no", "closed", label, "", types, n)


def make_trial(force, person, snapshot, **changes):
    values = {
        "title": "Force 00 against the others",
        "question": "Did Force 00 move when the others did not?",
        "measure": "oocr_share_positive",
        "basis": "closed",
        "design": "difference_in_differences",
    }
    return create_trial(force=force, snapshot=snapshot, by=person, at=NOW, **{**values, **changes})


def write_small_plan(trial, person, **changes):
    values = {
        "kind": trial.kind,
        "design": trial.design,
        "treated": ("Force 00",),
        "comparison_rule": "territorial",
        "before": ("2023-04-01", "2023-04-01"),
        "after": ("2025-04-01", "2025-04-01"),
        "sensitivity_span": 2,
        "seed": 5,
        "reason_for_dates": "The board asked about them.",
        "known_when_written": "All four years.",
    }
    body = build_plan(contents_of(trial), Choices(**{**values, **changes}))
    return write_plan(trial=trial, body=body, by=person, at=NOW)


def build(world):
    """A sealed plan with a run and one chart, for the route matrix; nothing is computed for it."""
    lead = world.people["lead"]
    trial = make_trial(world.force, lead, small_snapshot())
    plan = write_small_plan(trial, lead)
    seal_plan(plan=plan, by=lead, at=NOW)
    plan.refresh_from_db()
    run = published_run(plan)
    world.update(trial=str(trial.pk), version=plan.version, run=str(run.pk), chart=run.charts.get().key)
    draft = make_trial(world.force, lead, trial.snapshot, title="Not sealed yet")
    unsealed = write_small_plan(draft, lead)
    world.update(draft=str(draft.pk), draft_version=unsealed.version)
    for path in sorted(Path(__file__).parent.glob("*_world.py")):  # one a subject
        if part := getattr(import_module(f"tests.trials.{path.stem}"), "build", None):
            part(world)


def published_run(plan):
    """A run as the job would publish it, but for the drawing of its chart."""
    from cjnudge.audit.chain import audit_scope
    from cjnudge.jobs.models import Job
    from trials.analysis_job import publish
    from trials.charts import Drawing
    from trials.evaluation import evaluate
    from trials.frames import read_cells
    from trials.plan_body import PlanBody

    body = PlanBody.from_json(plan.body)
    cells = read_cells(body.data, plan.trial.snapshot)
    table = {"headings": [["Force", ""], ["Points", "numeric"]], "rows": [["=Force 00", "1.0"]]}
    drawing = Drawing("series", "Series", "A line.", "<svg xmlns='http://www.w3.org/2000/svg'/>", table)
    with audit_scope():
        publish(Job(force=plan.force), plan, body, cells, evaluate(body, cells), [drawing])
    return Run.scoped.for_force(plan.force).get(plan=plan)


def charts_of(run):
    return Chart.scoped.for_force(run.force).filter(run=run)
