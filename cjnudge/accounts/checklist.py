"""The steps by which a force gets ready, on its first page. Each app registers its own in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cjnudge.accounts.permissions import Permission, role_allows


class Status(StrEnum):
    """The value is the word the page shows."""

    DONE = "Done"
    DOING = "In progress"
    TO_DO = "To do"
    LATER = "Later"  # not part of this version: counted neither as done nor as to do


@dataclass(frozen=True)
class State:
    """How far a step is in one force: `hint` says it in words, `url` is where it is done."""

    status: Status
    hint: str
    url: str


@dataclass(frozen=True)
class Step:
    """One step. `state(force)` only reads; who lacks `permission` sees the step without its link."""

    key: str
    order: int
    title: str
    permission: Permission
    state: Callable
    in_practice: bool = True


_steps: dict[str, Step] = {}


def register(step):
    """Put a step on every force's checklist; the same key again replaces it."""
    _steps[step.key] = step


def steps():
    """Every registered step, in order."""
    return sorted(_steps.values(), key=lambda step: (step.order, step.key))


def checklist_for(force, role):
    """[(step, state, whether the role may do it)] of a force, in order."""
    fitting = [step for step in steps() if step.in_practice or not force.is_practice]
    return [(step, step.state(force), role_allows(role, step.permission)) for step in fitting]
