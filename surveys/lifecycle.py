"""The states a wave passes through, and what may be done in each. Knows nobody's permissions."""

from enum import StrEnum


class State(StrEnum):
    """Draft -> open -> closed; a draft or an open wave may be withdrawn instead."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self):
        return STATE_LABELS[self]

    @classmethod
    def choices(cls):
        return [(state.value, state.label) for state in cls]


STATE_LABELS = {
    State.DRAFT: "Being set up",
    State.OPEN: "Launched",
    State.CLOSED: "Closed",
    State.WITHDRAWN: "Withdrawn",
}


class Mode(StrEnum):
    """What officers are promised. A survey of few people may not call itself anonymous."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"

    @property
    def label(self):
        return MODE_LABELS[self]

    @classmethod
    def choices(cls):
        return [(mode.value, mode.label) for mode in cls]


MODE_LABELS = {
    Mode.ANONYMOUS: "Anonymous",
    Mode.CONFIDENTIAL: "Confidential",
}


class Action(StrEnum):
    SET_UP = "change how it is set up"
    LAUNCH = "launch it"
    ADD_PEOPLE = "add people to it"
    REPLACE_LINK = "replace a link"
    EXTEND = "move its closing date"
    WITHDRAW = "withdraw it"
    CLOSE = "close it"
    CHECK_TEXTS = "check what officers wrote"
    REPLY = "say what was done"


ALLOWED = {
    State.DRAFT: {Action.SET_UP, Action.LAUNCH, Action.ADD_PEOPLE, Action.WITHDRAW},
    State.OPEN: {Action.ADD_PEOPLE, Action.REPLACE_LINK, Action.EXTEND, Action.WITHDRAW, Action.CLOSE},
    State.CLOSED: {Action.CHECK_TEXTS, Action.REPLY},
    State.WITHDRAWN: set(),
}

INSTEAD = {
    State.DRAFT: "It has not been launched yet.",
    State.OPEN: "It was launched, and what officers were promised stays as it was.",
    State.CLOSED: "It is closed.",
    State.WITHDRAWN: "It was withdrawn.",
}


class WrongState(Exception):
    """What was asked cannot be done in the wave's present state; the words are for the person asking."""


def may(state, action):
    """Whether the action is possible in a state."""
    return action in ALLOWED[State(state)]


def check_allowed(state, action):
    """Raise WrongState where the action is not possible now."""
    if not may(state, action):
        raise WrongState(f"You cannot {action.value} now. {INSTEAD[State(state)]}")
