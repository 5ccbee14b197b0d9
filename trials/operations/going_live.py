"""What a trial's units go live with, entered in the calendar of interventions: at the start, and step by step after."""

from trials.models import Intervention
from trials.operations.intervening import end_intervention, record_intervention
from trials.planning.allocated import arms_by_unit, start_by_unit
from trials.planning.trial_plan import TrialPlan
from trials.queries.allocations import draw_json_of
from trials.queries.interventions import interventions_of
from trials.queries.nudges import version_of
from trials.queries.planning import sealed_plan


def enter_start(*, trial, plan, on, by, at):
    """Each arm's nudges are live from that day in the units that begin now; later steps follow with `enter_unit`."""
    draw = draw_json_of(trial)
    arms, starts = arms_by_unit(plan, draw), start_by_unit(plan, draw)
    for arm in plan.arms:
        units = [unit for unit, key in arms.items() if key == arm.key and starts[unit] == plan.start]
        if units:
            title = f"{trial.title}: {arm.title}"
            _enter(trial, arm, units, title, on, by, at)


def enter_unit(*, exposure, by, at):
    """The nudges of a unit's own arm are live from the day its delivery was recorded; nothing where they are already.

    exposure: one that is no contamination. A unit of the first step was entered when the trial was started.
    """
    trial = exposure.trial
    plan, draw = TrialPlan.from_json(sealed_plan(trial).body), draw_json_of(trial)
    own, start = arms_by_unit(plan, draw).get(exposure.unit), start_by_unit(plan, draw).get(exposure.unit)
    if own != exposure.arm or start in (None, plan.start):
        return
    arm = next(arm for arm in plan.arms if arm.key == own)
    known = {one.nudge_id for one in _live(trial, exposure.unit)}
    title = f"{trial.title}: {arm.title}, {exposure.unit}"
    found = _enter(trial, arm, [exposure.unit], title, exposure.from_on, by, at, known=known)
    for intervention in found if exposure.until_on else ():
        end_intervention(intervention=intervention, ended_on=exposure.until_on, by=by, at=at)


def end_unit(*, exposure, by, at):
    """The last day of what was entered for this unit alone with that delivery; an entry of several units stays."""
    alone = [
        one
        for one in _live(exposure.trial, exposure.unit)
        if one.units == [exposure.unit] and one.went_live_on == exposure.from_on and one.ended_on is None
    ]
    for intervention in alone:
        end_intervention(intervention=intervention, ended_on=exposure.until_on, by=by, at=at)


def _live(trial, unit) -> list[Intervention]:
    """What the calendar has of the trial in that unit and that has not ended."""
    found = interventions_of(trial.force).filter(trial=trial, ended_on__isnull=True)
    return [one for one in found if unit in one.units]


def _enter(trial, arm, units, title, on, by, at, known=frozenset()):
    """The Interventions recorded: one for each nudge of the arm that is registered here and not `known` to be live."""
    versions = [version_of(trial.force, nudge_id, version) for nudge_id, version in arm.nudges]
    given = {"force": trial.force, "units": units, "went_live_on": on, "title": title[:120], "trial": trial}
    return [
        record_intervention(nudge=nudge, **given, by=by, at=at)
        for nudge in versions
        if nudge is not None and nudge.pk not in known
    ]
