"""Real workers that are killed in the middle of storing an upload: another start stores it once."""

import pytest
from django.conf import settings

from cjnudge.cases.models import Part, Snapshot, Upload
from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.models import Job
from cjnudge.jobs.states import State
from tests.cases.doors.extracts import many
from tests.jobs.conftest import broker, start, worker_environment  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_demand]
STAGES = (
    "claimed",
    "make the part of file 1.csv",
    "look at the files together",
    "judge the quality of the data",
    "publish",
    "commit",
    "published",
)
SECONDS = 60


@pytest.mark.parametrize("victim", ["worker", "child"])
@pytest.mark.parametrize("stage", STAGES)
def test_killed_worker_leaves_one_snapshot_after_its_next_start(
    start,  # noqa: F811
    receive,
    practice,
    own_store,
    tmp_path,
    stage,
    victim,
):
    upload = receive({"one.csv": many(400)})
    job = Job.objects.get(pk=upload.job_id)
    Job.objects.update(payload={**job.payload, "kill_at": stage, "victim": victim})
    environment = {
        "REHEARSAL_FOLDER": str(tmp_path),
        "CJNUDGE_DATA": str(own_store),
        "CJNUDGE_BROKER": settings.CELERY_BROKER_URL,
    }
    own_store.mkdir(exist_ok=True)
    with start(**environment):
        for _ in range(2):
            with start("only", with_scheduler=False, **environment) as (process,):
                assert wait_until(lambda: is_done(job, process), SECONDS)
            if is_done(job):
                break
    assert (tmp_path / str(job.pk)).exists(), "nobody was killed"
    assert Upload.objects.get().state == "imported" and Snapshot.scoped.for_force(practice).get().rows == 400
    assert Part.scoped.for_force(practice).count() == 1


def is_done(job, process=None):
    return Job.objects.get(pk=job.pk).state == State.DONE or bool(process and process.poll() is not None)
