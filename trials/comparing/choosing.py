"""From an intervention and what a snapshot holds to a whole plan, without anybody choosing anything."""

from dataclasses import dataclass, replace
from datetime import date

from cjnudge.cases.sources import is_typed
from trials.comparing.designs import design_for
from trials.comparing.months import NoMonths, sides_of
from trials.lifecycle import TrialKind
from trials.plan_building import ALL, NONE, Choices, build_plan, uses_comparison

MOST_NAMES = 12  # of units in one sentence


class NoComparison(Exception):
    """The snapshot gives no comparison of this intervention; the words are for the person at the screen."""


@dataclass(frozen=True, kw_only=True)
class Went:
    """What is known of an intervention. `seen_on`: since when figures of its months after were there, if they were
    when it was recorded; `unlike`: {unit: why it is no comparison}; `beside`: what else was live in its units."""

    units: tuple[str, ...]
    went_live_on: date
    recorded_on: date
    ended_on: date | None = None
    seen_on: date | None = None
    unlike: tuple[tuple[str, str], ...] = ()
    beside: tuple[str, ...] = ()


def written_by_rule(contents, held, went, *, seed):
    """The PlanBody; NoComparison says why there is none.

    contents: the Contents of the snapshot; held: {unit: its months with cases followed in full, first days (ISO)}.
    """
    if contents.grain != "month":
        raise NoComparison("These figures are not by month: a comparison needs months of entry.")
    try:
        sides = sides_of(
            contents.days, went.went_live_on, went.ended_on, follow_up_days=contents.follow_up_days
        )
    except NoMonths as refusal:
        raise NoComparison(str(refusal)) from refusal
    treated, missing = treated_units(held, went, sides)
    others = untreated_units(held, went, sides)
    typed = is_typed(contents.feed)
    design, why = design_for(
        treated=len(treated),
        others=len(others),
        before=len(sides.before),
        after=len(sides.after),
        typed=typed,
    )
    if not uses_comparison(design):
        others = ()
    kept = replace(contents, places=tuple(p for p in contents.places if p.name in {*treated, *others}))
    reasons = [why, *_left_out(went, design), *sides.reasons, *missing]
    body = build_plan(kept, _choices(design, treated, others, sides, reasons, went, seed))
    return replace(body, written_after_data_seen=went.seen_on is not None)


def treated_units(held, went, sides):
    """(its units with cases on both sides, sentences about the others); NoComparison where there is none."""
    found = tuple(unit for unit in went.units if on_both_sides(held.get(unit, ()), sides))
    unknown = [unit for unit in went.units if unit not in held]
    empty = [unit for unit in went.units if unit in held and unit not in found]
    said = [f"Not in these figures: {_names(unknown)}."] if unknown else []
    said += [f"Without a case on one side, and left out: {_names(empty)}."] if empty else []
    if not found:
        remedy = "Correct the names of its units, or how the extract is read."
        counted = f"The figures count {_names(sorted(held))}." if held else "The figures count no unit."
        raise NoComparison(f"{' '.join(said)} {counted} {remedy}")
    return found, said


def untreated_units(held, went, sides):
    """Units with cases on both sides in which nothing is known to have changed."""
    unlike = {unit for unit, _ in went.unlike}
    return tuple(
        unit
        for unit in sorted(held)
        if unit not in went.units and unit not in unlike and on_both_sides(held[unit], sides)
    )


def on_both_sides(days, sides):
    return bool({*sides.before} & {*days}) and bool({*sides.after} & {*days})


def _choices(design, treated, others, sides, reasons, went, seed):
    after_first = sides.after[0]
    if sides.washout:
        after_first = went.went_live_on.replace(day=1).isoformat()
    return Choices(
        kind=TrialKind.INTERVENTION.value,
        design=design,
        treated=treated,
        comparison_rule=ALL if others else NONE,
        before=(sides.before[0], sides.before[-1]),
        after=(after_first, sides.after[-1]),
        washout=sides.washout,
        seed=seed,
        reason_for_dates=" ".join(reasons),
        known_when_written=known_words(went),
    )


def known_words(went):
    """What was known, what was live beside it, and that no person chose."""
    recorded = f"It was recorded on {went.recorded_on:%-d %B %Y}"
    if went.seen_on:
        since = f"{recorded}, when figures of its first months had been there since {went.seen_on:%-d %B %Y}."
    else:
        since = f"{recorded}, before any figure of the months after it was there."
    rule = "The plan was written by rule when these figures came in: nobody chose its months or its design."
    return " ".join([since, rule, *went.beside])


def _left_out(went, design):
    """Which units are no comparison and why; nothing where none would have been one."""
    if not went.unlike or not uses_comparison(design):
        return []
    return [f"Not compared with: {'; '.join(f'{unit} ({why})' for unit, why in went.unlike)}."]


def _names(units):
    shown = ", ".join(units[:MOST_NAMES])
    return shown if len(units) <= MOST_NAMES else f"{shown} and {len(units) - MOST_NAMES} more"
