"""What may be seen of a running trial: who enters, whether they are followed, and nothing of how cases end."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from cjnudge.cases.counting.counts import MeasureRefused
from cjnudge.cases.counting.flow import flow
from cjnudge.disclosure import HIDDEN, shown_count
from cjnudge.periods import period_end
from trials.frames import FrameRefused
from trials.planning.allocated import arms_by_unit
from trials.planning.periods import first_day_of, label_of, months_of, period_of
from trials.stats.arithmetic.unit_test_of_arms import arms_differ
from trials.stats.checks.sample_ratio_cases import ALPHA
from trials.trial_frames import asked_of, unit_names_now

IN_STEP, APART, TOO_FEW = "in_step", "apart", "too_few"


@dataclass(frozen=True, kw_only=True)
class Watched:
    """Of all units together by month: (label, entered, all decisions or None, followed), hidden where small.

    `ratio` and `share` say whether the arms take in cases as before, and find as many of them eligible: in step, apart,
    or too few units to tell. `missing` are units of which the extract has no case since the start. Before a whole month
    from the start on is in the extract, neither can be told.
    """

    months: tuple
    mature: str
    ratio: str
    share: str
    missing: tuple


def watch(plan, draw_json, snapshot, changes):
    """Watched of one snapshot; FrameRefused, in words, where it cannot be counted."""
    names = unit_names_now(plan, changes)
    try:
        seen = flow(snapshot, asked_of(plan, snapshot), places=list(names))
    except MeasureRefused as refusal:
        raise FrameRefused(str(refusal)) from refusal
    seen = seen.assign(unit=seen["place"].map(names), number=[period_of(plan, day) for day in seen["period"]])
    seen = seen[seen["number"].notna()]
    has_begun = period_end(first_day_of(plan, plan.start), "month") <= snapshot.as_at
    arms = arms_by_unit(plan, draw_json) if has_begun else {}
    return Watched(
        months=months_shown(plan, snapshot, seen),
        mature=mature_month(plan, snapshot),
        ratio=in_step(plan, seen, arms, log_cases),
        share=in_step(plan, seen, arms, log_odds),
        missing=units_without_cases(plan, seen) if has_begun else (),
    )


def units_without_cases(plan, seen):
    """Units of the plan that have no case since the start, by name."""
    return tuple(sorted({*plan.unit_names} - {*seen[seen["number"] >= plan.start]["unit"]}))


def months_shown(plan, snapshot, seen):
    """Rows by month of the plan that the extract shows in whole."""
    rows = []
    for number in range(1, len(months_of(plan)) + 1):
        if period_end(first_day_of(plan, number), "month") <= snapshot.as_at:
            month = seen[seen["number"] == number]
            known = bool(len(month)) and not month["screened"].isna().any()
            screened = shown(month["screened"].sum()) if known else None
            rows.append(
                (
                    label_of(plan, number),
                    shown(month["entered"].sum()),
                    screened,
                    shown(month["followed"].sum()),
                )
            )
    return tuple(rows)


def shown(number):
    """The count as a page may show it, HIDDEN where it is small."""
    found = shown_count(int(number), published=False)
    return HIDDEN if found is HIDDEN else found


def mature_month(plan, snapshot):
    """The last month of the plan whose cases all have their follow-up; "" for none."""
    limit = snapshot.as_at - timedelta(days=plan.follow_up_days)
    found = [
        number
        for number in range(1, plan.periods + 1)
        if period_end(first_day_of(plan, number), "month") <= limit
    ]
    return label_of(plan, found[-1]) if found else ""


def in_step(plan, seen, arms, measured):
    """Whether a unit's value after the start less the one before is alike in all arms (STATISTICS, sample ratio)."""
    if not arms or plan.design == "stepped_wedge":
        return TOO_FEW  # in a wedge every unit comes to the same arm: time, not arm, tells them apart
    units = sorted(arms)
    values = np.array([measured(seen[seen["unit"] == unit], plan.start) for unit in units], dtype=float)
    keys = sorted(set(arms.values()))
    found = arms_differ(values, np.array([keys.index(arms[unit]) for unit in units]))
    if found is None:
        return TOO_FEW
    return APART if found[0] < ALPHA else IN_STEP


def log_cases(rows, start):
    """log of cases a month after the start, less that before."""
    return _log_mean(rows[rows["number"] >= start]) - _log_mean(rows[rows["number"] < start])


def _log_mean(rows):
    return np.log(rows["entered"].sum() / max(rows["number"].nunique(), 1) + 0.5)


def log_odds(rows, start):
    """log odds of being eligible after the start, less those before; NaN where decisions are not known."""
    if rows["screened"].isna().any() or rows.empty:
        return np.nan
    return _odds(rows[rows["number"] >= start]) - _odds(rows[rows["number"] < start])


def _odds(rows):
    entered, screened = rows["entered"].sum(), rows["screened"].sum()
    return float(np.log((entered + 0.5) / (screened - entered + 0.5)))
