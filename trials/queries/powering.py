"""Reading what was worked out of a plan beforehand, always through its force."""

from cjnudge.jobs.models import Job
from trials.models import PowerStudy, TrialRehearsal
from trials.planning.power_found import WANTED, figures_from, power_digest
from trials.planning.sealing_rule import power_ruling
from trials.planning.trial_plan import TrialPlan
from trials.planning.validation import power_refusal
from trials.queries.trials import latest_plan

NOT_SEEN = (
    "Nobody has seen yet what this plan can find: save it without this reason, have its power worked out on the "
    "power page, and record there why it is run all the same."
)
ANSWERS_NOTHING = (
    "Nobody has seen what this plan, as it stands now, can find. Have its power worked out on the power page, and put "
    "it into the plan there, with a reason where it is below 80 %."
)


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
    digest = power_digest(plan)
    return next((one for one in finished_studies(trial) if one.digest == digest), None)


def finished_studies(trial):
    """Every study of the trial that has its figures, newest first, without pictures. In a list: `drafts_of`."""
    if "found_studies" in vars(trial):
        return trial.found_studies
    studies = PowerStudy.scoped.for_force(trial.force).filter(trial=trial).exclude(figures="")
    return list(studies.select_related("snapshot", "asked_by").defer("charts"))


def figures_of(study):
    """The PowerFigures of a finished study, or None."""
    return figures_from(study.content) if study and study.figures else None


def refusal_of_override(trial, earlier, plan):
    """Why the reason to do without enough power cannot be recorded yet, in words; "" where it can, or is not new.

    earlier: the TrialPlan that the plan replaces, or None.
    """
    reason = plan.worthwhile.override_reason.strip()
    is_old = earlier is not None and reason == earlier.worthwhile.override_reason.strip()
    if plan.is_pilot or not reason or is_old or study_for(trial, plan) is not None:
        return ""
    return NOT_SEEN


def refused_for_power(trial, plan):
    """Why the plan may not be sealed for its power, in words; "" where it may.

    Asked of what was worked out for this very text. One that was changed since in nothing that its power rests on
    keeps the power that was found; a reason for doing without stands beside the answer it was given to, and no other.
    """
    if study_for(trial, plan) is not None:
        ruling = ruling_on(trial, plan)
        return "" if ruling.may_seal else ruling.text
    refusal = power_refusal(plan)
    if refusal or plan.is_pilot or was_found(trial, plan.worthwhile.power):
        return refusal
    return ANSWERS_NOTHING


def was_found(trial, power):
    """Whether this power, of 80 % or more, is what some study of the trial found."""
    return any(one.content["power"] == power for one in finished_studies(trial) if (power or 0) >= WANTED)


def ruling_on(trial, plan):
    """What the sealing rule says of this plan, from the figures that were worked out for it."""
    return power_ruling(plan, figures_of(study_for(trial, plan)))


def job_of(force, asked):
    """The job of a study or rehearsal, or None."""
    return Job.scoped.for_force(force).filter(pk=asked.job_id).first() if asked and asked.job_id else None


def rehearsal_of(trial, rehearsal_id=None):
    """The newest rehearsal of a trial, or the one of that id; None without."""
    found = TrialRehearsal.scoped.for_force(trial.force).filter(trial=trial).select_related("study")
    return found.filter(pk=rehearsal_id).first() if rehearsal_id else found.first()
