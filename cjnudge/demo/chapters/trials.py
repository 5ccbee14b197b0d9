"""The questions of the demonstration, each planned, sealed and given to a worker."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from cjnudge.accounts.permissions import Role
from cjnudge.cases import practice
from cjnudge.cases.operations.practice import fill_practice
from cjnudge.cases.queries.snapshots import own_snapshots, reference_snapshot
from cjnudge.demo.cast import Chapter
from cjnudge.demo.chapters.people import BY
from cjnudge.jobs.models import Job
from trials.frames import contents_of
from trials.models import Trial
from trials.operations.plans import seal_plan, write_plan
from trials.operations.runs import request_analysis
from trials.operations.trials import create_trial
from trials.plan_building import Choices, build_plan
from trials.queries.trials import latest_plan, run_of, runs_of

SEED = 20260331  # the last day the published figures count; any other would give the same result


@dataclass(frozen=True)
class Question:
    """One retrospective comparison; `choices(contents)` gives the plan's choices for a snapshot's contents."""

    trial: dict
    choices: Callable


HERTFORDSHIRE = Question(
    trial={
        "title": "Hertfordshire against the other forces, 2023/24 and 2025/26",
        "question": (
            "Did Hertfordshire's use of out-of-court resolutions change after 2023/24, and can we say why?"
        ),
        "measure": "oocr_share_positive",
        "basis": "closed",
        "design": "difference_in_differences",
    },
    choices=lambda contents: {
        "treated": ("Hertfordshire",),
        "comparison_rule": "territorial",
        "before": ("2023-04-01", "2023-04-01"),
        "after": ("2025-04-01", "2025-04-01"),
        "sensitivity_span": 2,
        "reason_for_dates": (
            "2023/24 is the year the board looked at when it asked why the share was low; 2025/26 is the latest year "
            "published. 2024/25 lies between and is left out."
        ),
        "known_when_written": (
            "The figures of all forces for all four years were published and had been read. 2023/24 was chosen "
            "because Hertfordshire was low in it."
        ),
    },
)
RECORDED_MONTHS = Question(
    trial={
        "title": "England and Wales by recorded month, 2024/25 and 2025/26",
        "question": "Did the use of out-of-court resolutions change in England and Wales after 2024/25?",
        "measure": "oocr_share_positive",
        "basis": "recorded",
        "design": "before_after",
    },
    choices=lambda contents: {
        "treated": ("England and Wales",),
        "comparison_rule": "none",
        "before": ("2024-04-01", "2025-01-01"),
        "after": ("2025-04-01", "2026-01-01"),
        "reason_for_dates": "The two latest years published.",
        "known_when_written": "Both years were published on both bases and had been read.",
    },
)
SYNTHETIC_UNITS = Question(
    trial={
        "title": "Practice: five synthetic units against five",
        "question": "Did resolutions of eligible cases move in five synthetic units, where the answer is known?",
        "measure": "oocr_of_eligible_within_w",
        "basis": "entry",
        "design": "difference_in_differences",
    },
    choices=lambda contents: {
        "treated": practice.CHANGED_UNITS,
        "comparison_rule": "all",
        "before": (contents.days[0], contents.days[practice.CHANGE_IN_MONTH - 2]),
        "after": (contents.days[practice.CHANGE_IN_MONTH - 1], contents.days[-1]),
        "reason_for_dates": "The synthetic cases were made with a change in these units from this month on.",
        "known_when_written": "How the cases were made: ten points more in five of ten units.",
    },
)


def tell(cast):
    ask(cast, HERTFORDSHIRE, cast.force, reference_snapshot("forces_yearly"))
    ask(cast, RECORDED_MONTHS, cast.force, reference_snapshot("england_and_wales_quarterly"))
    ask(cast, SYNTHETIC_UNITS, cast.practice, synthetic_snapshot(cast))


def synthetic_snapshot(cast):
    """The practice space's synthetic cases; made now where there are none."""
    found = own_snapshots(cast.practice).filter(synthetic=True, feed="unit_counts").first()
    return found or fill_practice(force=cast.practice, by=BY, at=cast.at)[0]


def ask(cast, question, force, snapshot):
    """The comparison with its plan sealed and its analysis asked for; whatever is there already stays."""
    lead = cast.people[Role.LEAD]
    trial = Trial.scoped.for_force(force).filter(title=question.trial["title"]).first()
    if trial is None:
        trial = create_trial(force=force, snapshot=snapshot, by=lead, at=cast.at, **question.trial)
    plan = sealed_plan(trial, question, lead, cast.at)
    runs = runs_of(trial)
    if runs:
        cast.jobs += Job.scoped.for_force(force).filter(pk=runs[0].job_id)
    else:
        cast.jobs.append(request_analysis(plan=plan, by=lead, at=cast.at))
    cast.results.append(lambda: told(trial))


def sealed_plan(trial, question, lead, at):
    """The trial's plan, written and sealed where it is not yet."""
    plan = latest_plan(trial)
    if plan is None:
        contents = contents_of(trial)
        choices = Choices(kind=trial.kind, design=trial.design, seed=SEED, **question.choices(contents))
        body = build_plan(contents, choices)
        plan = write_plan(trial=trial, body=body, by=lead, at=at)
    if not plan.is_sealed:
        seal_plan(plan=plan, by=lead, at=at)
        plan.refresh_from_db()
    return plan


def told(trial):
    """What the demonstration says of the trial's newest run."""
    run = run_of(trial, runs_of(trial)[0].pk)
    return {
        "title": trial.title,
        "synthetic": run.synthetic,
        "verdict": run.verdict,
        "estimate": (run.result["primary"] or {}).get("primary"),
        "plan_seal": run.plan.seal,
        "snapshot_hash": run.snapshot_hash,
        "path": reverse("trials:result", args=[trial.force.slug, trial.pk, run.pk]),
    }


CHAPTER = Chapter(order=40, title="The questions", tell=tell)
