"""A force's retrospective comparison over a small published snapshot, as far as each test needs it."""

import datetime

import pytest

from tests.people import NOW
from tests.trials.world import make_trial, small_snapshot, write_small_plan
from trials.operations.plans import seal_plan
from trials.operations.runs import request_analysis

LATER = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def snapshot(db):
    return small_snapshot()


@pytest.fixture
def trial(force, lead, snapshot):
    return make_trial(force, lead, snapshot)


@pytest.fixture
def plan(trial, lead):
    return write_small_plan(trial, lead)


@pytest.fixture
def sealed(plan, lead):
    seal_plan(plan=plan, by=lead, at=NOW)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def job(sealed, lead):
    return request_analysis(plan=sealed, by=lead, at=LATER)
