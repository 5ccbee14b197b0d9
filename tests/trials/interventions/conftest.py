"""An approved nudge of a practice space, gone live in six of twelve teams."""

import pytest

from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.interventions import figures
from trials.operations.comparing import COMPARE, ask_for_comparisons


@pytest.fixture
def nudge(practice, lead):
    return figures.approved_nudge(practice, lead)


@pytest.fixture
def intervention(practice, lead, nudge):
    return figures.intervention(practice, lead, nudge)


@pytest.fixture
def looked():
    """looked(at) -> what one look of the scheduler asks for, done; `analysed` the analyses too, with their charts."""

    def look(at=NOW, *, analysed=False):
        ask_for_comparisons(at=at)
        do_what_is_ready(COMPARE)
        if analysed:
            do_what_is_ready()

    return look


def do_what_is_ready(*kinds):
    """Do every job that waits, of these kinds alone where some are named, and what follows from it."""
    while ready := [job for job in Job.objects.filter(state="ready") if not kinds or job.kind in kinds]:
        for job in ready:
            run_job(job.pk)
