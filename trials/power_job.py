"""The work behind "work out the power": values, figures and pictures outside any transaction, then one save."""

from django.utils import timezone

from cjnudge.jobs.kinds import JobProblem
from trials.frames import FrameRefused
from trials.harm_history import harm_beside
from trials.histories import guardrail_values, values_of, values_typed
from trials.models import PowerStudy
from trials.planning.power_page import power_figures
from trials.planning.trial_plan import TrialPlan
from trials.power_charts import draw_power_charts
from trials.stats import InputRefused
from trials.stats.version import ENGINE_VERSION

STAGES = (
    "the past of the units",
    "power of the plan",
    "simulated trials",
    "other numbers of units and months",
    "guardrails",
    "charts",
)


def perform(work):
    """Work out the power of the plan that the study holds; returns `publish`."""

    def stage(name):
        work.stage(name, done=STAGES.index(name), total=len(STAGES))

    study = study_of_job(work.job)
    plan, on = TrialPlan.from_json(study.plan), study.asked_at.date()
    stage(STAGES[0])
    try:
        values, beside, unknown = planned_with(study, plan, on)
        figures = power_figures(plan, values, beside, unknown=unknown, stage=stage)
    except (FrameRefused, InputRefused) as refusal:
        raise JobProblem(str(refusal)) from refusal
    stage("charts")
    charts = draw_power_charts(figures)
    return lambda: publish(study, figures, charts)


def study_of_job(job):
    """The PowerStudy that the job names."""
    studies = PowerStudy.scoped.for_force(job.force).select_related("snapshot", "force")
    return studies.get(pk=job.payload["study"])


def planned_with(study, plan, on):
    """(PlanningValues of the primary, {key: planning values} of guardrails, {key: why others have none})."""
    if study.snapshot is None:
        return values_typed(plan, cases=study.assumed_cases, level=study.assumed_level), {}, {}
    harm, unknown = harm_beside(plan, study.snapshot, on=on)
    shares = guardrail_values(plan, study.snapshot, on=on)
    return values_of(plan, study.snapshot, on=on), {**shares, **harm}, unknown


def publish(study, figures, charts):
    """Store figures and pictures, once: inside the job's own transaction, behind its fence."""
    study.figures, study.charts = figures.to_json(), charts
    study.engine_version, study.made_at = ENGINE_VERSION, timezone.now()
    study.save(update_fields=["figures", "charts", "engine_version", "made_at"])
