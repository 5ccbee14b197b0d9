"""Trials with a sealed plan, as far as tests of allocation need one: no page, no approval, no power."""

from dataclasses import replace

from tests.people import NOW
from trials.lifecycle import TrialKind
from trials.models import Conduct, PlanVersion, Trial
from trials.operations.allocating import make_seed
from trials.plan_body import seal_of
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


def make_planned(force, person, slug="checklist"):
    """A prospective trial with its Conduct, and no plan."""
    trial = Trial.objects.create(
        force=force,
        title="Checklist",
        kind=TrialKind.PROSPECTIVE,
        question="Does it work?",
        measure="oocr_of_eligible_within_w",
        basis="entry",
        design="cluster_randomised",
        owner=person,
        created_at=NOW,
    )
    Conduct.objects.create(force=force, trial=trial, slug=slug)
    return trial


def make_sealed(force, person, plan=None, slug="checklist"):
    """A trial whose plan is sealed with the digest of its seed."""
    trial = make_planned(force, person, slug)
    seed = make_seed(trial=trial, by=person, at=NOW)
    write_sealed(trial, person, replace(plan or plan_value(), seed_digest=seed.digest))
    return trial


def write_sealed(trial, person, plan):
    """The next version of the plan, sealed."""
    body = plan.to_json()
    return PlanVersion.objects.create(
        force=trial.force,
        trial=trial,
        version=trial.plans.count() + 1,
        body=body,
        after_data_seen=False,
        written_at=NOW,
        written_by_id=person.pk,
        seal=seal_of(body),
        sealed_at=NOW,
        sealed_by_id=person.pk,
    )


def start(trial):
    """The trial has started: cases can be enrolled."""
    Conduct.scoped.for_force(trial.force).filter(trial=trial).update(started_on=NOW.date())


def close(trial):
    Conduct.scoped.for_force(trial.force).filter(trial=trial).update(closed_at=NOW)
