"""The harm that followed cases before a trial, as planning values: by the weights that its guardrail goes by."""

from dataclasses import replace

from cjnudge.cases.counting.contents import places_in
from cjnudge.cases.counting.counts import MeasureRefused
from cjnudge.cases.counting.harm import count_harm
from cjnudge.cases.counting.rows import holds_cases
from cjnudge.periods import add_months
from trials.frames import FrameRefused
from trials.histories import before_start
from trials.level_frames import ENROLLED, NO_BASELINE, NO_HARM
from trials.planning.allocated import is_in_turn
from trials.planning.scales import HARM
from trials.stats import CannotEstimate, InputRefused


def harm_beside(plan, snapshot, *, on):
    """({key: MeanHistory}, {key: why it is not known}) of harm, where it is a guardrail of the plan; ({}, {}) else."""
    line = next((line for line in plan.guardrails if line.key == HARM), None)
    if line is None or not holds_cases(snapshot):
        return {}, {}
    try:
        return {HARM: harm_values(plan, line, snapshot, on=on)}, {}
    except (MeasureRefused, FrameRefused, CannotEstimate, InputRefused) as refusal:
        return {}, {HARM: str(refusal)}


def harm_values(plan, line, snapshot, *, on):
    """MeanHistory of harm as a multiple of its mean before the start; MeasureRefused or FrameRefused in words."""
    from trials.stats import read_mean_history

    if plan.harm is None:
        raise MeasureRefused("The plan does not say how heavy an offence counts: choose the weights first.")
    if is_in_turn(plan) or plan.start < 2:
        raise MeasureRefused(ENROLLED if is_in_turn(plan) else NO_BASELINE)
    frame = count_harm(
        snapshot,
        plan.harm.by,
        dict(plan.harm.weights),
        days=line.follow_up_days,
        places=list(places_in(snapshot)),
        periods=months_of(snapshot),
    )
    frame = before_start(plan, frame.assign(denominator=frame["n"]), snapshot, on)
    if not frame["total"].sum():
        raise MeasureRefused(NO_HARM)
    found = read_mean_history(
        frame.rename(columns={"place": "unit"}).assign(period=numbered(frame["period"]))
    )
    return replace(found, mean=1.0, sd=found.sd / found.mean)


def numbered(periods):
    """Months as 1, 2, 3 …, those without a case left out."""
    return periods.rank(method="dense").astype(int)


def months_of(snapshot):
    """First days of all months of the snapshot."""
    found, month = [], snapshot.first_period.replace(day=1)
    while month <= snapshot.last_period:
        found.append(month)
        month = add_months(month, 1)
    return found
