"""The comparison of an intervention on a new snapshot: asked for by the scheduler, stored with its sealed plan.

Asked twice, done once: the job's key and the unique row of an intervention and a snapshot see to that, however many
schedulers and workers there are.
"""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.timezone import localdate

from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.accounts.queries import members
from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.measures import measure
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import request_job
from cjnudge.jobs.states import State as JobState
from cjnudge.safeguards.rules import RehearsalOnly
from trials.lifecycle import TrialKind
from trials.models import Intervention, NotCompared, PlanVersion, Trial
from trials.operations.runs import request_analysis
from trials.plan_body import seal_of
from trials.queries.interventions import BASIS, comparison_on, snapshots_to_look_at
from trials.waiting import safeguards_of, waits_for

COMPARE = "compare_intervention"
MEASURE = "oocr_of_eligible_within_w"  # the trial primary: equal follow-up for every case
SCHEDULER = "scheduler"
SCHEDULER_ID = uuid5(NAMESPACE_URL, "cjnudge:scheduler")  # stands where a plan names who wrote and sealed it
# A job that failed is asked for again after so long: whoever runs the installation has then had time to mend it.
PATIENCE = timedelta(hours=1)


def ask_for_comparisons(*, at):
    """One look of the scheduler: the jobs asked for, one an intervention and new snapshot."""
    found = Intervention.objects.filter(correction__isnull=True).select_related("force", "trial")
    return [job for intervention in found for job in _ask_for(intervention, at)]


def _ask_for(intervention, at):
    snapshots = snapshots_to_look_at(intervention)
    if not snapshots or waits_for(intervention, at=at):
        return []
    return [job for snapshot in snapshots if (job := _ask(intervention, snapshot, at))]


def _ask(intervention, snapshot, at):
    key = job_key(intervention, snapshot)
    before = Job.scoped.for_force(intervention.force).filter(key=key).first()
    if before and (not JobState(before.state).can_be_retried or at - before.finished_at < PATIENCE):
        return None
    payload = {"intervention": str(intervention.pk), "snapshot": str(snapshot.pk)}
    return request_job(kind=COMPARE, key=key, force=intervention.force, payload=payload, by=SCHEDULER, at=at)


def job_key(intervention, snapshot):
    return f"{COMPARE}:{intervention.pk}:{snapshot.hash}"


def comparison_id(intervention, snapshot):
    """The id that the comparison will have: the same for whoever computes it, and its seed comes from it."""
    return uuid5(intervention.pk, snapshot.hash)


@audited
def store_comparison(*, intervention, snapshot, body, at):
    """The Trial with its plan, sealed, and its analysis asked for; the one that is there, where there is one."""
    known = comparison_on(intervention, snapshot)
    if known:
        return known
    trial = Trial(
        id=comparison_id(intervention, snapshot),
        force=intervention.force,
        title=title_of(intervention, snapshot),
        kind=TrialKind.INTERVENTION,
        question=question_of(intervention),
        measure=body.data.measure,
        basis=BASIS,
        design=body.analysis["design"],
        snapshot=snapshot,
        intervention=intervention,
        owner=owner_of(intervention),
        created_at=at,
    )
    trial.save(force_insert=True)
    after = {"kind": trial.kind, "intervention": str(intervention.pk), "snapshot": snapshot.hash}
    record(Event.TRIAL_CREATED, by=SCHEDULER, at=at, force=trial.force, subject=trial, after=after)
    request_analysis(plan=_sealed_plan(trial, body, at), by=SCHEDULER, at=at)
    return trial


def _sealed_plan(trial, body, at):
    text = body.to_json()
    answer = safeguards_of(trial.intervention, on=localdate(at), rehearsal_only=trial.snapshot.rehearsal_only)
    plan = PlanVersion(
        force=trial.force,
        trial=trial,
        version=1,
        body=text,
        after_data_seen=body.written_after_data_seen,
        rehearsal_only=isinstance(answer, RehearsalOnly),
        written_at=at,
        written_by_id=SCHEDULER_ID,
        seal=seal_of(text),
        sealed_at=at,
        sealed_by_id=SCHEDULER_ID,
    )
    plan.save(force_insert=True)
    noted = {"by": SCHEDULER, "at": at, "force": trial.force, "subject": plan}
    record(Event.PLAN_WRITTEN, **noted, after={"version": 1, "draft": plan.seal})
    after = {"seal": plan.seal, "version": 1, "rehearsal_only": plan.rehearsal_only}
    record(Event.PLAN_SEALED, **noted, after=after)
    return plan


def store_reason(*, intervention, snapshot, reason, at):
    """Keep why this snapshot gives no comparison; whoever looked first has said it."""
    NotCompared.objects.get_or_create(
        intervention=intervention,
        snapshot=snapshot,
        defaults={"force": intervention.force, "reason": reason, "looked_at": at},
    )


def owner_of(intervention):
    """Who recorded it, while they may still run trials here; else the first member by name who may."""
    here = members(intervention.force.practice_of or intervention.force).filter(user__is_active=True)
    allowed = [one.user for one in here if role_allows(one.role, Permission.MANAGE_TRIALS)]
    mine = [user for user in allowed if user.pk == intervention.recorded_by_id]
    return (mine or allowed or [intervention.recorded_by])[0]


def title_of(intervention, snapshot):
    ending = f", figures as at {snapshot.as_at:%-d %B %Y}"
    longest = Trial._meta.get_field("title").max_length - len(ending)
    return f"{intervention.title[:longest]}{ending}"


def question_of(intervention):
    return (
        f"{measure(MEASURE).title}: where did that stand before and after {intervention.went_live_on:%-d %B %Y}, "
        f"when “{intervention.title}” went live?"
    )
