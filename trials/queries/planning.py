"""What is known about a plan that is being written: its authors, what was said of it, what had been seen."""

from cjnudge.cases.queries.snapshots import own_snapshots
from trials.models import Approval, Draw, PlanAuthor, PlannedLook, PlanVersion, Run, Seed
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import TrialPlan

UNBLINDED = "unblinded"  # the kind of Change that says that figures by arm were read before a look


def author_ids(plan):
    """Ids of everybody who wrote any draft of this version, that is, since the last seal."""
    return set(PlanAuthor.scoped.for_force(plan.force).filter(plan=plan).values_list("user_id", flat=True))


def approvals_of(plan):
    """What second persons said of this version's drafts, newest first, each with its person."""
    return list(Approval.scoped.for_force(plan.force).filter(plan=plan).select_related("by"))


def standing_approval(plan, draft):
    """The approval of just this text by somebody who is no author, unless returned since; None without."""
    said = [one for one in approvals_of(plan) if one.draft == draft and one.by_id not in author_ids(plan)]
    return said[0] if said and said[0].approves else None


def seed_of(trial):
    """The trial's committed Seed, or None."""
    return Seed.scoped.for_force(trial.force).filter(trial=trial).first()


def drawn_plan(trial):
    """The TrialPlan under which units got their arms; None before the draw."""
    draw = Draw.scoped.for_force(trial.force).filter(trial=trial).select_related("plan").first()
    return TrialPlan.from_json(draw.plan.body) if draw else None


def sealed_plan(trial):
    """The newest sealed PlanVersion, which governs the trial; None before the first."""
    return PlanVersion.scoped.for_force(trial.force).filter(trial=trial).exclude(seal="").first()


def looks_taken(trial):
    """The interim looks that have their run, in order."""
    looks = PlannedLook.scoped.for_force(trial.force).filter(trial=trial)
    return list(looks.filter(run__isnull=False, is_final=False))


def data_seen(trial, plan, at):
    """Whether outcomes of the trial could have been seen when something was written at that instant.

    Told by what is there, never by what somebody says: a run, figures that were unblinded, or an extract of the
    force's own cases that reaches into the months of the trial.
    """
    if Run.scoped.for_force(trial.force).filter(trial=trial, created_at__lte=at).exists():
        return True
    if trial.changes.filter(kind=UNBLINDED, at__lte=at).exists():
        return True
    if not plan.first_period:
        return False  # no month is named yet, and every later draft is asked again
    started = first_day_of(plan, plan.start)
    return own_snapshots(trial.force).filter(imported_at__lte=at, last_period__gte=started).exists()
