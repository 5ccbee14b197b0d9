"""The two messages Celery carries: work on this job, and sweep."""

from celery import shared_task


@shared_task(name="jobs.work")
def work(job_id):
    """Do one job; a message that comes twice, late or for nothing does nothing."""
    from cjnudge.jobs.running import run_job

    run_job(job_id)


@shared_task(name="jobs.sweep")
def sweep():
    """Wake what nobody works on and park what was tried too often."""
    from cjnudge.jobs.sweep import sweep as sweep_now

    sweep_now()
