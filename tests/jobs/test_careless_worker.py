"""The tests of the workers can fail: without the guarded claim a job is published as often as delivered."""

import pytest

from cjnudge.jobs.endings import wait_until
from tests.jobs.asking import ask, deliver, outcomes

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_that_claims_whatever_the_state_publishes_more_than_once(start):
    with start("careless", with_scheduler=False, REHEARSAL_BROKEN="claim"):
        job = ask()
        deliver(job, 10)
        assert wait_until(lambda: outcomes(job) > 1, 40)
