"""A running trial with an alarm, for the route matrix; nothing is computed for it."""

from django.utils import timezone

from tests.people import make_person
from tests.trials.running.cases import trial_plan
from tests.trials.running.world import made_running
from trials.models import Alert


def build(world):
    lead = world.people["lead"]
    plan = trial_plan(safety_monitor="monitor@example.org")
    monitor = make_person("monitor", world.force, "evaluator")
    trial = made_running(world.force, lead, monitor, plan=plan, slug="running")
    alert = Alert.objects.create(
        force=world.force, trial=trial, rule="serious", snapshot_hash="0" * 64, raised_at=timezone.now()
    )
    world.update(running=str(trial.pk), change_kind="paused", alert=str(alert.pk))
