"""Case rows of a made-up trial: eight teams, a year of baseline, six months with the nudge, every case known."""

from datetime import date, timedelta
from random import Random

from cjnudge.periods import add_months
from tests.cases.case_snapshots import case
from trials.planning.trial_plan import (
    AllocationRule,
    Arm,
    LookLine,
    OutcomeLine,
    StopRule,
    TrialPlan,
    Unit,
    Worthwhile,
)

FIRST = date(2025, 1, 1)
NUDGES = (("00000000-0000-4000-8000-000000000001", 1),)
UNITS = tuple(f"Team {letter}" for letter in "ABCDEFGH")
MONTHS, START = 18, 13
MATURE = date(2026, 10, 28)  # 120 days after 30 June 2026, the trial's last day
EARLY = date(2026, 7, 31)
SERIOUS = StopRule(
    key="serious", guardrail="serious_share", threshold=0.2, text="One resolution in five is serious."
)


def trial_plan(**changes):
    """A cluster randomised trial of eight teams with one nudge and two guardrails; `changes` replace fields."""
    values = {
        "question": "Do more eligible cases end out of court with the prompt?",
        "behaviour": "The sergeant offers a community resolution.",
        "population": "Eligible cases of eight teams.",
        "arms": (Arm(key="control", title="Usual practice"), Arm(key="prompt", title="Prompt", nudges=NUDGES)),
        "units": tuple(Unit(name=name) for name in UNITS),
        "design": "cluster_randomised",
        "measure": "oocr_of_eligible_within_w",
        "measure_version": "1",
        "follow_up_days": 120,
        "first_period": FIRST.isoformat(),
        "start": START,
        "periods": MONTHS,
        "allocation": AllocationRule(method="simple"),
        "primary_contrast": ("prompt", "control"),
        "worthwhile": Worthwhile(effect=0.1, reason="Ten points pay for the training.", power=0.8),
        "analysis_seed": 11,
        "outcomes": (
            OutcomeLine(
                key="serious_share", title="Serious", role="guardrail", better="lower", margin=0.02
            ),
            OutcomeLine(
                key="repeat_suspect_12m", title="Named again", role="guardrail", better="lower",
                follow_up_days=365, margin=0.03,
            ),
        ),
        "stop_rules": (SERIOUS,),
        "safety_monitor": "monitor@example.org",
    }  # fmt: skip
    return TrialPlan(**values | changes)


def with_look(plan_changes=None):
    """The same trial with one look after three months with the nudge."""
    return trial_plan(
        looks=(LookLine(after_period=15, planned_information=0.5),),
        max_information=900.0,
        **(plan_changes or {}),
    )


def rows(as_at=MATURE, treated=UNITS[:4], serious=0.05, seed=4, months=22, each=6):
    """Case rows up to the day of the extract: about `each` a team and month, more of them resolved once treated."""
    source = Random(seed)
    found = []
    for unit in UNITS:
        for number in range(months):
            month = add_months(FIRST, number)
            for _ in range(each):
                row = _row(source, unit, month, unit in treated and number >= START - 1, serious)
                if row["entry_on"] <= as_at:
                    found.append(_as_at(row, as_at))
    return found


def _row(source, unit, month, nudged, serious):
    entry = month + timedelta(days=int(source.random() * 28))
    drawn, on = source.random(), entry + timedelta(days=int(source.random() * 110))
    outcome = "8" if drawn < (0.55 if nudged else 0.3) else "1" if drawn < 0.75 else "16"
    return case(
        entry,
        outcome,
        on,
        unit=unit,
        eligibility="eligible" if source.random() < 0.8 else "not eligible",
        gravity=5 if source.random() < serious else 2,
        sex="female" if source.random() < 0.3 else "male",
        minutes=int(30 + 60 * source.random()),
    )


def _as_at(row, as_at):
    """The row as an extract of that day has it: what was decided later is not there yet."""
    if row["outcome_on"] and row["outcome_on"] > as_at:
        return row | {"outcome": None, "outcome_on": None}
    return row
