"""A planned trial with its power worked out and a rehearsal, for the route matrix; nothing is computed for it."""

import json
from dataclasses import replace

from tests.people import NOW
from tests.trials.assistant.plans import plan, values, with_effect
from trials.evaluation.trial_report import evaluate_trial
from trials.models import PowerStudy, TrialRehearsal
from trials.operations.planning import create_planned_trial, write_trial_plan
from trials.planning.power_page import PowerFigures, power_digest
from trials.planning.scenarios import made_up_counts, made_up_draw
from trials.queries.powering import written_plan
from trials.rehearsal_job import cells_of

SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"
TABLE = {"headings": [["Months", ""], ["10 units", "numeric"]], "rows": [["12", "5.0"]]}
CHART = {"key": "power", "title": "Power", "description": "A line.", "svg": SVG, "table": TABLE}


def assisted_trial(force, lead, *, slug="assisted", title="Planned with the assistant"):
    """(trial, PowerStudy) of a plan with a recorded effect."""
    trial = create_planned_trial(
        force=force, title=title, question="Does it work?", slug=slug, by=lead, at=NOW
    )
    made = with_effect(plan(), 0.1)
    write_trial_plan(trial=trial, plan=made, by=lead, at=NOW)
    return trial, study_of(trial, made, lead)


def study_of(trial, made, lead, power=0.85):
    """A finished PowerStudy that found this power, without its job."""
    figures = PowerFigures(
        digest=power_digest(made),
        effect=made.worthwhile.effect,
        values=values(),
        units=(6, 6),
        months_before=12,
        months=12,
        power=power,
        power_at_high_icc=power - 0.15,
        detectable=0.09,
        standard_error=0.03,
        method="Closed form",
        grid=((12, 12, 0.09, 0.85),),
    )
    return PowerStudy.objects.create(
        force=trial.force,
        trial=trial,
        digest=figures.digest,
        plan=made.to_json(),
        effect=figures.effect,
        reason=made.worthwhile.reason,
        assumed_cases=100.0,
        assumed_level=0.3,
        asked_at=NOW,
        asked_by=lead,
        figures=figures.to_json(),
        charts=[CHART],
        engine_version="1.3",
        made_at=NOW,
    )


def rehearsed_trial(force, lead, slug):
    """A trial with a rehearsal whose page has a chart; nothing was computed for it."""
    trial, study = assisted_trial(force, lead, slug=slug, title=f"Rehearsed {slug}")
    made = {"key": "hoped-effect", "report": bare_report(written_plan(trial)), "charts": [CHART]}
    values = {"plan": study.plan, "asked_at": NOW, "asked_by": lead, "made_at": NOW, "scenarios": [made]}
    TrialRehearsal.objects.create(force=force, trial=trial, study=study, **values)
    return trial


def bare_report(plan):
    """The report of a pilot, which estimates nothing and so is quickly made."""
    counts = made_up_counts(plan, values(), made_up_draw(plan, 1), "hoped-effect", 1)
    pilot = replace(plan, is_pilot=True)
    return json.loads(evaluate_trial(pilot, made_up_draw(plan, 1), cells_of(pilot, counts)))


def build(world):
    """For the route matrix."""
    lead = world.people["lead"]
    trial, study = assisted_trial(world.force, lead)
    world.update(assisted=str(trial.pk), study=str(study.pk), power_chart="power")
    world.update(rehearsed=str(rehearsed_trial(world.force, lead, "to-delete").pk))
    world.update(shown=str(rehearsed_trial(world.force, lead, "to-show").pk))
    world.update(scenario="hoped-effect", rehearsed_chart=CHART["key"])
