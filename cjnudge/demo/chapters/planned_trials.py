"""Two synthetic trials that were planned before their data: a stepped wedge with an effect in it, and one without.

What the first should find was put into its cases: more resolutions, some of them in place of charges and most from
cases that would have ended without action (net-widening), none for one group (a disparity), and a guardrail whose
follow-up is not over. It also watches the level of crime and harm by weights, neither of which was changed, and what
officers say in two surveys. Each step is dated as it would have been, so that the plan comes before the months that it
is about.

Allocations are drawn from the server's own seed, so that figures differ from installation to installation. Measured
over allocations (60 on these cases, 60 on ten other seeds of cases), the first finds all four in more than 99 of 100:
the largest contrast between groups is 1.5 times what would do, with a standard deviation of 0.2 (where the group got
0.3 of the change it was 1.0 times, and half of the installations found nothing). Resolutions that come from cases
without action hold more domestic abuse: the share of serious offences truly rises by some five points, and its
guardrail is on watch, breached (one in five) or too wide to tell. In the second every difference is chance: 5 of 100
installations show one in the primary outcome, as a test at 5 % has it, and less than one a guardrail that is breached.
"""

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from cjnudge.accounts.permissions import Role
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.models import Mapping, MappingVersion, Snapshot, Upload
from cjnudge.cases.operations.at_once import await_stored, import_cases
from cjnudge.cases.operations.mappings import start_mapping
from cjnudge.cases.storage.parts import canonical
from cjnudge.cases.synthetic import mapping_body, write_extract
from cjnudge.cases.synthetic.planted import Planted
from cjnudge.cases.synthetic.tables import tables
from cjnudge.demo.cast import Chapter
from cjnudge.demo.chapters import extract
from cjnudge.demo.nudges import nudge_of
from cjnudge.demo.officers import asked_before, asked_during, await_results, pair_from
from cjnudge.periods import add_months
from trials.models import Conduct
from trials.operations.allocating import draw_allocation
from trials.operations.delivering import log_exposure
from trials.operations.looking import follow
from trials.operations.planning import approve_plan, create_planned_trial, seal_trial_plan, write_trial_plan
from trials.operations.powering import adopt_power, ask_power
from trials.operations.starting import close_trial, start_trial
from trials.plan_body import seal_of
from trials.planning.allocated import arms_by_unit, start_by_unit
from trials.planning.defaults import FROM_SURVEYS, SUGGESTED
from trials.planning.periods import end_of_period, first_day_of
from trials.planning.scales import CRIMES, HARM
from trials.planning.trial_plan import AllocationRule, HarmWeights, TrialPlan, Unit, Worthwhile
from trials.queries.allocations import draw_json_of
from trials.queries.following import final_run
from trials.queries.trials import latest_plan

DISTRICTS = tuple(tables()["districts"]["names"])
TEAMS = tuple(f"{name} {team}" for name in DISTRICTS for team in tables()["districts"]["teams"])
BY_DISTRICT = "Synthetic records system by district"
ROWS, SEED = (
    60_000,
    20232,
)  # as many as the crimes of 100,000 a year have in these months; any other seed would do
FOLLOW_UP = timedelta(days=120)
# Of cases that would have ended so, the shares that end with a resolution once the nudge is in force.
# Large enough that hardly any draw hides one of them, in points (standard deviation over draws): charges fall by 3.5
# (0.6), no further action by 7.8 (1.3), and one group, 7 % of the cases, is 14 below the others (2.5). The months
# before stay as the published margins have them.
MOVED = (((15, 16), 0.14), ((1,), 0.35))
LESS_FOR = ("B", 0.0)
WHY_ALL_THE_SAME = (
    "A demonstration: it has the units and months of the synthetic extract, and nobody decides by it."
)
PLANNED_BEFORE = timedelta(days=60)  # before the first start: time enough to read, approve, seal and draw
# Of eligible cases the share that ends with a resolution within 120 days: what the synthetic records come to.
LEVEL = 0.065


@dataclass(frozen=True)
class Told:
    """One trial: its words, its nudges (title, wording), and how its plan differs from the first draft.

    cases: eligible cases a month of one unit. There was no extract when the trial was planned, so that its power is
    worked out from what is assumed; it is what the synthetic records then come to.
    """

    slug: str
    title: str
    question: str
    nudges: tuple
    plan: dict
    cases: float
    asks_officers: bool = False


