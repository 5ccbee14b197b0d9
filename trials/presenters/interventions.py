"""Interventions as plain values for their pages: the list, one of them, what is said before a change."""

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from cjnudge.cases.measures import measure
from cjnudge.periods import period_end
from trials.comparing.months import label, mature_on, next_month
from trials.lifecycle import BY_RULE
from trials.operations.comparing import MEASURE
from trials.plan_body import PlanBody
from trials.presenters.intervention_calendar import span_words
from trials.queries import interventions as queries
from trials.stats.strategy import all_designs
from trials.waiting import around, waits_for

SLUDGE_PARTS = ("clicks", "fields", "approvals", "minutes")
SLUDGE_HEADINGS = [
    ("Way of ending a case", ""), ("Counted", ""), *((part.capitalize(), "numeric") for part in SLUDGE_PARTS),
]  # fmt: skip
AGAIN = (
    "It has been compared {times} times, with each new extract anew: the more often one looks, the more often a "
    "movement by chance is met."
)


def list_rows(force, at):
    """One dictionary an intervention: title, address, nudge, where, when, and the newest comparison in a sentence."""
    verdicts, waiting = queries.newest_verdicts(force), waiting_words(force, at)
    return [
        {
            "intervention": one,
            "url": address("intervention", one),
            "units": units_words(one.units),
            "when": span_words(one),
            "newest": verdicts.get(one.pk) or waiting(one),
        }
        for one in queries.waiting_ones(force)
    ]


def waiting_words(force, at):
    """words(intervention): why there is no comparison of it yet. What is the same for all of them is read once."""
    known, reasons = around(force, at=at), queries.newest_reasons(force)
    nothing = "No figures have come in since."
    return lambda one: waits_for(one, at=at, around=known) or reasons.get(one.pk) or nothing


def intervention_page(intervention, at):
    """Context of an intervention's page; nothing in it needs a further query."""
    trials = queries.comparisons_of(intervention)
    return {
        "facts": facts(intervention),
        "waiting": waits_for(intervention, at=at),
        "next_update": next_update(intervention, trials, on=localdate(at)),
        "comparisons": [comparison(trial) for trial in trials],
        "again": AGAIN.format(times=len(trials)) if len(trials) > 1 else "",
        "by_rule": BY_RULE,
        "not_compared": [
            (f"Figures as at {one.snapshot.as_at:%-d %B %Y}", one.reason)
            for one in queries.not_compared(intervention)
        ],
        "beside": beside(intervention),
        "sludge": sludge_rows(queries.sludge_of(intervention)),
        "sludge_headings": SLUDGE_HEADINGS,
        "correction": queries.correction_of(intervention),
    }


def facts(intervention):
    """Rows of a summary list."""
    rows = [
        ("Nudge", f"{intervention.nudge.nudge.title}, version {intervention.nudge.version}"),
        ("Units", ", ".join(intervention.units)),
        ("In force", span_words(intervention)),
        ("Compared by", measure(MEASURE).title),
        ("Recorded", f"{localdate(intervention.recorded_at):%-d %B %Y}, by {intervention.recorded_by.name}"),
    ]
    if intervention.trial:
        rows.insert(3, ("Part of the trial", intervention.trial.title))
    return rows + ([("Note", intervention.note)] if intervention.note else [])


def comparison(trial):
    """One comparison: its figures, its design, its verdict or where that is, and where to read it."""
    run = next(iter(trial.runs.all()), None)
    name = address("result", trial, run.pk) if run else address("trial", trial)
    return {
        "title": f"Figures as at {trial.snapshot.as_at:%-d %B %Y}",
        "url": name,
        "design": all_designs()[trial.design].title,
        "verdict": run.verdict if run else problem_of(trial),
        "synthetic": run.synthetic if run else trial.synthetic,
        "rehearsal_only": any(plan.rehearsal_only for plan in trial.plans.all()),
    }


def problem_of(trial):
    """Why its analysis could not be done, or ""; the words are the job's."""
    problem = queries.analysis_problem(trial)
    return f"It could not be analysed: {problem}" if problem else ""


def next_update(intervention, trials, *, on):
    """When there is a month more to compare, in words."""
    asked = measure(MEASURE)
    following = next_month(intervention.went_live_on, intervention.ended_on, last_compared(trials))
    if following is None:
        return "It has ended, and every whole month in which it was in force is compared: no month will be added."
    until = period_end(following, "month")
    day = mature_on(following, asked.follow_up_days)
    if day > on:
        return f"Next update when cases to {until:%-d %B %Y} are mature, on {day:%-d %B %Y}: bring in an extract then."
    return (
        f"Next update when cases to {until:%-d %B %Y} are mature, which they are since {day:%-d %B %Y}: the next "
        f"extract adds {label(following.isoformat())}."
    )


def last_compared(trials):
    """First day (a date) of the last month that any comparison has, or None."""
    last = [
        PlanBody.from_json(plan.body).data.primary.after[-1] for one in trials for plan in one.plans.all()
    ]
    return date.fromisoformat(max(last)) if last else None


def beside(intervention):
    """What else was live in its units while it was, one sentence each."""
    until = intervention.ended_on
    others = queries.live_in(
        intervention.force, intervention.units, intervention.went_live_on, until, apart_from=[intervention.pk]
    )
    return [
        (one.title, address("intervention", one), f"{shared_units(intervention, one)}, {span_words(one)}")
        for one in others
    ]


def shared_units(intervention, other):
    return units_words(sorted({*other.units} & {*intervention.units}))


def sludge_rows(counts):
    """Rows of the work it takes, before it went live and since, where both or either were counted."""
    rows = []
    for way, (before, since) in counts.items():
        for when, count in (("before", before), ("since", since)):
            if count:
                values = [f"{getattr(count, part)}" for part in SLUDGE_PARTS]
                rows.append([way, f"{when}: {count.counted_on:%-d %B %Y}", *values])
    return rows


def consequences_of_correcting(intervention):
    """What a correction means, said before it is made."""
    return [
        "The facts as you record them stand in a new record; this one stays readable and names it.",
        "Comparisons made before stay as they are, under the old facts.",
        "The newest figures are compared again under the new ones, marked as planned after the data were seen.",
    ]


def consequences_of_ending(intervention):
    """What ending means, said before it is done."""
    return [
        f"“{intervention.title}” counts as in force up to that day, and this cannot be taken back.",
        "Later comparisons take in whole months up to it, and none after.",
        "Comparisons made before stay as they are.",
    ]


def units_words(units):
    """Up to three by name, else how many."""
    return ", ".join(units) if len(units) <= 3 else f"{len(units)} units"


def address(name, subject, *more):
    return reverse(f"trials:{name}", args=[subject.force.slug, subject.pk, *more])
