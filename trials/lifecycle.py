"""What a trial is, the states it passes through, and what may be done in each. Knows nobody's permissions."""

from enum import StrEnum


class TrialKind(StrEnum):
    """Planned when its figures were already there, or before."""

    RETROSPECTIVE = "retrospective"
    INTERVENTION = "intervention"
    PROSPECTIVE = "prospective"

    @property
    def label(self):
        return KIND_LABELS[self]

    @classmethod
    def choices(cls):
        return [(kind.value, kind.label) for kind in cls]


KIND_LABELS = {
    TrialKind.RETROSPECTIVE: "Retrospective comparison",
    TrialKind.INTERVENTION: "Before and after an intervention",
    TrialKind.PROSPECTIVE: "Trial planned before its data",
}

# On every page, chart caption and download of a retrospective comparison.
AFTER_DATA_SEEN = "Plan written after the data were seen"
# The same of an intervention's comparison, beside that where it was recorded after its figures were there.
BY_RULE = "Plan made by rule when the figures came in: nobody chose its months or its design"


class State(StrEnum):
    DRAFT = "draft"
    PLANNED = "planned"
    SEALED = "sealed"
    ANALYSED = "analysed"
    ARCHIVED = "archived"

    @property
    def label(self):
        return STATE_LABELS[self]


STATE_LABELS = {
    State.DRAFT: "No plan yet",
    State.PLANNED: "Plan not sealed",
    State.SEALED: "Sealed",
    State.ANALYSED: "Analysed",
    State.ARCHIVED: "Archived",
}


class Action(StrEnum):
    WRITE_PLAN = "write the plan"
    SEAL = "seal the plan"
    ANALYSE = "run the analysis"
    HAND_OVER = "hand it over"
    ARCHIVE = "archive it"


ALLOWED = {
    State.DRAFT: {Action.WRITE_PLAN, Action.HAND_OVER, Action.ARCHIVE},
    State.PLANNED: {Action.WRITE_PLAN, Action.SEAL, Action.HAND_OVER, Action.ARCHIVE},
    State.SEALED: {Action.WRITE_PLAN, Action.ANALYSE, Action.HAND_OVER, Action.ARCHIVE},
    State.ANALYSED: {Action.WRITE_PLAN, Action.ANALYSE, Action.HAND_OVER, Action.ARCHIVE},
    State.ARCHIVED: {Action.HAND_OVER},
}

INSTEAD = {
    State.DRAFT: "Write its plan first.",
    State.PLANNED: "Seal its plan first.",
    State.SEALED: "Its plan is sealed: write a new version to change anything.",
    State.ANALYSED: "Its plan is sealed: write a new version to change anything.",
    State.ARCHIVED: "It is archived.",
}


class WrongState(Exception):
    """What was asked cannot be done in the trial's present state; the words are for the person asking."""


def state_of(*, archived, has_unsealed, has_sealed, has_run):
    """The state, from four facts. An unsealed new version takes a sealed trial back to `planned`."""
    if archived:
        return State.ARCHIVED
    if has_unsealed:
        return State.PLANNED
    if has_run:
        return State.ANALYSED
    return State.SEALED if has_sealed else State.DRAFT


OF_A_PLAN_BY_RULE = {Action.ANALYSE, Action.HAND_OVER}


def check_allowed(state, action, kind=TrialKind.RETROSPECTIVE):
    """Raise WrongState where the action is not possible now, or never with this kind of trial."""
    if kind == TrialKind.INTERVENTION and action not in OF_A_PLAN_BY_RULE:
        raise WrongState(f"You cannot {action.value}: it is made by rule, and belongs to its intervention.")
    if kind == TrialKind.PROSPECTIVE:
        raise WrongState(
            f"You cannot {action.value} here: this trial is planned before its data. Use its own pages."
        )
    if action not in ALLOWED[state]:
        raise WrongState(f"You cannot {action.value} now. {INSTEAD[state]}")
