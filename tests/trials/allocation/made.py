"""Trials with a sealed plan, as far as tests of allocation need one: no page, no approval, no power."""

from dataclasses import replace

from tests.people import NOW
from tests.trials.allocation.plans import plan_value
from trials.lifecycle import TrialKind
from trials.models import Conduct, PlanVersion, Trial
from trials.operations.allocating import make_seed
from trials.plan_body import seal_of


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
