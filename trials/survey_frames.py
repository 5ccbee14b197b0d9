"""What a look has of the two surveys its plan names: bands of officers before and after, or why there are none."""

from dataclasses import replace
from datetime import timedelta

from trials.planning.allocated import is_in_turn
from trials.planning.scales import OF_SURVEYS
from trials.queries.surveys import as_let_out, later_survey, places_of, survey_before
from trials.survey_bands import rows_of, sides_of
from trials.trial_cells import BANDS, NOT_MATURE, NOT_SUPPLIED, LineCells

IN_TURN = (
    "Cases were allocated, not units: officers meet both arms, so that no band of them lies in one. Compare the two "
    "surveys on the later one’s own page, without arms; or allocate units."
)
UNNAMED = "The plan names no survey before the start: amend it."
GONE = "The survey before the start was withdrawn, or its results were not let out."
NO_LATER = "No survey with the same questionnaire has been opened since {month}."
OTHER_VERSION = "The later survey, “{title}”, asked another version of the questionnaire."
NOWHERE = "No band of both surveys lies wholly in one arm with at least 10 answers."


def with_surveys(trial, plan, draw, cells):
    """The cells with the plan's outcomes from surveys, and with which surveys they are from."""
    keys = [line.key for line in plan.outcomes if line.key.startswith(OF_SURVEYS)]
    if not keys:
        return cells
    lines, told = read_surveys(trial.force, plan, draw, keys)
    return replace(cells, outcomes={**cells.outcomes, **lines}, surveys=told)


def read_surveys(force, plan, draw, keys):
    """({key: LineCells}, what is told of the surveys as plain JSON; {} without both)."""
    why = refusal(force, plan)
    if why:
        return dict.fromkeys(keys, not_supplied(why)), {}
    wave = later_survey(force, plan)
    before, later = as_let_out(survey_before(force, plan.survey)), as_let_out(wave)
    if later is None:
        ready = (wave.closes_on + timedelta(days=1)).isoformat()
        return dict.fromkeys(keys, LineCells(kind=BANDS, state=NOT_MATURE, mature_on=ready)), {}
    places = places_of(force, {*before.bands} & {*later.bands}, later.opens_on)
    sides = sides_of(plan, draw, places, later)
    found = {key: rows_of(key, sides, before, later) for key in keys}
    told = {
        "before": told_of(before),
        "after": told_of(later),
        "left_out": {key: left for key, (_, left) in found.items()},
    }
    return {key: line_of(rows) for key, (rows, _) in found.items()}, told


def refusal(force, plan):
    """Why nothing can be read from surveys now and later, or ""."""
    if is_in_turn(plan):
        return IN_TURN
    if plan.survey is None:
        return UNNAMED
    before = survey_before(force, plan.survey)
    if before is None or as_let_out(before) is None:
        return GONE
    wave = later_survey(force, plan)
    if wave is None:
        return NO_LATER.format(month=month_words(plan))
    if wave.instrument_version != plan.survey.instrument_version:
        return OTHER_VERSION.format(title=wave.title)
    return ""


def month_words(plan):
    from trials.planning.periods import label_of

    return label_of(plan, plan.survey.after_month)


def told_of(survey):
    return {
        "id": survey.id,
        "title": survey.title,
        "opens_on": survey.opens_on.isoformat(),
        "closes_on": survey.closes_on.isoformat(),
    }


def line_of(rows):
    """LineCells of the bands that could be placed; not supplied where none could."""
    return LineCells(kind=BANDS, rows=tuple(map(tuple, rows))) if rows else not_supplied(NOWHERE)


def not_supplied(why):
    return LineCells(kind=BANDS, state=NOT_SUPPLIED, text=f"Not supplied. {why}")
