"""Where a look counts from: its months' cases added up once, as far as they can answer, else the snapshot itself."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from cjnudge.cases.counting.case_lines import within
from cjnudge.cases.counting.condensed import can_condense, condensed
from cjnudge.cases.counting.rows import holds_cases
from cjnudge.cases.counting.timing import CAUSES, CENSORED, OTHER
from cjnudge.cases.measures import measure
from trials.frames import FrameRefused
from trials.planning.periods import end_of_period, mature_on

CAUSE_KEYS = (*CAUSES, OTHER, CENSORED)
WINDOWS = (60, 90, 180)  # DOMAIN 3.4: how far the answer hangs on the window
MOST_LAGS = 200_000  # above so many (cell, cause, day) counts, about 3 MB of JSON, lags are kept by the week
WEEK = 7


@dataclass(frozen=True, kw_only=True)
class LookSource:
    """`fewer` answers what is asked within one of `windows` (days), `snapshot` the rest. `step`: days between lags."""

    snapshot: Any
    fewer: Any
    windows: tuple[int, ...]
    step: int
    basis: str

    def of(self, asked):
        """The snapshot, or what was added up from it, that a measure is counted from."""
        known = asked.follow_up_days in self.windows and can_condense(asked, self.snapshot, self.basis)
        return self.fewer if known else self.snapshot


@contextmanager
def look_source(plan, snapshot, last):
    """The LookSource of a plan's first `last` months, every case of which has had the plan's follow-up."""
    windows, step = (plan.follow_up_days, *windows_of(plan, snapshot, last)), step_of(plan, snapshot, last)
    given = {"snapshot": snapshot, "step": step, "basis": plan.basis}
    if not can_condense(within_window(plan.measure, plan, snapshot), snapshot, plan.basis):
        yield LookSource(fewer=snapshot, windows=(), **given)
        return
    span = {"first": date.fromisoformat(plan.first_period), "last": end_of_period(plan, last)}
    with condensed(snapshot, **span, windows=windows, step=step) as fewer:
        yield LookSource(fewer=fewer, windows=windows, **given)


def windows_of(plan, snapshot, last):
    """The other windows for which every case of the look has been followed; none where the snapshot holds counts."""
    days = [days for days in WINDOWS if holds_cases(snapshot) and days != plan.follow_up_days]
    return [one for one in days if mature_on(plan, last, one) <= snapshot.as_at]


def step_of(plan, snapshot, last):
    """Days between two lags that are kept: by the week where there could be too many, one for each case at most."""
    cells = len(plan.units) * last * len(CAUSE_KEYS) * (plan.follow_up_days + 1)
    return WEEK if min(cells, snapshot.rows) > MOST_LAGS else 1


def within_window(key, plan, snapshot):
    """The measure within the plan's window: case rows can be followed for any, counts for their own alone."""
    asked = measure(key)
    if asked.follow_up_days == plan.follow_up_days:
        return asked
    if not asked.follow_up_days or not holds_cases(snapshot):
        followed = f"{asked.follow_up_days} days" if asked.follow_up_days else "no fixed time"
        raise FrameRefused(
            f"“{asked.title}” follows its cases for {followed}, and the plan asks for {plan.follow_up_days} days: "
            "a case extract can be followed for any window, counts cannot."
        )
    return within(key, plan.follow_up_days)
