"""The work behind a look: counts of a mature snapshot, the report, the charts, then one short publish, once a look."""

import json
from dataclasses import replace
from functools import partial

from django.utils import timezone
from django.utils.timezone import localdate

from cjnudge.audit.chain import Event, record
from cjnudge.cases.measures import measure
from cjnudge.cases.models import Snapshot
from cjnudge.cases.queries.rule_sets import approved_versions, rules_of
from cjnudge.jobs.kinds import JobProblem
from trials.analysis_job import SEAL_BROKEN, WRITER, seals_of
from trials.changes import as_conducted
from trials.evaluation.looks_before import recorded
from trials.evaluation.trial_report import Conducted, evaluate_trial
from trials.frames import FrameRefused
from trials.models import Chart, Exposure, PlannedLook, Run, Trial
from trials.nudge_forest import draw_nudge_forest
from trials.operations.trials import locked
from trials.plan_body import seal_of
from trials.planning.allocated import is_in_turn
from trials.planning.periods import end_of_period, first_day_of
from trials.planning.trial_plan import TrialPlan
from trials.queries.allocations import arms_by_crime, draw_json_of, enrolled_by_arm
from trials.queries.conduct import conduct_of
from trials.queries.following import alerts_of, changes_of, looks_of
from trials.queries.interventions import live_in
from trials.queries.planning import sealed_plan
from trials.queries.trials import run_for
from trials.stats import InputRefused
from trials.stats.version import ENGINE_VERSION, library_versions
from trials.survey_frames import with_surveys
from trials.trial_cells import BANDS, COUNTED, NOT_MATURE, TrialCells
from trials.trial_charts import draw_trial_charts
from trials.trial_frames import read_trial_frames

STAGES = ("read plan", "frame", "further outcomes", "estimate", "decomposition", "checks", "charts")
GONE = "The trial, its look or the extract is no longer there."


def perform(work):
    """Compute the report of the look that the job names; returns `publish`."""

    def stage(name):
        work.stage(name, done=STAGES.index(name), total=len(STAGES))

    stage("read plan")
    trial, snapshot, look, earlier = found_of(work.job)
    version = whole_plan_of(trial, earlier)
    plan = TrialPlan.from_json(version.body)
    try:
        cells = cells_of(trial, plan, snapshot, look, earlier, stage)
        report = report_of(trial, plan, cells, look, stage)
    except (FrameRefused, InputRefused) as refusal:
        raise JobProblem(str(refusal)) from refusal
    stage("charts")
    drawings = drawings_of(trial, plan, json.loads(report), look)
    run = run_of(work.job, version, snapshot, look, cells, report)
    return partial(publish, run=run, drawings=drawings, is_first=earlier is None)


def drawings_of(trial, plan, report, look):
    """The charts of the look; with the analysis at the end also all trials of the nudge beside each other."""
    beside = draw_nudge_forest(trial, plan, report) if look.is_final else []
    return [*draw_trial_charts(plan, report), *beside]


def found_of(job):
    """(trial, snapshot, PlannedLook, run whose guardrails are judged again or None); JobProblem where one is gone."""
    trial = Trial.scoped.for_force(job.force).filter(pk=job.payload["trial"]).select_related("force").first()
    snapshot = Snapshot.scoped.for_force(job.force).filter(pk=job.payload["snapshot"]).first()
    earlier = Run.scoped.for_force(job.force).filter(pk=job.payload.get("run")).first()
    looks = PlannedLook.scoped.for_force(job.force).filter(trial=trial)
    look = looks.filter(number=earlier.look) if earlier else looks.filter(pk=job.payload.get("look"))
    look = look.first()
    if trial is None or snapshot is None or look is None:
        raise JobProblem(GONE)
    return trial, snapshot, look, earlier


def whole_plan_of(trial, earlier):
    """The sealed PlanVersion that governs, its seal checked against its text; of an earlier run its own."""
    version = earlier.plan if earlier else sealed_plan(trial)
    if version is None or seal_of(version.body) != version.seal:
        raise JobProblem(SEAL_BROKEN)
    return version


def cells_of(trial, plan, snapshot, look, earlier, stage):
    """TrialCells of the look, as they will be read back; of a later run the old ones with the guardrails now mature."""
    cells = read_trial_frames(
        plan,
        draw_json_of(trial),
        snapshot,
        up_to_period=look.after_period,
        changes=changes_of(trial),
        exposures=list(Exposure.scoped.for_force(trial.force).filter(trial=trial)),
        enrolled=arms_by_crime(trial) if is_in_turn(plan) else None,
        stage=stage,
    )
    if is_in_turn(plan):
        cells = replace(cells, enrolled=enrolled_by_arm(trial, until=end_of_period(plan, look.after_period)))
    cells = with_surveys(trial, plan, draw_json_of(trial), cells)
    if earlier:
        cells = with_ripe_guardrails(TrialCells.from_json(earlier.cells), cells)
    return TrialCells.from_json(cells.to_json())


def with_ripe_guardrails(old, new):
    """The old cells, which the look was about, with the outcomes that only the new snapshot could follow."""
    ripe = {
        key: line
        for key, line in new.outcomes.items()
        if line.state == COUNTED and old.outcomes[key].state == NOT_MATURE
    }
    surveys = new.surveys if any(line.kind == BANDS for line in ripe.values()) else old.surveys
    outcomes = {**old.outcomes, **ripe}
    return replace(old, outcomes=outcomes, surveys=surveys, later_hash=new.snapshot_hash)


