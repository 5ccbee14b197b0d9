"""The work behind the check of stop rules on a new snapshot: counts, then alerts in one short publish."""

from functools import partial

from django.utils import timezone

from cjnudge.cases.counting.case_lines import count_line
from cjnudge.cases.counting.chosen_cases import BETWEEN, chosen_cases
from cjnudge.cases.counting.counts import MeasureRefused
from cjnudge.cases.models import Snapshot
from cjnudge.jobs.kinds import JobProblem
from trials.models import Trial
from trials.operations.alerting import raise_alerts
from trials.planning.allocated import is_in_turn
from trials.planning.periods import period_of
from trials.planning.trial_plan import CONTROL, TrialPlan
from trials.queries.allocations import arms_by_crime, draw_json_of
from trials.queries.following import changes_of
from trials.queries.planning import sealed_plan
from trials.stop_rules import fired
from trials.trial_frames import unit_names_now


def perform(work):
    """Hold the snapshot of the job against the plan's stop rules; returns `publish`, which raises the alerts."""
    trial = Trial.scoped.for_force(work.job.force).filter(pk=work.job.payload["trial"]).first()
    snapshot = Snapshot.scoped.for_force(work.job.force).filter(pk=work.job.payload["snapshot"]).first()
    if trial is None or snapshot is None:
        raise JobProblem("The trial or the extract is no longer there.")
    work.stage("check", done=0, total=1)
    plan = TrialPlan.from_json(sealed_plan(trial).body)
    rules = fired(plan, draw_json_of(trial), counts_for(trial, plan, snapshot))
    return partial(raise_alerts, trial=trial, rules=rules, snapshot=snapshot, at=timezone.now())


def counts_for(trial, plan, snapshot):
    """`counts_of` the cases that the rules watch: where cases were enrolled one by one, of those with a nudge alone."""
    names = unit_names_now(plan, changes_of(trial))
    if not is_in_turn(plan):
        return counts_of(plan, snapshot, names)
    nudged = {crime: arm for crime, arm in arms_by_crime(trial).items() if arm != CONTROL}
    placed = {f"{name}{BETWEEN}{arm}": unit for name, unit in names.items() for arm in set(nudged.values())}
    try:
        with chosen_cases(snapshot, nudged) as (chosen, _):
            return counts_of(plan, chosen, placed)
    except MeasureRefused:  # an extract in which enrolled cases cannot be found: its monitor page says so
        return {}


def counts_of(plan, snapshot, names):
    """{guardrail: [(unit, period, numerator, denominator)]} of those that the snapshot can count.

    names: {place in the snapshot: unit of the plan}.
    """
    found = {}
    for line in plan.outcomes:
        if line.key in {rule.guardrail for rule in plan.stop_rules}:
            try:
                frame = count_line(snapshot, line.key, days=line.follow_up_days, places=list(names))
            except MeasureRefused:
                continue  # its monitor page says that it is not supplied
            found[line.key] = [
                (names[place], period_of(plan, day), above, below)
                for place, day, above, below in _pairs(frame)
                if period_of(plan, day)
            ]
    return found


def _pairs(frame):
    """(place, day, numerator, denominator) of every row; of a mean its sum and n."""
    if "mean" in frame:
        frame = frame.assign(numerator=frame["mean"] * frame["n"], denominator=frame["n"])
    return zip(frame["place"], frame["period"], frame["numerator"], frame["denominator"], strict=True)
