import os

from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    """Kinds of job to test with, workers that kill themselves when told to, and deliberately broken ones."""

    name = "tests.jobs.rehearsal"
    label = "rehearsal"

    def ready(self):
        from tests.jobs.rehearsal import broken, killing, pausing

        if "REHEARSAL_FOLDER" in os.environ:
            killing.watch(os.environ["REHEARSAL_FOLDER"])
        if "REHEARSAL_PAUSES" in os.environ:
            pausing.watch(os.environ["REHEARSAL_PAUSES"])
        if os.environ.get("REHEARSAL_BROKEN") == "claim":
            broken.claim_whatever_the_state()