def report_of(trial, plan, cells, look, stage):
    """The report's canonical JSON; the analysis at the end has no number for the engine."""
    interim = [line.after_period for line in plan.looks]
    number = None if look.is_final else interim.index(look.after_period) + 1
    given = {"look": number, "conducted": conducted(trial, plan, look, cells), "stage": stage}
    return evaluate_trial(plan, draw_json_of(trial), cells, **given)


def conducted(trial, plan, look, cells):
    """How the trial went so far, as it is printed with the result."""
    snapshot_hash = cells.later_hash or cells.snapshot_hash
    taken = {one.number for one in looks_of(trial) if one.run_id or one.pk == look.pk}
    asked = measure(plan.measure)
    rules = {rule.key: rule for rule in plan.stop_rules}
    fired = {}
    for rule in sorted({alert.rule for alert in alerts_of(trial)} & rules.keys()):
        fired.setdefault(rules[rule].guardrail, []).append(rules[rule].text)
    return Conducted(
        changes=(
            *(as_conducted(change) for change in changes_of(trial)),
            *other_rules(trial, snapshot_hash),
            *ends_of(trial),
        ),
        looks_taken=tuple(sorted(taken)),
        overlaps=overlaps_of(trial, plan),
        fired={key: tuple(texts) for key, texts in fired.items()},
        measure_title=asked.title,
        measure_limits=asked.cannot_tell,
        looks_before=looks_before(trial, plan, look),
    )


def looks_before(trial, plan, look):
    """What each earlier look recorded of itself in its run; None where the plan has no looks before the end.

    From the run that took it, whatever has come in since: cases that came late, or were corrected, must not move
    what it spent. The first run of a look is the one that took it.
    """
    earlier = [one for one in looks_of(trial) if one.run_id and one.number < look.number]
    lines = (recorded(one.run.result, plan.alpha) for one in earlier)
    return tuple(line for line in lines if line) if plan.looks else None


def other_rules(trial, snapshot_hash):
    """That the cases were judged by other eligibility rules than when the plan was sealed, as a change; () if not.

    A plan seals its measure, and whom that counts hangs on the force's rules as well.
    """
    snapshot = Snapshot.scoped.for_force(trial.force).filter(hash=snapshot_hash).first()
    used = rules_of(snapshot) if snapshot else None
    sealed_at = sealed_plan(trial).sealed_at
    then = approved_versions(trial.force).filter(approved_at__lte=sealed_at).first()
    if used is None or used == then:
        return ()
    before = f"version {then.number}" if then else "none"
    text = (
        f"The cases were judged by version {used.number} of the eligibility rules, approved on "
        f"{localdate(used.approved_at):%-d %B %Y}; when the plan was sealed, {before} was in force. Whoever is counted "
        "as eligible may differ for that reason."
    )
    said = {"kind": "rules", "title": "Other eligibility rules", "unit": "", "reason": used.reason}
    return ({**said, "on": localdate(used.approved_at).isoformat(), "text": text},)


def ends_of(trial):
    """That a trial was stopped, as a report keeps a change; () for one that was not."""
    conduct = conduct_of(trial)
    if conduct.stopped_at is None:
        return ()
    on = localdate(conduct.stopped_at)
    text = f"The trial was stopped on {on:%-d %B %Y}, before its plan ended; its months count as planned."
    said = {"kind": "stopped", "title": "The trial was stopped", "unit": "", "on": on.isoformat()}
    return ({**said, "text": text, "reason": conduct.stop_reason},)


def overlaps_of(trial, plan):
    """What else was live in its units in its months, one sentence each."""
    span = first_day_of(plan, 1), end_of_period(plan, plan.periods)
    others = [one for one in live_in(trial.force, plan.unit_names, *span) if one.trial_id != trial.pk]
    return tuple(
        f"“{one.title}” was live in {', '.join(sorted({*one.units} & {*plan.unit_names}))} from "
        f"{one.went_live_on:%-d %B %Y}."
        for one in others
    )


def run_of(job, version, snapshot, look, cells, report):
    """The Run before it is stored."""
    said = json.loads(report)
    return Run(
        force=job.force,
        trial=version.trial,
        plan=version,
        snapshot_id=snapshot.pk,
        snapshot_hash=snapshot.hash,
        look=look.number,
        job_id=job.pk,
        report=report,
        cells=cells.to_json(),
        verdict=said["verdict"]["headline"],
        engine_version=ENGINE_VERSION,
        library_versions=library_versions(),
        seed=TrialPlan.from_json(version.body).analysis_seed,
        synthetic=cells.synthetic,
    )


def publish(*, run, drawings, is_first):
    """Store the run, its charts and that the look was taken: in the job's transaction, behind its fence, and once.

    Another job may have taken the same look on another snapshot meanwhile: then nothing is stored.
    """
    locked(run.trial)
    look = PlannedLook.scoped.for_force(run.force).get(trial=run.trial, number=run.look)
    if (is_first and look.run_id) or run_for(run.plan, run.snapshot_hash, ENGINE_VERSION, look=run.look):
        return
    run.created_at = timezone.now()
    run.save(force_insert=True)
    Chart.objects.bulk_create(
        Chart(force=run.force, run=run, position=position, **vars(drawing))
        for position, drawing in enumerate(drawings, start=1)
    )
    after = {"plan": run.plan.seal, "snapshot": run.snapshot_hash, **seals_of(run, drawings)}
    record(Event.RUN_PUBLISHED, by=WRITER, at=run.created_at, force=run.force, subject=run, after=after)
    if is_first:
        look.run = run
        look.save(update_fields=["run"])
        after = {"look": look.number, "final": look.is_final, "snapshot": run.snapshot_hash}
        record(
            Event.LOOK_TAKEN, by=WRITER, at=run.created_at, force=run.force, subject=run.trial, after=after
        )
