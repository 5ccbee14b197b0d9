"""The states of a job, and what each is called on a page."""

from enum import StrEnum


class State(StrEnum):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PARKED = "parked"
    CANCELLED = "cancelled"

    @property
    def label(self):
        return LABELS[self]

    @property
    def is_open(self):
        """Whether work is still to come."""
        return self in OPEN

    @property
    def can_be_retried(self):
        return self in {State.FAILED, State.PARKED, State.CANCELLED}

    @classmethod
    def choices(cls):
        return [(state.value, state.label) for state in cls]


OPEN = frozenset({State.READY, State.RUNNING})
LABELS = {
    State.READY: "Waiting",
    State.RUNNING: "Running",
    State.DONE: "Done",
    State.FAILED: "Could not be done",
    State.PARKED: "Stopped after repeated faults",
    State.CANCELLED: "Cancelled",
}
