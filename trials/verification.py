"""Is a trial still what its seals and hashes say? Everything is computed anew from what is stored."""

from dataclasses import dataclass

from trials.cells import Cells
from trials.evaluation import evaluate
from trials.models import PlanVersion, Run, Trial
from trials.plan_body import PlanBody, seal_of
from trials.stats.version import ENGINE_VERSION, library_versions


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
    return [seal_line(plan) for plan in plans.order_by("version")] + [report_line(run) for run in runs]


def seal_line(plan):
    equal = seal_of(plan.body) == plan.seal
    words = "the text gives the seal" if equal else "the text does not give the seal: it was changed"
    return Line(f"plan version {plan.version}", equal, words)


def report_line(run):
    """Whether the run's cells still give its report, byte by byte, under the engine that made it."""
    what = f"run {run.pk}"
    if run.engine_version != ENGINE_VERSION:
        text = f"made by engine {run.engine_version}, this is {ENGINE_VERSION}: check it with that release"
        return Line(what, None, text)
    report = evaluate(PlanBody.from_json(run.plan.body), Cells.from_json(run.cells))
    if report == run.report:
        return Line(what, True, "its cells give its report, byte by byte")
    changed = [
        name for name, version in library_versions().items() if run.library_versions.get(name) != version
    ]
    if changed:
        return Line(what, None, f"other versions of {', '.join(changed)} are installed than made it")
    return Line(what, False, "its cells do not give its report: one of them was changed")
