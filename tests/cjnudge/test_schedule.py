"""What the scheduler sends is something a worker knows."""

from cjnudge.celery import app


def test_every_scheduled_task_is_registered():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled >= {"jobs.sweep", "cases.sweep_orphans", "accounts.forget_ended_sessions"}
    app.loader.import_default_modules()
    assert scheduled <= set(app.tasks)
