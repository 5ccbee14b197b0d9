"""What the addresses of jobs name: one job of the force."""

from tests.jobs.asking import ask
from tests.people import NOW


def build(world):
    world["job"] = str(ask(force=world.force, by=world.people["lead"], at=NOW).pk)
