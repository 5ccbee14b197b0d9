"""Reading what was worked out of a plan beforehand, always through its force."""

from cjnudge.jobs.models import Job
from trials.models import PowerStudy, TrialRehearsal
from trials.planning.trial_plan import TrialPlan
from trials.queries.trials import latest_plan


def written_plan(trial):
    """The newest text of the plan as a TrialPlan, sealed or not; None before there is any."""
    latest = latest_plan(trial)
    return TrialPlan.from_json(latest.body) if latest else None


def studies_of(trial):
    """Every working-out of the trial's power, newest first, without its pictures."""
    studies = PowerStudy.scoped.for_force(trial.force).filter(trial=trial)
    return list(studies.select_related("snapshot", "asked_by").defer("charts"))


def study_of(trial, study_id):
    """One of them with its pictures, or None."""
    return PowerStudy.scoped.for_force(trial.force).filter(trial=trial, pk=study_id).first()


def study_for(trial, plan):
    """The newest finished one that speaks of this very plan, or None."""
    from trials.planning.power_page import power_digest

    studies = PowerStudy.scoped.for_force(trial.force).filter(trial=trial, digest=power_digest(plan))
    return studies.exclude(figures="").select_related("snapshot", "asked_by").first()


def figures_of(study):
    """The PowerFigures of a finished study, or None."""
    from trials.planning.power_page import figures_from

    return figures_from(study.content) if study and study.figures else None


def refusal_of_override(trial, earlier, plan):
    """Why the reason to do without enough power cannot be recorded yet, in words; "" where it can, or is not new."""
    reason = plan.worthwhile.override_reason.strip()
    if plan.is_pilot or not reason or reason == earlier.worthwhile.override_reason:
        return ""
    if study_for(trial, plan) is not None:
        return ""
    return (
        "Nobody has seen yet what this plan can find: save it without this reason, have its power worked out on the "
        "power page, and record there why it is run all the same."
    )


def ruling_on(trial, plan):
    """What the sealing rule says of this plan, from the figures that were worked out for it."""
    from trials.planning.sealing_rule import power_ruling

    return power_ruling(plan, figures_of(study_for(trial, plan)))


def job_of(force, asked):
    """The job of a study or rehearsal, or None."""
    return Job.scoped.for_force(force).filter(pk=asked.job_id).first() if asked and asked.job_id else None


def rehearsal_of(trial, rehearsal_id=None):
    """The newest rehearsal of a trial, or the one of that id; None without."""
    found = TrialRehearsal.scoped.for_force(trial.force).filter(trial=trial).select_related("study")
    return found.filter(pk=rehearsal_id).first() if rehearsal_id else found.first()
