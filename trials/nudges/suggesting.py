"""From a barrier to a draft: which functions speak to a component by which edition, and what is typical."""

from dataclasses import dataclass

from surveys.scales import all_mappings, load_mapping
from trials.nudges.record import NudgeRecord, Origin

IDEAS = "nudge_ideas_oocr"


@dataclass(frozen=True)
class Suggested:
    """One intervention function and the editions that name it. `ticked`: an edition read again at its source does."""

    name: str
    editions: tuple[str, ...]
    ticked: bool


def functions_for(component):
    """[Suggested] for a component, those of checked editions first."""
    tables = [one for one in all_mappings().values() if one.kind == "components to functions"]
    names = dict.fromkeys(name for table in tables for name in table.row(component))
    found = [_suggested(name, [table for table in tables if name in table.row(component)]) for name in names]
    return sorted(found, key=lambda one: not one.ticked)


def _suggested(name, tables):
    return Suggested(name, tuple(table.named for table in tables), any(table.verified for table in tables))


def ideas_for(component):
    """[(key, title, Idea)] of the typical nudges for a component; the key stays while the list does."""
    ideas = load_mapping(IDEAS).ideas
    return [
        (f"{row}-{place}", nudge, idea)
        for row, idea in enumerate(ideas)
        if component in idea.components
        for place, nudge in enumerate(idea.nudges)
    ]


def ideas_from():
    """The list's title as a page prints it."""
    return load_mapping(IDEAS).named


def draft_from_survey(*, component, functions, idea, wave_id, wave_title, behaviour, synthetic):
    """The record that a barrier leads to. functions: names chosen; idea: a key of ideas_for, or "" for none."""
    offered = {key: (title, found) for key, title, found in ideas_for(component)}
    title, found = offered.get(idea, ("", None))
    named = {one.name: one.editions for one in functions_for(component)}
    origin = Origin(
        kind="survey",
        id=str(wave_id),
        title=wave_title,
        component=component,
        suggestions=tuple((name, named[name]) for name in functions if name in named),
        idea=title,
        synthetic=synthetic,
    )
    return NudgeRecord(
        behaviour=behaviour,
        why=f"What stops people: {found.barrier}." if found else "",
        components=(component,),
        functions=tuple(functions),
        techniques=found.techniques if found else (),
        origin=origin,
    )


def draft_from_training(*, session_id, title):
    """The record of a training session that is itself the nudge."""
    return NudgeRecord(
        functions=("Training",),
        components=("C-Ps",),
        origin=Origin(kind="training", id=str(session_id), title=title),
    )
