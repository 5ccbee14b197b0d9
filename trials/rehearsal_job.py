"""The work behind "rehearse": the plan's own evaluation on made-up counts, kept apart from every run and result."""

import json
from dataclasses import replace

from django.utils import timezone

from cjnudge.cases.measures import measure
from cjnudge.jobs.kinds import JobProblem
from cjnudge.periods import period_label
from trials.cells import Period
from trials.evaluation.trial_report import Conducted, evaluate_trial
from trials.models import TrialRehearsal
from trials.planning.periods import first_day_of, mature_on
from trials.planning.scenarios import CAUSES, LAG_STEP, PARTS, made_up_counts, made_up_draw
from trials.planning.trial_plan import TrialPlan
from trials.planning.truths import SCENARIOS
from trials.queries.powering import figures_of
from trials.stats import CannotEstimate, InputRefused
from trials.trial_cells import NOT_MATURE, NOT_SUPPLIED, LineCells, TrialCells, UnitArm
from trials.trial_charts import draw_trial_charts

NOT_MADE_UP = "Not made up in a rehearsal: the real trial reads it from the extract."
OF_PARTS = {"oocr_of_eligible_within_w": 0, "charge_within_w": 1, "nfa_within_w": 2}
FOLLOWED_OF_TEN = (
    4  # of an outcome that takes longer than the trial's own follow-up, so that its page can be seen
)


def perform(work):
    """Evaluate the plan under every scenario; returns `publish`."""
    rehearsal = (
        TrialRehearsal.scoped.for_force(work.job.force).filter(pk=work.job.payload["rehearsal"]).first()
    )
    if rehearsal is None:
        raise JobProblem("The rehearsal was deleted: start another.")
    made = []
    for number, key in enumerate(SCENARIOS):
        work.stage(SCENARIOS[key], done=number, total=len(SCENARIOS))
        made.append(rehearsed(rehearsal, key, number))
    return lambda: publish(rehearsal, made)


def rehearsed(rehearsal, key, number):
    """{"key", "report", "charts"} of one scenario."""
    values = figures_of(rehearsal.study).values
    plan = TrialPlan.from_json(rehearsal.plan)
    plan = replace(plan, icc=plan.icc or values.icc, cac=plan.cac or values.cac, synthetic=True)
    seed = seed_of(rehearsal)
    try:
        draw = made_up_draw(plan, seed)
        counts = made_up_counts(plan, values, draw, key, seed + number)
        asked = measure(plan.measure)
        went = Conducted(measure_title=asked.title, measure_limits=tuple(asked.cannot_tell))
        report = json.loads(evaluate_trial(plan, draw, cells_of(plan, counts), conducted=went))
    except (CannotEstimate, InputRefused) as refusal:
        raise JobProblem(f"The plan cannot be rehearsed as it stands. {refusal}") from refusal
    return {"key": key, "report": report, "charts": [vars(one) for one in draw_trial_charts(plan, report)]}


def seed_of(rehearsal):
    """A seed of the rehearsal's own: the same study is rehearsed alike, and it says nothing of the trial's secret."""
    return int(rehearsal.study.digest[:8], 16)


def cells_of(plan, counts):
    """TrialCells that say they are made up."""
    entered = tuple((*row[:2], sum(row[2:])) for row in counts.parts)
    return TrialCells(
        places=tuple(UnitArm(*place) for place in counts.places),
        periods=tuple(period_of(plan, number) for number in range(1, plan.periods + 1)),
        up_to_period=plan.periods,
        follow_up_days=plan.follow_up_days,
        snapshot_hash="",
        as_at=mature_on(plan, plan.periods).isoformat(),
        counts=tuple((*row[:2], row[2], sum(row[2:])) for row in counts.parts),
        parts=counts.parts,
        part_keys=PARTS,
        parts_refused="",
        entries=tuple((*row, None, row[2]) for row in entered),
        outcomes={line.key: line_of(plan, line, counts, entered) for line in plan.outcomes},
        windows=counts.windows,
        timing=counts.timing,
        causes=CAUSES,
        lag_step=LAG_STEP,
        synthetic=True,
    )


def period_of(plan, number):
    day = first_day_of(plan, number)
    return Period(day.isoformat(), period_label(day, "month"))


def line_of(plan, line, counts, entered):
    """A further outcome as a page would find it: one of the parts, one that has to wait, or one not made up."""
    if line.key in OF_PARTS:
        at = 2 + OF_PARTS[line.key]
        rows = tuple((*row[:2], row[at], sum(row[2:])) for row in counts.parts)
        return LineCells(rows=rows, follow_up_days=line.follow_up_days)
    if line.follow_up_days <= plan.follow_up_days:
        return LineCells(state=NOT_SUPPLIED, follow_up_days=line.follow_up_days, text=NOT_MADE_UP)
    total = sum(row[2] for row in entered)
    return LineCells(
        state=NOT_MATURE,
        follow_up_days=line.follow_up_days,
        mature_on=mature_on(plan, plan.periods, line.follow_up_days).isoformat(),
        entered=total,
        followed=total * FOLLOWED_OF_TEN // 10,
    )


def publish(rehearsal, made):
    """Store the scenarios with the rehearsal, unless it was deleted in the meantime."""
    there = TrialRehearsal.scoped.for_force(rehearsal.force).filter(pk=rehearsal.pk)
    there.update(scenarios=made, made_at=timezone.now())
