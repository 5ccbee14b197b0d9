"""A planned trial with its power worked out and a rehearsal, for the route matrix; nothing is computed for it."""

from tests.people import NOW
from tests.trials.assistant.plans import plan, values, with_effect
from trials.models import PowerStudy
from trials.operations.planning import create_planned_trial, write_trial_plan
from trials.planning.power_page import PowerFigures, power_digest

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


def study_of(trial, made, lead):
    """A finished PowerStudy without its job."""
    figures = PowerFigures(
        digest=power_digest(made),
        effect=0.1,
        values=values(),
        units=(6, 6),
        months_before=12,
        months=12,
        power=0.85,
        power_at_high_icc=0.7,
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
        effect=0.1,
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


def build(world):
    """For the route matrix."""
    trial, study = assisted_trial(world.force, world.people["lead"])
    world.update(assisted=str(trial.pk), study=str(study.pk), power_chart="power")
