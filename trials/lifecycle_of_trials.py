"""The states of a trial that is planned before its data, and what may be done in each. Knows nobody's permissions."""

from enum import StrEnum

from trials.lifecycle import WrongState


class State(StrEnum):
    """Draft → sealed → allocated → running → closed → analysed → published; any of them but the last may be stopped."""

    DRAFT = "draft"
    SEALED = "sealed"
    ALLOCATED = "allocated"
    RUNNING = "running"
    CLOSED = "closed"
    ANALYSED = "analysed"
    PUBLISHED = "published"
    STOPPED = "stopped"
    ARCHIVED = "archived"

    @property
    def label(self):
        return LABELS[self]


LABELS = {
    State.DRAFT: "Being planned",
    State.SEALED: "Plan sealed",
    State.ALLOCATED: "Allocated",
    State.RUNNING: "Running",
    State.CLOSED: "Closed, waiting for its cases",
    State.ANALYSED: "Analysed",
    State.PUBLISHED: "Published",
    State.STOPPED: "Stopped",
    State.ARCHIVED: "Archived",
}


class Action(StrEnum):
    WRITE_PLAN = "write the plan"
    APPROVE = "approve or return the plan"
    SEAL = "seal the plan"
    AMEND = "amend the plan"
    ALLOCATE = "draw the allocation"
    START = "start it"
    ENROL = "enrol a case"
    LOG_DELIVERY = "record what was delivered"
    RECORD_CHANGE = "record what changed"
    CLOSE = "close it"
    STOP = "stop it"
    ANALYSE = "run its analysis"
    PUBLISH = "publish its result"
    INVITE_GUEST = "invite a guest evaluator"
    HAND_OVER = "hand it over"
    ARCHIVE = "archive it"


_ALWAYS = {Action.HAND_OVER}
_PLANNED = {Action.INVITE_GUEST, Action.STOP, Action.AMEND, Action.APPROVE}
ALLOWED = {
    State.DRAFT: _ALWAYS
    | {Action.WRITE_PLAN, Action.APPROVE, Action.SEAL, Action.INVITE_GUEST, Action.ARCHIVE},
    State.SEALED: _ALWAYS | _PLANNED | {Action.ALLOCATE, Action.START},
    State.ALLOCATED: _ALWAYS | _PLANNED | {Action.START, Action.LOG_DELIVERY, Action.RECORD_CHANGE},
    State.RUNNING: _ALWAYS
    | _PLANNED
    | {Action.ENROL, Action.LOG_DELIVERY, Action.RECORD_CHANGE, Action.CLOSE, Action.ANALYSE},
    State.CLOSED: _ALWAYS | _PLANNED | {Action.LOG_DELIVERY, Action.RECORD_CHANGE, Action.ANALYSE},
    State.ANALYSED: _ALWAYS | {Action.AMEND, Action.APPROVE, Action.INVITE_GUEST, Action.ANALYSE}
    | {Action.PUBLISH, Action.RECORD_CHANGE},
    State.PUBLISHED: _ALWAYS | {Action.INVITE_GUEST, Action.ANALYSE, Action.ARCHIVE},
    State.STOPPED: _ALWAYS
    | {Action.INVITE_GUEST, Action.ANALYSE, Action.PUBLISH, Action.ARCHIVE, Action.LOG_DELIVERY},
    State.ARCHIVED: _ALWAYS,
}  # fmt: skip

INSTEAD = {
    State.DRAFT: "Its plan is not sealed yet: seal it first.",
    State.SEALED: "Its plan is sealed and nothing is allocated yet: draw the allocation, or start it.",
    State.ALLOCATED: "Units have their arms and it has not started: start it first.",
    State.RUNNING: "It is running: close or stop it first.",
    State.CLOSED: "It is closed, and its analysis waits for the last cases' follow-up.",
    State.ANALYSED: "Its analysis is there.",
    State.PUBLISHED: "Its result is published, and what is published stays.",
    State.STOPPED: "It was stopped, and a stopped trial is not taken up again: plan a new one.",
    State.ARCHIVED: "It is archived.",
}


def state_of(*, archived, stopped, published, has_final_run, closed, started, allocated, sealed):
    """The state, from what has happened to the trial; each argument says whether it has."""
    reached = (
        (archived, State.ARCHIVED),
        (published, State.PUBLISHED),
        (stopped, State.STOPPED),
        (has_final_run, State.ANALYSED),
        (closed, State.CLOSED),
        (started, State.RUNNING),
        (allocated, State.ALLOCATED),
        (sealed, State.SEALED),
    )
    return next((state for happened, state in reached if happened), State.DRAFT)


# Its own analysis is there, or none will ever come.
OVER = frozenset({State.ANALYSED, State.PUBLISHED, State.ARCHIVED})


def awaits_analysis(state, *, started, has_final_run):
    """Whether an analysis that was planned is still to come, so that nothing by arm may be shown.

    After a stop too: what was planned is still analysed, look by look, unless the trial is archived or never began.
    """
    if state == State.STOPPED:
        return started and not has_final_run
    return state not in OVER


def check_allowed(state, action):
    """Raise WrongState, in words, where the action is not possible now."""
    if action not in ALLOWED[state]:
        raise WrongState(f"You cannot {action.value} now. {INSTEAD[state]}")
