"""The practice space of a force with a running trial."""

import pytest

from tests.people import make_person
from tests.trials.running.cases import with_look
from tests.trials.running.world import made_running


@pytest.fixture
def owner(force):
    return make_person("owner", force, "lead")


@pytest.fixture
def monitor(force):
    """The evaluator who approved the plan and watches over its safety."""
    return make_person("monitor", force, "evaluator")


@pytest.fixture
def trial(practice, owner, monitor):
    return made_running(practice, owner, monitor)


@pytest.fixture
def looked_at(practice, owner, monitor):
    """The same with one look before the end."""
    return made_running(practice, owner, monitor, plan=with_look(), slug="looked-at")
