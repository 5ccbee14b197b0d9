"""Reading interventions, always through their force: which there are, and what they were compared on."""

from django.db.models import Prefetch
from django.utils.timezone import localdate

from cjnudge.cases.counting.contents import places_in
from cjnudge.cases.models import Snapshot
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.cases.queries.typed import unit_choices
from cjnudge.jobs.models import Job
from trials.comparing.months import first_whole_month
from trials.lifecycle import TrialKind
from trials.models import Intervention, NotCompared, Run, SludgeCount, Trial
from trials.queries.conduct import with_states

BASIS = (
    "entry"  # cases must have been followed equally long, and only the day of entry says how long that was
)


BESIDE = ("nudge__nudge", "force", "corrects", "correction")


def interventions_of(force):
    """Those whose facts stand, newest first: a corrected one is found through its correction."""
    found = Intervention.scoped.for_force(force).filter(correction__isnull=True)
    return found.select_related(*BESIDE, "trial")


def waiting_ones(force):
    """`interventions_of` with all that `waits_for` asks of each."""
    trials = with_states(Trial.scoped.for_force(force), force).prefetch_related("looks")
    found = interventions_of(force).select_related(None).select_related(*BESIDE)
    return list(found.prefetch_related(Prefetch("trial", trials)))


def newest_verdicts(force):
    """{id of an intervention: verdict of its newest comparison that has one}."""
    runs = Run.scoped.for_force(force).filter(trial__intervention__isnull=False)
    runs = runs.order_by("trial__snapshot__as_at", "trial__created_at", "created_at")
    return dict(runs.values_list("trial__intervention_id", "verdict"))


def newest_reasons(force):
    """{id of an intervention: why the newest snapshot without a comparison gave none}."""
    reasons = NotCompared.scoped.for_force(force).order_by("snapshot__as_at", "looked_at")
    return dict(reasons.values_list("intervention_id", "reason"))


def intervention_of(force, intervention_id):
    """One intervention of the force, corrected or not, or None."""
    found = Intervention.scoped.for_force(force).filter(pk=intervention_id)
    return found.select_related("nudge__nudge", "trial", "force", "corrects", "recorded_by").first()


def correction_of(intervention):
    """What corrects this one, or None while its facts stand."""
    return Intervention.scoped.for_force(intervention.force).filter(corrects=intervention).first()


def live_in(force, units, from_on, until_on, *, apart_from=()):
    """The interventions in force in any of these units on any day between (both included; None: without end)."""
    units, apart = {*units}, {*apart_from}
    found = interventions_of(force)
    if until_on is not None:
        found = found.filter(went_live_on__lte=until_on)
    return [
        one
        for one in found
        if (one.ended_on is None or one.ended_on >= from_on) and one.pk not in apart and units & {*one.units}
    ]


def comparisons_of(intervention):
    """Its comparisons, newest snapshot first, each with its runs (newest first) in `runs.all()`."""
    runs = Run.scoped.for_force(intervention.force).defer("cells", "report")
    found = Trial.scoped.for_force(intervention.force).filter(intervention=intervention)
    found = found.select_related("snapshot", "force").prefetch_related(Prefetch("runs", runs), "plans")
    return list(found.order_by("-snapshot__as_at", "-created_at"))


def analysis_problem(trial):
    """Why the job that analyses a comparison could not be done, or ""."""
    plans = [str(plan.pk) for plan in trial.plans.all()]
    jobs = Job.scoped.for_force(trial.force).filter(payload__plan__in=plans)
    return jobs.order_by("-created_at").values_list("problem", flat=True).first() or ""


def comparison_on(intervention, snapshot):
    """The comparison of an intervention on one snapshot, or None."""
    return (
        Trial.scoped.for_force(intervention.force)
        .filter(intervention=intervention, snapshot=snapshot)
        .first()
    )


def not_compared(intervention):
    """Why snapshots gave no comparison, newest first."""
    found = NotCompared.scoped.for_force(intervention.force).filter(intervention=intervention)
    return list(found.select_related("snapshot").order_by("-snapshot__as_at", "-looked_at"))


def snapshots_to_look_at(intervention):
    """Own snapshots by day of entry that nobody has looked at for this intervention, oldest first.

    All that came since it was recorded, and the newest of those that were there before. What follows a snapshot that
    was looked at, because cases were erased in it, says nothing new.
    """
    force = intervention.force
    trials = Trial.scoped.for_force(force).filter(intervention=intervention)
    refused = NotCompared.scoped.for_force(force).filter(intervention=intervention)
    known = {*trials.values_list("snapshot_id", flat=True), *refused.values_list("snapshot_id", flat=True)}
    fitting = [one for one in _readable(force) if BASIS in one.contents["bases"]]
    since = [one for one in fitting if one.imported_at >= intervention.recorded_at]
    earlier = [one for one in fitting if one.imported_at < intervention.recorded_at][:1]
    return [one for one in reversed(since + earlier) if not {one.pk, one.succeeds_id} & known]


def _readable(force):
    return own_snapshots(force).filter(rows_erased_at__isnull=True).defer("quality", "manifest")


def seen_before_recorded(intervention):
    """The day since when figures of its first months were there, where that was before it was recorded; else None."""
    first = first_whole_month(intervention.went_live_on)
    seen = Snapshot.scoped.for_force(intervention.force).filter(
        imported_at__lte=intervention.recorded_at, last_period__gte=first
    )
    at = seen.order_by("imported_at").values_list("imported_at", flat=True).first()
    return at and localdate(at)


def sludge_of(intervention):
    """{way of ending a case: (last count before it went live or None, last count since or None)}."""
    counts = SludgeCount.scoped.for_force(intervention.force).filter(nudge=intervention.nudge.nudge_id)
    found = {}
    for count in counts.order_by("counted_on"):
        before, after = found.get(count.way, (None, None))
        since = count.counted_on >= intervention.went_live_on
        found[count.way] = (before, count) if since else (count, after)
    return found


def unit_names(force):
    """The names a person can choose from: the units that stand, and those that the newest figures count."""
    names, _ = unit_choices(force)
    newest = next((one for one in _readable(force) if BASIS in one.contents["bases"]), None)
    return sorted({*names, *(places_in(newest) if newest else ())})


def trials_to_be_part_of(force):
    """Trials planned before their data that an intervention can be part of: not archived, by title."""
    planned = Trial.scoped.for_force(force).filter(kind=TrialKind.PROSPECTIVE, archived_at__isnull=True)
    return list(planned.order_by("title"))


def compared_since(force, at):
    """The interventions of which a comparison was published since then, newest first."""
    runs = Run.scoped.for_force(force).filter(created_at__gte=at, trial__intervention__isnull=False)
    return interventions_of(force).filter(pk__in=runs.values("trial__intervention"))