ROLES = {CRIMES: "guardrail", HARM: "guardrail", **dict.fromkeys(FROM_SURVEYS, "secondary")}
OUTCOMES = tuple(
    replace(line, role=ROLES.get(line.key, line.role)) for line in SUGGESTED if ROLES.get(line.key, line.role)
)
# With some 90 resolutions an arm they have next to no power to hold; as guardrails one or the other read breached, by
# chance alone, in 4 of 100 allocations. Breached conditions did so in fewer than one.
TOO_FEW = ("serious_share", "victim_consulted")
OUTCOMES_OF_TEAMS = tuple(
    replace(line, role="exploratory", margin=None) if line.key in TOO_FEW else line
    for line in SUGGESTED
    if line.role
)
# What a force would supply of its own: round numbers, made up, and no judgement about any offence.
WEIGHTS = HarmWeights(
    by="offence",
    named="Made up for the demonstration, and no force's own",
    weights=(
        ("Criminal damage and arson", 2.0),
        ("Drug offences", 1.0),
        ("Miscellaneous crimes against society", 2.0),
        ("Possession of weapons offences", 3.0),
        ("Public order offences", 1.0),
        ("Robbery", 8.0),
        ("Sexual offences", 10.0),
        ("Theft offences", 1.0),
        ("Violence against the person", 4.0),
    ),
)
WEDGE = Told(
    slug="synthetic-stepped-wedge",
    title="Synthetic: a prompt before charge requests, in ten districts in turn",
    question="Do more eligible cases end out of court within 120 days where officers are asked before a charge?",
    nudges=(("Prompt before a charge request", "Could this case be dealt with out of court?"),),
    plan={
        "design": "stepped_wedge",
        "units": tuple(Unit(name=name) for name in DISTRICTS),
        "periods": 18,
        "start": 7,
        "step_periods": 2,
        "allocation": AllocationRule(method="stepped"),
        "icc": 0.05,
        "cac": 0.8,
        "subgroups": ("ethnicity",),
        "outcomes": OUTCOMES,
        "harm": WEIGHTS,
    },
    cases=150,
    asks_officers=True,
)
NULL = Told(
    slug="synthetic-three-arms",
    title="Synthetic: a desk card and a weekly message, thirty teams",
    question="Do more eligible cases end out of court within 120 days with a desk card, or with a weekly message?",
    nudges=(("Desk card", "Out of court? Three questions."), ("Weekly message", "Last week in your team")),
    plan={
        "design": "cluster_randomised",
        "units": tuple(Unit(name=name) for name in TEAMS),
        "periods": 12,
        "start": 7,
        "allocation": AllocationRule(method="simple"),
        "outcomes": OUTCOMES_OF_TEAMS,
    },
    cases=23,
)


def tell(cast):
    wedge = trial_of(cast, WEDGE) or run_trial(cast, WEDGE)
    surveys = surveys_of(cast, wedge)  # first, so that a worker lets out their results in the meantime
    null = trial_of(cast, NULL) or run_trial(cast, NULL)
    bring_in_districts(cast, wedge)
    bring_in_teams(cast)
    look_at(cast, null)
    await_results(*surveys)
    look_at(cast, wedge)
    cast.results += [lambda trial=trial: said_of(trial) for trial in (wedge, null)]


def look_at(cast, trial):
    """Ask for all that is due in the trial: its analysis at the end."""
    cast.jobs += follow(trial, on=localdate(cast.at), at=cast.at)


def trial_of(cast, told):
    found = Conduct.scoped.for_force(cast.practice).filter(slug=told.slug).select_related("trial").first()
    return found and found.trial


def run_trial(cast, told):
    """The trial from its plan to its close, each step on its day."""
    lead, second = cast.people[Role.LEAD], cast.people[Role.EVALUATOR]
    plan = dated(cast, told)
    before = planned_at(plan)
    nudges = [nudge_of(cast, *words, at=before) for words in told.nudges]
    words = {"title": told.title, "question": told.question, "slug": told.slug}
    trial = create_planned_trial(force=cast.practice, nudges=nudges, by=lead, at=before, **words)
    draft = TrialPlan.from_json(latest_plan(trial).body)
    said = {"survey": pair_from(asked_before(cast, last_day_asked(plan)))} if told.asks_officers else {}
    text = replace(draft, **changes(plan, told), **said)
    write_trial_plan(trial=trial, plan=text, by=lead, at=before)
    written = with_power(trial, told, by=lead, at=before)
    text = seal_of(written.body)
    approve_plan(plan=written, draft=text, comment="Read, with its power.", by=second, at=before)
    seal_trial_plan(plan=written, draft=text, by=lead, at=before)
    draw_allocation(trial=trial, by=lead, at=before)
    began = first_day_of(plan, plan.start)
    start_trial(trial=trial, on=began, by=lead, at=at_noon(began))
    deliver(trial, by=lead)
    close_trial(trial=trial, by=lead, at=at_noon(end_of_period(plan, plan.periods) + timedelta(days=1)))
    return trial


def deliver(trial, *, by):
    """Every unit has the nudge of its arm from the day on which it was due, recorded on that day."""
    plan, draw = sealed_text(trial), draw_json_of(trial)
    arms, starts = arms_by_unit(plan, draw), start_by_unit(plan, draw)
    for start, unit in sorted((start, unit) for unit, start in starts.items() if start):
        on = first_day_of(plan, start)
        log_exposure(trial=trial, unit=unit, arm=arms[unit], from_on=on, by=by, at=at_noon(on))


