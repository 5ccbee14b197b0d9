"""A job as its pages show it."""

from cjnudge.jobs.kinds import kind_of, label_of
from cjnudge.jobs.states import State

COLOURS = {
    State.READY: "grey",
    State.RUNNING: "blue",
    State.DONE: "green",
    State.FAILED: "red",
    State.PARKED: "red",
    State.CANCELLED: "grey",
}


def line(job):
    """The job, what its kind is called, and its state in words and colour."""
    state = State(job.state)
    return {"job": job, "label": label_of(job.kind), "state": state.label, "colour": COLOURS[state]}


def result_address(job):
    """Where the outcome of a done job is shown; empty where there is none."""
    if job.state != State.DONE:
        return ""
    address = kind_of(job.kind).address
    return (address(job) if address else "") or ""
