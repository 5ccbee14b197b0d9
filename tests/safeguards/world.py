"""What the route matrix needs of the safeguards: one record of the force."""

from tests.safeguards.records import make_record


def build(world):
    version = make_record(world.force, world.people["lead"])
    world["safeguards_record"] = str(version.record_id)
    world["safeguards_version"] = version.number
    world["safeguards_blank"] = "privacy-notice"
