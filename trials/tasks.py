"""The kind of job this app adds. Heavy libraries are imported when one is done, not when a worker starts."""

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from cjnudge.jobs.kinds import JobKind, register
from trials.operations.runs import JOB_KIND


def perform(work):
    from trials.analysis_job import perform as perform_analysis

    return perform_analysis(work)


def address(job):
    """The page of the run this job published, or None where it is not there."""
    from trials.queries.trials import run_of_job

    run = run_of_job(job)
    if run is None:
        return None
    return reverse("trials:result", args=[job.force.slug, run.trial_id, run.pk])


def compare(work):
    from trials.comparison_job import perform as perform_comparison

    return perform_comparison(work)


def tell(work):
    """Send the mails that new comparisons are there; there is nothing left to publish."""
    from trials.operations.telling import send_letters

    work.stage("sending", done=0, total=0)
    send_letters(work.job.force)
    return lambda: None


def intervention_page(job):
    return reverse("trials:intervention", args=[job.force.slug, job.payload["intervention"]])


@shared_task(name="trials.look_after_interventions")
def look_after_interventions():
    """Comparisons that new figures allow are asked for, and those concerned are told of them."""
    from trials.operations.comparing import ask_for_comparisons
    from trials.operations.telling import ask_to_tell

    ask_for_comparisons(at=timezone.now())
    ask_to_tell(at=timezone.now())


def work_out_power(work):
    from trials.power_job import perform as perform_power

    return perform_power(work)


def power_page(job):
    from trials.power_job import study_of_job

    return reverse("trials:power", args=[job.force.slug, study_of_job(job).trial_id])


def rehearse_result(work):
    from trials.rehearsal_job import perform as perform_rehearsal

    return perform_rehearsal(work)


def rehearsal_page(job):
    from trials.models import TrialRehearsal

    found = TrialRehearsal.scoped.for_force(job.force).filter(pk=job.payload["rehearsal"]).first()
    return reverse("trials:rehearsal", args=[job.force.slug, found.trial_id]) if found else None


register(JobKind("rehearse_trial", "Rehearsal of a result page", rehearse_result, rehearsal_page))
register(JobKind("plan_power", "Power of a plan", work_out_power, power_page))


def look(work):
    from trials.looking_job import perform as perform_look

    return perform_look(work)


def check_stop_rules(work):
    from trials.stop_rules_job import perform as perform_check

    return perform_check(work)


@shared_task(name="trials.look_after_trials")
def look_after_trials():
    """Looks that are due and mature, guardrails that became mature, and stop rules on new figures are asked for."""
    from trials.operations.looking import follow_trials

    follow_trials(on=timezone.localdate(), at=timezone.now())


def trial_page(job):
    return reverse("trials:trial", args=[job.force.slug, job.payload["trial"]])


register(JobKind("analyse_look", "Planned look of a trial", look, trial_page))
register(JobKind("check_stop_rules", "Stop rules of a trial", check_stop_rules))
register(JobKind("compare_intervention", "Before and after an intervention", compare, intervention_page))
register(JobKind("tell_of_comparisons", "Telling of new comparisons", tell))
register(JobKind(key=JOB_KIND, label="Analysis of a plan", perform=perform, address=address))