def surveys_of(cast, trial):
    """What officers said before the trial and in the middle of it, as closed surveys."""
    plan = sealed_text(trial)
    starts = start_by_unit(plan, draw_json_of(trial))
    return asked_before(cast, last_day_asked(plan)), asked_during(cast, plan, starts)


def sealed_text(trial):
    return TrialPlan.from_json(trial.plans.exclude(seal="").get().body)


def planned_at(plan):
    return at_noon(first_day_of(plan, plan.start)) - PLANNED_BEFORE


def last_day_asked(plan):
    """The day on which the survey before the trial closes: the one before the trial is planned."""
    return localdate(planned_at(plan)) - timedelta(days=1)


def with_power(trial, told, *, by, at):
    """The plan with the power that was worked out for it; where that is below 80 %, with the reason to run it."""
    study = ask_power(trial=trial, by=by, at=at, cases=told.cases, level=LEVEL)
    await_stored(study.job_id)
    return adopt_power(trial=trial, override_reason=WHY_ALL_THE_SAME, by=by, at=at)


def dated(cast, told):
    """A plan whose last month has been followed by the first of this month; only its months are looked at.

    The practice space's own extract shows that day, and not today.
    """
    day = (localdate(cast.at).replace(day=1) - FOLLOW_UP).replace(day=1)
    first = add_months(day, -told.plan["periods"])
    return replace(BARE, first_period=first.isoformat(), **told.plan)


BARE = TrialPlan(
    question="", behaviour="", population="", arms=(), units=(), design="", measure="", measure_version="",
    follow_up_days=120, first_period="", start=1, periods=1, allocation=None, primary_contrast=(),
    worthwhile=Worthwhile(effect=0.05, reason=""), analysis_seed=0,
)  # fmt: skip


def changes(plan, told):
    """What the plan says beside its first draft."""
    return {
        **told.plan,
        "first_period": plan.first_period,
        "behaviour": "Officers consider an out-of-court resolution before they ask for a charge.",
        "worthwhile": Worthwhile(
            effect=0.05,
            reason="Fewer than five cases more in a hundred would not repay the time of those who decide.",
        ),
        "analysis_seed": SEED,
    }


def bring_in_districts(cast, trial):
    """The extract by district, with the change in it from each district's own start on."""
    if Snapshot.scoped.for_force(cast.practice).filter(title=BY_DISTRICT).exists():
        return
    extract.approve(cast)
    plan = sealed_text(trial)
    starts = start_by_unit(plan, draw_json_of(trial))
    planted = [
        Planted(district=name, from_on=first_day_of(plan, start), moved=MOVED, less_for=LESS_FOR)
        for name, start in starts.items()
    ]
    as_at, first = localdate(cast.at), first_day_of(plan, 1)
    months = (as_at.year - first.year) * 12 + as_at.month - first.month + 1
    with tempfile.TemporaryDirectory(prefix="extract-", dir=settings.DATA_DIR) as folder:
        path = Path(folder) / f"synthetic-districts-{as_at}.csv"
        made = {"first_month": first, "months": months, "as_at": as_at, "seed": SEED}
        write_extract(path, **made, rows=ROWS, planted=planted)
        import_cases(
            paths=[path], force=cast.practice, by=cast.people[Role.LEAD], mapping_version=mapping(cast),
            as_at=as_at, title=BY_DISTRICT,
        )  # fmt: skip


def mapping(cast):
    """The newest version of the mapping by district; written now where there is none."""
    found = Mapping.scoped.for_force(cast.practice).filter(name=BY_DISTRICT).first()
    if found:
        versions = MappingVersion.scoped.for_force(cast.practice).filter(mapping=found)
        return versions.order_by("-number").first()
    body = read_body(canonical(mapping_body(by_district=True)))
    lead = cast.people[Role.LEAD]
    return start_mapping(force=cast.practice, name=BY_DISTRICT, body=body, by=lead, at=cast.at)


def bring_in_teams(cast):
    """The practice space's own extract, in which nothing changed: it is there once its job is done."""
    upload = Upload.scoped.for_force(cast.practice).filter(title=extract.TITLE).first()
    if upload.job_id:
        await_stored(upload.job_id)


def at_noon(day):
    return datetime.combine(day, time(12), get_current_timezone())


def said_of(trial):
    """What the demonstration says of the trial's result."""
    run = final_run(trial)
    return {
        "title": trial.title,
        "synthetic": True,
        "verdict": run.verdict,
        "estimate": None,
        "plan_seal": run.plan.seal,
        "snapshot_hash": run.snapshot_hash,
        "path": reverse("trials:trial", args=[trial.force.slug, trial.pk]),
    }


CHAPTER = Chapter(order=60, title="Two trials that were planned before their data", tell=tell)
