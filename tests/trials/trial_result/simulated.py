"""Trials drawn from a known truth, as the cells that a look of them would hold."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from cjnudge.periods import add_months, period_label
from trials.cells import Period
from trials.planning.allocated import arms_by_unit, draw_arguments, start_by_unit, unit_rows
from trials.planning.trial_plan import AllocationRule, Arm, OutcomeLine, TrialPlan, Unit, Worthwhile
from trials.stats import allocate
from trials.trial_cells import LineCells, TrialCells, UnitArm

SHARES = {"oocr": 0.30, "charge": 0.40, "nfa": 0.20, "other": 0.10}
DRAW_SEED = 20260401
WINDOW = 120
AS_AT = "2027-06-30"


def a_plan(*, units=20, design="cluster_randomised", guardrails=(), **changes):
    """A plan with usual practice and one nudge over 24 months, the first unit beginning in month 13."""
    stepped = design == "stepped_wedge"
    values = {
        "question": "Does a prompt raise the use of out-of-court resolutions?",
        "behaviour": "Sergeants consider a resolution before they charge.",
        "population": "Eligible cases of adults",
        "arms": (
            Arm(key="control", title="Usual practice"),
            Arm(key="prompt", title="Prompt", nudges=(("n", 1),)),
        ),
        "units": tuple(Unit(name=f"District {number:02d}") for number in range(units)),
        "design": design,
        "measure": "oocr_of_eligible_within_w",
        "measure_version": "1",
        "follow_up_days": WINDOW,
        "first_period": "2025-01-01",
        "start": 5 if stepped else 13,
        "step_periods": 4 if stepped else 0,
        "periods": 24,
        "allocation": AllocationRule(method="stepped" if stepped else "simple"),
        "primary_contrast": ("prompt", "control"),
        "worthwhile": Worthwhile(effect=0.05, reason="The board asked for it."),
        "analysis_seed": 7,
        "outcomes": tuple(guardrails),
    }
    return TrialPlan(**{**values, **changes})


def three_arms():
    return (
        Arm(key="control", title="Usual practice"),
        Arm(key="prompt", title="Prompt", nudges=(("n", 1),)),
        Arm(key="feedback", title="Prompt and feedback", nudges=(("n", 1), ("f", 1))),
    )


def a_draw(plan):
    """The published draw of the plan."""
    return allocate(unit_rows(plan), seed=DRAW_SEED, **draw_arguments(plan)).to_json()


def a_guardrail(key, **changes):
    values = {
        "title": key.replace("_", " ").capitalize(),
        "role": "guardrail",
        "better": "lower",
        "margin": 0.03,
    }
    return OutcomeLine(key=key, **{**values, **changes})


def drawn_cells(plan, draw, *, moves=None, sooner=1.0, days=60.0, cases=60, lines=None, seed=1, **changes):
    """TrialCells of a trial in which the nudge moves each part by `moves` ({"oocr": 0.1, "nfa": −0.1}).

    `sooner` multiplies the days to a resolution under the nudge, drawn from an exponential of mean `days`; `lines`
    {key: (share without, change with the nudge)} of further outcomes over the same cases.
    """
    made = Cases(plan, draw, moves or {}, sooner, days, cases, seed)
    cells = {where: made.drawn(*where) for where in made.places()}
    values = {
        "counts": tuple(
            (*at, within(cell, "oocr", plan.follow_up_days), len(cell)) for at, cell in cells.items()
        ),
        "parts": tuple((*at, *parts_of(cell, plan.follow_up_days)) for at, cell in cells.items()),
        "entries": tuple((*at, len(cell), 2 * len(cell), len(cell)) for at, cell in cells.items()),
        "windows": {
            str(window): tuple((*at, within(cell, "oocr", window), len(cell)) for at, cell in cells.items())
            for window in (60, 90, 180)
            if window != plan.follow_up_days
        },
        "timing": tuple(
            row for at, cell in cells.items() for row in timing_of(at, cell, plan.follow_up_days)
        ),
        "outcomes": {key: made.line(*figures) for key, figures in (lines or {}).items()},
    }
    return cells_of(plan, tuple(UnitArm(name) for name in plan.unit_names), **{**values, **changes})


def cells_of(plan, places, **rows):
    """TrialCells of the plan's months with those rows."""
    values = {
        "places": places,
        "periods": tuple(_period(plan, number) for number in range(plan.periods)),
        "up_to_period": plan.periods,
        "follow_up_days": plan.follow_up_days,
        "snapshot_hash": "5" * 64,
        "as_at": AS_AT,
        "part_keys": ("oocr", "charge", "nfa", "other"),
        "parts_refused": "",
        "causes": ("oocr", "charge", "nfa", "other", "censored"),
        "synthetic": True,
    }
    rows = {name: tuple(held) if isinstance(held, list) else held for name, held in rows.items()}
    return TrialCells(**{**values, **rows})


