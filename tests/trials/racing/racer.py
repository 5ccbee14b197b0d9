"""`python -m tests.trials.racing.racer`: a process that does what it is told, a line of JSON each, and says what came.

It stands for a web process of its own: another interpreter, another connection, nothing shared but the database.
"""

import json
import sys


def trial_of(asked):
    from trials.models import Trial

    return Trial.objects.select_related("force").get(pk=asked["trial"])


def draft_of(asked):
    from trials.models import PlanVersion

    return PlanVersion.objects.select_related("trial__force").get(pk=asked["plan"])


def draw(asked, **who):
    from trials.operations.allocating import draw_allocation

    return draw_allocation(trial=trial_of(asked), **who).sha256


def seal(asked, **who):
    from trials.operations.planning import seal_trial_plan

    return seal_trial_plan(plan=draft_of(asked), draft=asked["draft"], rehearsal_only=True, **who)


def write(asked, **who):
    from trials.operations.planning import write_trial_plan
    from trials.plan_body import seal_of
    from trials.planning.trial_plan import TrialPlan

    written = write_trial_plan(trial=trial_of(asked), plan=TrialPlan.from_json(asked["body"]), **who)
    return seal_of(written.body)


def publish(asked, **who):
    from trials.operations.publishing import publish_result

    return publish_result(trial=trial_of(asked), **who).published_at.isoformat()


def careless_publish(asked, **who):
    """Publishing without a hold on the trial: it looks, waits for the other, and writes."""
    from cjnudge.audit.chain import Event, audited, record
    from trials.queries.conduct import conduct_of

    trial = trial_of(asked)
    conduct = conduct_of(trial)
    if conduct.published_at:
        return "published already"
    say("looked")
    sys.stdin.readline()

    @audited
    def keep():
        conduct.published_at = who["at"]
        conduct.save(update_fields=["published_at"])
        record(Event.RESULT_PUBLISHED, force=trial.force, subject=trial, **who)

    keep()
    return "published"


def enrol(asked, **who):
    from trials.operations.enrolling import enrol as enrol_case

    given = {"reference": asked["reference"], "attributes": {"unit": asked["unit"]}}
    kept = enrol_case(trial=trial_of(asked), **given, **who)
    return [kept.position, kept.arm]


def stop(asked, **who):
    from trials.operations.starting import stop_trial

    return stop_trial(trial=trial_of(asked), reason="Harm.", **who).stopped_at.isoformat()


WORK = {one.__name__: one for one in (draw, seal, write, publish, careless_publish, enrol, stop)}


def done(asked):
    """{"ok": …}, {"refused": words}, or {"broke": what} for anything else."""
    from django.utils import timezone

    from cjnudge.accounts.models import User
    from trials.lifecycle import WrongState

    try:
        by = User.objects.get(pk=asked["by"])
        return {"ok": WORK[asked["do"]](asked, by=by, at=timezone.now())}
    except WrongState as refusal:
        return {"refused": str(refusal)}
    except Exception as broken:  # noqa: BLE001 - told to the test
        return {"broke": f"{type(broken).__name__}: {broken}"}


def say(value):
    print(json.dumps(value), flush=True)


def main():
    import django

    django.setup()
    say("ready")
    for line in sys.stdin:
        say(done(json.loads(line)))


if __name__ == "__main__":
    main()
