"""What the register brings to other pages: menu, the way on from a barrier, what awaits people, what officers read."""

from django.urls import reverse

from cjnudge import barrier_links, being_tried, navigation
from cjnudge.accounts import awaiting, ownership
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.behaviour import COMPONENTS
from trials.nudges.approval import refusals
from trials.nudges.record import NudgeRecord
from trials.operations.nudges import hand_over_nudge
from trials.queries import nudges as queries


def way_from_barrier(force, role, wave_id, component):
    """The page that starts a draft from a barrier, for those who may write one."""
    if component not in COMPONENTS or not role_allows(role, Permission.MANAGE_TRIALS):
        return ""
    return reverse("trials:nudge_from_barrier", args=[force.slug, wave_id, component])


def drafts_to_approve(force, user, at):
    """The complete drafts that this person did not write."""
    waiting = [
        one
        for one in queries.waiting_drafts(force)
        if not refusals(NudgeRecord.from_json(one.body), writers=one.writers, approver=user.pk)
    ]
    return [
        awaiting.Item(
            f"Version {one.version} of the nudge “{one.nudge.title}” waits for your approval",
            reverse("trials:nudge_approve", args=[force.slug, one.nudge_id, one.version]),
        )
        for one in waiting
    ]


def officers_may_know(force, on):
    """What approved nudges in force that day say of themselves; nothing where a trial is blind."""
    if force.is_practice:
        return []
    said = {}
    for live in queries.live_on(force, on):
        record = NudgeRecord.from_json(live.nudge.body)
        told = record.officer_notice and (live.trial_id is None or record.notice_in_trial)
        if told and not record.origin.synthetic:
            said[live.nudge_id] = being_tried.Announcement(live.nudge.nudge.title, record.officer_notice)
    return list(said.values())


def hand_over_all(from_, to, force, at, by):
    """Pass every nudge that a person owns in the force to another; how many there were."""
    owned = list(queries.owned_by(from_, force).select_related("force"))
    for nudge in owned:
        hand_over_nudge(nudge=nudge, to=to, by=by, at=at)
    return len(owned)


def register_all():
    """Called once, when Django starts."""
    navigation.register(navigation.NavEntry("Nudges", "trials:nudges", Permission.VIEW_RESULTS, order=38))
    barrier_links.register(barrier_links.BarrierLink("nudge", "Plan a nudge", way_from_barrier))
    being_tried.register("nudges", officers_may_know)
    awaiting.register(
        awaiting.Source("nudges", 45, Permission.APPROVE_PLANS, drafts_to_approve, by_mail=True)
    )
    ownership.register(
        ownership.OwnedKind(
            key="nudges",
            label="nudges",
            permission=Permission.MANAGE_TRIALS,
            count=lambda user, force: queries.owned_by(user, force).count(),
            hand_over=hand_over_all,
        )
    )
