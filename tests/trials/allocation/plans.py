"""Plans of trials that allocate, as values."""

from trials.planning.trial_plan import AllocationRule, Arm, TrialPlan, Unit, Worthwhile

UNITS = tuple(
    Unit(
        name=f"Team {number:02d}",
        stratum="north" if number < 4 else "south",
        pair=f"pair {number // 2}",
        covariates=(("cases", float(40 + 7 * number % 23)), ("baseline", 0.2 + 0.01 * (5 * number % 7))),
    )
    for number in range(8)
)
ARMS = (Arm(key="control", title="Usual practice"), Arm(key="checklist", title="Checklist"))
THREE = (*ARMS, Arm(key="prompt", title="Prompt"))


def plan_value(method="simple", **changes):
    """A TrialPlan of eight teams, drawn by a method; `rule` are further fields of its allocation."""
    rule = changes.pop("rule", {})
    values = {
        "question": "Do teams with a checklist resolve more cases out of court?",
        "behaviour": "Considering an out-of-court resolution.",
        "population": "Eligible cases.",
        "arms": ARMS,
        "units": UNITS,
        "design": "stepped_wedge" if method == "stepped" else "cluster_randomised",
        "measure": "oocr_of_eligible_within_w",
        "measure_version": "1",
        "follow_up_days": 120,
        "first_period": "2025-01-01",
        "start": 5,
        "periods": 12,
        "step_periods": 2 if method == "stepped" else 0,
        "allocation": AllocationRule(method=method, **rule),
        "primary_contrast": ("checklist", "control"),
        "worthwhile": Worthwhile(effect=0.05, reason="Five points are worth the work."),
        "analysis_seed": 7,
    }
    return TrialPlan(**{**values, **changes})


def in_turn_value(method="simple", **changes):
    """A TrialPlan whose cases are enrolled one by one."""
    rule = {"sequential": True, **changes.pop("rule", {})}
    return plan_value(method, rule=rule, **{"design": "individually_randomised", **changes})
