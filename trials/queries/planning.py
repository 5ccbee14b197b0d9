"""What is known about a plan that is being written: its authors, what was said of it, what had been seen."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from cjnudge.accounts.models import Unit, User
from cjnudge.cases.counting.refusals import OF_CASES
from cjnudge.cases.queries.snapshots import own_snapshots
from trials.lifecycle import TrialKind
from trials.models import Approval, Draw, PlannedLook, PlanVersion, PowerStudy, Run, Seed
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import TrialPlan
from trials.queries.monitors import watchers
from trials.queries.nudges import approved_versions
from trials.queries.surveys import earlier_surveys

UNBLINDED = "unblinded"  # the kind of Change that says that figures by arm were read before a look


def author_ids(plan):
    """Ids of everybody who wrote any draft of this version, that is, since the last seal."""
    return {one.user_id for one in plan.authors.all()}


def drafts_of(force):
    """The unsealed version of each planned trial that is not put away, with all that is asked of it in a list.

    That is its authors, what was said of it, and what was worked out for its trial (trials.queries.powering).
    """
    found = PlanVersion.scoped.for_force(force).filter(seal="", trial__archived_at__isnull=True)
    found = found.filter(trial__kind=TrialKind.PROSPECTIVE).select_related("trial__force", "force")
    studies = PowerStudy.scoped.for_force(force).exclude(figures="").defer("charts", "plan")
    powered = Prefetch("trial__power_studies", studies, to_attr="found_studies")
    ordered = found.order_by("-trial__created_at", "trial__title")
    return list(ordered.prefetch_related("authors", "approvals", powered))


def approvals_of(plan):
    """What second persons said of this version's drafts, newest first, each with its person."""
    return list(Approval.scoped.for_force(plan.force).filter(plan=plan).select_related("by", "invited_by"))


def standing_approval(plan, draft):
    """The approval of just this text by a second person, unless returned since; None without.

    Neither an author's nor that of a guest whom an author invited: it may be the same person under another address.
    """
    authors = author_ids(plan)
    said = [one for one in plan.approvals.all() if one.draft == draft and one.by_id not in authors]
    said = [one for one in said if not one.approves or one.invited_by_id not in authors]
    return said[0] if said and said[0].approves else None


def seed_of(trial):
    """The trial's committed Seed, or None."""
    return Seed.scoped.for_force(trial.force).filter(trial=trial).first()


def drawn_plan(trial):
    """The TrialPlan under which units got their arms; None before the draw."""
    draw = Draw.scoped.for_force(trial.force).filter(trial=trial).select_related("plan").first()
    return TrialPlan.from_json(draw.plan.body) if draw else None


def sealed_versions(trial):
    """Every sealed PlanVersion, the newest first. In a list: `with_sealed_plans`."""
    if "sealed_plans" in vars(trial):
        return trial.sealed_plans
    return list(PlanVersion.scoped.for_force(trial.force).filter(trial=trial).exclude(seal=""))


def sealed_plan(trial):
    """The newest sealed PlanVersion, which governs the trial; None before the first. In a list: `with_sealed_plans`."""
    if "sealed_plans" in vars(trial):
        return next(iter(trial.sealed_plans), None)
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


@dataclass(frozen=True)
class Options:
    """What the forms of a plan offer: approved nudge versions, names of units, members, subgroups by key and label.

    `surveys` are trials.queries.surveys.Earlier, those that a later survey can be held against. `watches` are what is
    expected of guardrails if nothing is wrong, by key.
    """

    nudges: tuple
    units: tuple
    members: tuple
    subgroups: tuple
    surveys: tuple = ()
    watches: dict = field(default_factory=dict)


def options_for(force, on, trial=None):
    """The Options of a force on a day; `members` are those who can read alarms, with a trial also its guests."""
    units = Unit.scoped.for_force(force).filter(starts_on__lte=on)
    live = units.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return Options(
        nudges=tuple(approved_versions(force)),
        units=tuple(live.filter(children__isnull=True).values_list("name", flat=True).order_by("name")),
        members=tuple(watchers(force, trial)),
        subgroups=tuple((key, label.capitalize()) for key, label in OF_CASES.items() if key != "eligibility"),
        surveys=tuple(earlier_surveys(force)),
    )


def names_of_people(ids):
    """{id: name} of people, whoever they belong to now."""
    return dict(User.objects.filter(pk__in=[one for one in ids if one]).values_list("pk", "name"))