class Cases:
    """Draws the cases of each cell: pairs of (cause, days to it)."""

    def __init__(self, plan, draw, moves, sooner, days, cases, seed):
        self.plan, self.moves, self.sooner, self.days, self.size = plan, moves, sooner, days, cases
        self.rng = np.random.default_rng(seed)
        self.starts, self.arms = start_by_unit(plan, draw), arms_by_unit(plan, draw)
        self.level = self.rng.normal(0, 0.02, len(plan.units))

    def places(self):
        return [(unit, period) for unit in range(len(self.plan.units)) for period in range(self.plan.periods)]

    def is_on(self, unit, period):
        start = self.starts[self.plan.unit_names[unit]]
        return start is not None and period + 1 >= start

    def drawn(self, unit, period):
        on = self.is_on(unit, period)
        shares = {part: share + (self.moves.get(part, 0.0) if on else 0.0) for part, share in SHARES.items()}
        shares["oocr"] += self.level[unit]
        shares["other"] -= self.level[unit]
        names = list(shares)
        causes = self.rng.choice(names, size=self.size, p=list(shares.values()))
        lags = self.rng.exponential(self.days, self.size)
        lags = np.floor(lags * np.where((causes == "oocr") & on, self.sooner, 1.0)).astype(int)
        return list(zip(causes.tolist(), lags.tolist(), strict=True))

    def line(self, share, change):
        rows = []
        for unit, period in self.places():
            chance = share + (change if self.is_on(unit, period) else 0.0)
            rows.append((unit, period, int(self.rng.binomial(self.size, chance)), self.size))
        return LineCells(rows=tuple(rows), follow_up_days=WINDOW)


def immature(cells, key, *, entered=1000, followed=400, mature_on="2027-11-15"):
    """The cells with one outcome that has not been followed in full."""
    line = LineCells(
        state="not_mature", follow_up_days=365, mature_on=mature_on, entered=entered, followed=followed
    )
    return replace(cells, outcomes={**cells.outcomes, key: line})


def within(cell, cause, days):
    return sum(own == cause and lag <= days for own, lag in cell)


def parts_of(cell, days):
    counts = [within(cell, part, days) for part in ("oocr", "charge", "nfa")]
    return (*counts, len(cell) - sum(counts))


def timing_of(at, cell, days):
    """Rows [place, period, cause, [lag, count …]], cases without an outcome by the last day censored there."""
    found = {}
    for cause, lag in cell:
        own, day = (("oocr", "charge", "nfa", "other").index(cause), lag) if lag <= days else (4, days)
        found.setdefault(own, {}).setdefault(day, 0)
        found[own][day] += 1
    return [
        (*at, own, tuple(value for pair in sorted(lags.items()) for value in pair))
        for own, lags in found.items()
    ]


def _period(plan, number):
    day = add_months(date.fromisoformat(plan.first_period), number)
    return Period(day.isoformat(), period_label(day, "month"))


def day_after(day, days):
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
