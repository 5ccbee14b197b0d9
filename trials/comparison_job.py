"""The work behind "compare": what the snapshot holds, the plan by rule, then one short publish."""

from functools import partial

from django.utils import timezone
from django.utils.timezone import localdate

from cjnudge.cases.models import Snapshot
from cjnudge.cases.withholding import holds_of
from cjnudge.jobs.kinds import JobProblem
from cjnudge.periods import add_months
from trials.comparing import NoComparison, Went, written_by_rule
from trials.comparing.months import LONGEST_SIDE
from trials.frames import FrameRefused, counted, read_contents
from trials.models import Intervention
from trials.operations.comparing import BASIS, MEASURE, comparison_id, store_comparison, store_reason
from trials.queries.interventions import live_in, seen_before_recorded
from trials.waiting import waits_for

GONE = "The intervention or its figures are no longer there."


def perform(work):
    """Write the plan of one intervention on one snapshot; returns `publish`, which stores it or why there is none."""
    intervention, snapshot = found_of(work.job)
    waiting = waits_for(intervention, at=timezone.now())
    if waiting:
        raise JobProblem(waiting)
    given = {"intervention": intervention, "snapshot": snapshot, "at": timezone.now()}
    work.stage("read the figures", done=0, total=2)
    try:
        body = body_of(intervention, snapshot)
    except (FrameRefused, NoComparison) as refusal:
        return partial(store_reason, reason=str(refusal), **given)
    work.stage("write the plan", done=1, total=2)
    return partial(store_comparison, body=body, **given)


def found_of(job):
    """(Intervention, Snapshot) of the job; JobProblem where one is gone."""
    interventions = Intervention.scoped.for_force(job.force).select_related("force", "trial", "nudge")
    intervention = interventions.filter(pk=job.payload["intervention"]).first()
    snapshot = Snapshot.scoped.for_force(job.force).filter(pk=job.payload["snapshot"]).first()
    if intervention is None or snapshot is None:
        raise JobProblem(GONE)
    return intervention, snapshot


def body_of(intervention, snapshot):
    """The PlanBody by rule; FrameRefused or NoComparison say in words why there is none."""
    contents = read_contents(MEASURE, snapshot, BASIS)
    held = months_held(counted(MEASURE, snapshot, BASIS))
    went = facts_of(intervention, held)
    return written_by_rule(contents, held, went, seed=comparison_id(intervention, snapshot).int % 2**31)


def months_held(frame):
    """{unit: its months with cases followed in full, first days (ISO)}."""
    found = {}
    for row in frame[frame.denominator > 0].itertuples():
        found.setdefault(row.place, set()).add(row.period.isoformat())
    return found


def facts_of(intervention, held):
    """The Went: what the rule may know of the intervention and of what else is live."""
    return Went(
        units=tuple(intervention.units),
        went_live_on=intervention.went_live_on,
        ended_on=intervention.ended_on,
        recorded_on=localdate(intervention.recorded_at),
        seen_on=seen_before_recorded(intervention),
        unlike=tuple(sorted(unlike_units(intervention, held).items())),
        beside=tuple(beside_words(intervention)),
    )


def unlike_units(intervention, held):
    """{unit: why it does not stand for usual practice}: another intervention ran in it in the months compared."""
    others = {*held} - {*intervention.units}
    held_back = {unit: why for unit, why in kept_back(intervention).items() if unit in others}
    return held_back | {
        unit: f"“{one.title}” from {one.went_live_on:%-d %B %Y}"
        for one in others_live(intervention, others)
        for unit in others & {*one.units}
    }


def kept_back(intervention):
    """{unit: why it is no comparison now}: a trial it is in runs, and its months are kept back."""
    holds = holds_of(intervention.force, localdate())
    return {unit: f"kept back while “{hold.title}” runs" for hold in holds for unit in hold.units}


def others_live(intervention, units):
    """Other interventions in force in these units at some time in the months that can be compared."""
    first = add_months(intervention.went_live_on, -LONGEST_SIDE)
    apart_from = [intervention.pk]
    return live_in(intervention.force, units, first, intervention.ended_on, apart_from=apart_from)


def beside_words(intervention):
    """One sentence for each other intervention that was live in the same units at the same time."""
    others = others_live(intervention, intervention.units)
    return [
        f"In {shared_words(intervention, one)} “{one.title}” was live too, from {one.went_live_on:%-d %B %Y}"
        f"{f' to {one.ended_on:%-d %B %Y}' if one.ended_on else ''}: the figures hold both."
        for one in others
    ]


def shared_words(intervention, other):
    """The units that both are live in: all, or by name."""
    both = sorted({*intervention.units} & {*other.units})
    return "the same units" if len(both) == len(intervention.units) else ", ".join(both)
