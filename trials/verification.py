"""Is a trial still what its seals and hashes say? Everything is computed anew from what is stored.

What was changed together with everything it follows from is found by the seals that the audit trail holds;
`manage.py verify_audit` says whether the trail itself is whole.
"""

import json
from dataclasses import dataclass
from hashlib import sha256

from django.utils.timezone import localtime

from cjnudge.audit.events import Event
from cjnudge.audit.queries import recorded_after
from cjnudge.cases.models import Snapshot
from cjnudge.cases.storage.snapshots import hash_of
from trials.analysis_job import seals_of
from trials.cells import Cells
from trials.evaluation import evaluate
from trials.evaluation.trial_report import conducted_from, evaluate_trial
from trials.models import PlanVersion, Run, Trial
from trials.plan_body import PlanBody, seal_of
from trials.planning.trial_plan import TrialPlan, is_trial_plan
from trials.queries.allocations import draw_json_of, draw_of, published_allocation
from trials.seeds import digest_of
from trials.stats.verify_alone import differences
from trials.stats.version import ENGINE_VERSION, library_versions
from trials.trial_cells import TrialCells


@dataclass(frozen=True)
class Line:
    """One comparison: `equal` is None where it cannot be made, and `words` then say why."""

    what: str
    equal: bool | None
    words: str


def verify_trial(trial_id):
    """Lines for every sealed plan and every run of a trial, or None where there is no such trial.

    For the person who runs the installation, so the trial may be of any force.
    """
    trial = Trial.objects.filter(pk=trial_id).select_related("force").first()
    if trial is None:
        return None
    plans = PlanVersion.scoped.for_force(trial.force).filter(trial=trial).exclude(seal="")
    runs = Run.scoped.for_force(trial.force).filter(trial=trial).select_related("plan")
    runs = runs.prefetch_related("charts")
    lines = [seal_line(plan) for plan in plans.order_by("version")] + draw_lines(trial)
    lines += [report_line(run) for run in runs]
    return lines + [snapshot_line(snapshot) for snapshot in snapshots_of(trial, runs)]


def seal_line(plan):
    what = f"plan version {plan.version}"
    if seal_of(plan.body) != plan.seal:
        return Line(what, False, "the text does not give the seal: it was changed")
    if recorded_after(Event.PLAN_SEALED, plan).get("seal") != plan.seal:
        return Line(what, False, "the audit trail holds no such seal: text and seal were changed")
    return Line(what, True, "the text gives the seal")


def report_line(run):
    """Whether the run's cells still give its report, byte by byte, under the engine that made it."""
    what = f"run {run.pk}"
    recorded = recorded_after(Event.RUN_PUBLISHED, run)
    differ = [name for name, seal in found_of(run).items() if recorded.get(name) != seal]
    if differ:
        return Line(what, False, f"not what the audit trail says was published: {', '.join(differ)}")
    if run.engine_version != ENGINE_VERSION:
        text = f"made by engine {run.engine_version}, this is {ENGINE_VERSION}: check it with that release"
        return Line(what, None, text)
    if computed_again(run) == run.report:
        return Line(what, True, "its cells give its report, byte by byte")
    changed = [
        name for name, version in library_versions().items() if run.library_versions.get(name) != version
    ]
    if changed:
        return Line(what, None, f"other versions of {', '.join(changed)} are installed than made it")
    return Line(what, False, "its cells do not give its report: one of them was changed")


def computed_again(run):
    """The report of a run's stored plan and cells, whichever kind of trial it is of."""
    if not is_trial_plan(run.plan.body):
        return evaluate(PlanBody.from_json(run.plan.body), Cells.from_json(run.cells))
    made = run.result
    given = {"look": made["look"], "conducted": conducted_from(made)}
    draw = draw_json_of(run.trial)
    return evaluate_trial(TrialPlan.from_json(run.plan.body), draw, TrialCells.from_json(run.cells), **given)


def draw_lines(trial):
    """Whether what was drawn is what was published, from the seed that was sealed; [] where nothing was drawn."""
    drawn = None if trial.is_retrospective else draw_of(trial)
    if drawn is None:
        return []
    if sha256(drawn.published.encode()).hexdigest() != drawn.sha256:
        return [Line("allocation", False, "the text does not give its hash: it was changed")]
    if recorded_after(Event.TRIAL_ALLOCATED, trial).get("sha256") != drawn.sha256:
        return [Line("allocation", False, "the audit trail holds no such hash: text and hash were changed")]
    published = published_allocation(trial)
    if published is None:
        words = "the seed is not published before the last case: the arms cannot be derived yet"
        return [Line("allocation", None, words)]
    return [arms_line(published), seed_line(drawn, published)]


def arms_line(published):
    """Whether the seed gives every arm, by the verifier that shares no line with what draws."""
    wrong = differences(json.loads(published))
    if wrong:
        return Line("allocation", False, f"the seed gives other arms: {'; '.join(wrong[:3])}")
    return Line("allocation", True, "the published seed gives every arm")


def seed_line(drawn, published):
    """Whether the published seed is the one whose digest was sealed before it was known."""
    sealed, seed = TrialPlan.from_json(drawn.plan.body).seed_digest, json.loads(published)["seed"]
    if sealed and digest_of(seed) != sealed:
        return Line("seed", False, "its digest is not the one in the sealed plan: it was drawn anew")
    return Line("seed", True, "its digest is the one in the sealed plan")


def snapshots_of(trial, runs):
    """The registered snapshots that the trial's runs were computed from, by import."""
    named = {run.snapshot_id for run in runs}
    return Snapshot.scoped.visible_to(trial.force).filter(pk__in=named).order_by("imported_at", "pk")


def snapshot_line(snapshot):
    """Whether the manifest gives the hash that plans and runs name, and whether the case rows are still there."""
    what = f"snapshot {snapshot.short_hash}"
    if hash_of(snapshot.manifest) != snapshot.hash:
        return Line(what, False, "the manifest does not give the hash: it was changed")
    words = "the manifest gives the hash"
    if snapshot.rows_erased_at:
        words += f"; case rows erased on {localtime(snapshot.rows_erased_at):%-d %B %Y}"
    return Line(what, True, words)


def found_of(run):
    """What the trail recorded of the run when it was published, as it is stored now."""
    return {"plan": run.plan.seal, "snapshot": run.snapshot_hash, **seals_of(run, run.charts.all())}
