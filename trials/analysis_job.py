"""The work behind "run the analysis": stages outside any transaction, then one short publish."""

import json

from django.utils import timezone

from cjnudge.audit.chain import Event, record
from cjnudge.jobs.kinds import JobProblem
from trials.charts import draw_charts
from trials.evaluation import evaluate
from trials.frames import FrameRefused, read_cells
from trials.models import Chart, PlanVersion, Run
from trials.plan_body import PlanBody, seal_of
from trials.presenters.result import measure_title, verdict_text
from trials.queries.trials import run_for
from trials.stats import InputRefused
from trials.stats.canonical import canonical_json
from trials.stats.version import ENGINE_VERSION, library_versions

STAGES = ("read plan", "frame", "estimate", "checks", "decomposition", "charts")
SEAL_BROKEN = (
    "The plan no longer matches its seal, so it was not analysed. Tell whoever runs the installation: "
    "`manage.py verify_trial` and `verify_audit` show what differs."
)
WRITER = "worker"  # the actor of what no person does by hand


def perform(work):
    """Compute the report and draw the charts of the plan named in the job; returns `publish`."""

    def stage(name):
        work.stage(name, done=STAGES.index(name), total=len(STAGES))

    stage("read plan")
    plan = sealed_plan(work.job)
    body = PlanBody.from_json(plan.body)
    stage("frame")
    try:
        cells = read_cells(body.data, plan.trial.snapshot)
        report = evaluate(body, cells, stage)
    except (FrameRefused, InputRefused) as refusal:
        raise JobProblem(str(refusal)) from refusal
    stage("charts")
    drawings = draw_charts(body, cells, json.loads(report), measure_title(body))
    return lambda: publish(work.job, plan, body, cells, report, drawings)


def sealed_plan(job):
    """The sealed plan the job names, its seal checked against its text."""
    plans = PlanVersion.scoped.for_force(job.force).select_related("trial__snapshot", "force")
    plan = plans.get(pk=job.payload["plan"])
    if not plan.is_sealed or seal_of(plan.body) != plan.seal:
        raise JobProblem(SEAL_BROKEN)
    return plan


def publish(job, plan, body, cells, report, drawings):
    """Store the run and its charts, once: inside the job's own transaction, behind its fence."""
    snapshot, at = plan.trial.snapshot, timezone.now()
    if run_for(plan, snapshot.hash, ENGINE_VERSION):
        return
    run = Run(
        force=plan.force,
        trial=plan.trial,
        plan=plan,
        snapshot_id=snapshot.pk,
        snapshot_hash=snapshot.hash,
        job_id=job.pk,
        report=report,
        cells=cells.to_json(),
        verdict=verdict_text(body, cells, json.loads(report)),
        engine_version=ENGINE_VERSION,
        library_versions=library_versions(),
        seed=body.analysis["seed"],
        synthetic=cells.synthetic,
        created_at=at,
    )
    run.save(force_insert=True)
    Chart.objects.bulk_create(
        Chart(force=plan.force, run=run, position=position, **vars(drawing))
        for position, drawing in enumerate(drawings, start=1)
    )
    after = {"plan": plan.seal, "snapshot": snapshot.hash, **seals_of(run, drawings)}
    record(Event.RUN_PUBLISHED, by=WRITER, at=at, force=plan.force, subject=run, after=after)


def seals_of(run, drawings):
    """{what: SHA-256} of all that a page shows of a run: kept in the audit trail, where verify_trial looks.

    drawings: its charts, before or after they are stored.
    """
    figures = [[c.key, c.title, c.description, c.svg, c.table] for c in drawings]
    texts = {
        "report": run.report,
        "cells": run.cells,
        "verdict": run.verdict,
        "charts": canonical_json(figures),
    }
    return {what: seal_of(text) for what, text in texts.items()}
