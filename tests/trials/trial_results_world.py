"""A trial with its result, for the route matrix."""

from tests.trials.planning_world import approved_nudge
from tests.trials.trial_result.made import arms, made_result, made_trial


def build(world):
    lead, evaluator = world.people["lead"], world.people["evaluator"]
    version = approved_nudge(world.force, lead, title="Prompt with a result", key="prompt-with-a-result")
    nudge = (str(version.nudge_id), version.version)
    trial = made_trial(world.force, lead, evaluator, arms=arms(nudge))
    run = made_result(trial)
    world.update(
        result_trial=str(trial.pk),
        result_run=str(run.pk),
        result_chart="series",
        result_nudge=str(version.nudge_id),
    )
