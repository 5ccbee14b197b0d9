"""A force with a trial that has its result."""

import pytest

from tests.people import make_person
from tests.trials.trial_result.made import made_result, made_trial


@pytest.fixture
def approver(force):
    return make_person("approver", force, "evaluator")


@pytest.fixture
def trial(force, lead, approver):
    return made_trial(force, lead, approver)


@pytest.fixture
def run(trial):
    return made_result(trial)
