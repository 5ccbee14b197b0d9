"""From the assistant's answers to a trial with a whole draft plan, and the power of it asked for."""

import secrets

from django.utils.text import slugify

from cjnudge.audit.chain import audited
from trials.models import Conduct
from trials.operations.planning import create_planned_trial, write_trial_plan
from trials.operations.powering import ask_power
from trials.planning.filling import fill, question_of
from trials.queries.powering import written_plan

MOST_SEED = 2**31  # of permutations, not of the allocation: that one is the server's secret


@audited
def make_draft(*, force, given, nudges, by, at, snapshot=None, cases=None, level=None):
    """(trial, PowerStudy): a planned trial whose every field is filled, the power of its plan being worked out.

    given: trials.planning.filling.Given; nudges: approved NudgeVersions; then what power is worked out from.
    """
    from dataclasses import replace

    from trials.planning.defaults import first_draft

    trial = create_planned_trial(
        force=force,
        title=given.title,
        question=question_of(given.title, given.design),
        slug=free_slug(force, given.title),
        nudges=nudges,
        by=by,
        at=at,
    )
    draft = written_plan(trial) or first_draft(title=given.title, question=trial.question)
    plan = fill(draft, replace(given, analysis_seed=secrets.randbelow(MOST_SEED)))
    write_trial_plan(trial=trial, plan=plan, by=by, at=at)
    if plan.is_pilot:
        return trial, None  # it gives no verdict, so there is nothing to find
    return trial, ask_power(trial=trial, snapshot=snapshot, cases=cases, level=level, by=by, at=at)


def free_slug(force, title):
    """A short name that no trial of the force has yet."""
    base = slugify(title)[:50] or "trial"
    taken = set(Conduct.scoped.for_force(force).values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)
