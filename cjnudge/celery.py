"""Celery wakes, schedules and limits; it owns no state: the job table does (cjnudge/jobs)."""

import os

from celery import Celery
from celery.signals import worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cjnudge.settings")

JOB_HARD_LIMIT_SECONDS = (
    3600  # an hour: the longest simulation takes minutes, so one that lasts longer is stuck
)
DAY_SECONDS = 24 * 3600
UPLOAD_SWEEP_SECONDS = 60  # an upload whose sender has gone says so that much after its silence was noticed
SURVEY_SECONDS = 60  # a mail goes out within a minute or two of a launch
TASKS_PER_CHILD = 100  # a new process now and then gives back what the numeric libraries keep
BROKER_PATIENCE_SECONDS = 5  # a broker that hangs may hold a person's request so long, and no longer


def every(seconds):
    """A message so often; one that waited so long behind a long job has been overtaken by the next one."""
    return {"schedule": seconds, "options": {"expires": seconds}}


app = Celery("cjnudge")
app.config_from_object(
    {
        "broker_url": settings.CELERY_BROKER_URL,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # a worker waits for its broker as long as that takes
        "broker_transport_options": {
            # Redelivery only after the hard limit; the sweep is what recovers lost work.
            "visibility_timeout": JOB_HARD_LIMIT_SECONDS + 600,
            "socket_connect_timeout": 2,
            "socket_timeout": BROKER_PATIENCE_SECONDS,
            "max_retries": 0,
            "interval_start": 0,
        },
        "result_backend": None,
        "task_ignore_result": True,
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_acks_late": True,
        "task_reject_on_worker_lost": False,  # the sweep re-wakes, and counts attempts; a broker would loop
        "task_time_limit": JOB_HARD_LIMIT_SECONDS,
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": TASKS_PER_CHILD,
        "worker_soft_shutdown_timeout": 20,
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # the work goes on; its fence protects it
        "worker_hijack_root_logger": False,
        "timezone": "Europe/London",
        "beat_schedule_filename": str(settings.DATA_DIR / "celery-beat"),
        "beat_schedule": {
            "sweep": {"task": "jobs.sweep", **every(settings.JOB_SWEEP_SECONDS)},
            # An interval, not an hour of the day: a trial installation may never run at night.
            "forget sessions": {"task": "accounts.forget_ended_sessions", "schedule": DAY_SECONDS},
            "tell what waits": {"task": "accounts.tell_everyone", **every(settings.NOTICE_SECONDS)},
            "sweep part files": {"task": "cases.sweep_orphans", "schedule": DAY_SECONDS},
            "keep retention": {"task": "cases.keep_retention", **every(settings.RETENTION_SECONDS)},
            "sweep uploads": {"task": "cases.sweep_uploads", **every(UPLOAD_SWEEP_SECONDS)},
            "look after surveys": {"task": "surveys.look_after_waves", **every(SURVEY_SECONDS)},
            "look after trials": {"task": "trials.look_after_trials", **every(settings.TRIALS_SECONDS)},
            "look into the inbox": {"task": "cases.look_into_inbox", **every(settings.INBOX_SECONDS)},
            "look after interventions": {
                "task": "trials.look_after_interventions",
                **every(settings.INTERVENTION_SECONDS),
            },
        },
    }
)
app.autodiscover_tasks(["cjnudge.accounts", "cjnudge.jobs", "cjnudge.cases", "surveys", "trials"])


@worker_ready.connect
def sweep_at_start(**kwargs):
    """A worker that starts wakes what was left lying, without waiting for the schedule."""
    from django.db import connections

    from cjnudge.jobs.sweep import sweep

    sweep(everything=True)
    connections.close_all()  # this process forks children, and a connection must not be shared with them
