"""Who and what the chapters of the demonstration share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Cast:
    """Filled by each chapter for the next: the force, its practice space, people by role, and work to wait for."""

    at: datetime
    force: object = None
    practice: object = None
    people: dict = field(default_factory=dict)  # role -> User
    sign_ins: list = field(default_factory=list)  # {"role", "email", "password"}
    jobs: list = field(default_factory=list)  # Job rows whose results the demonstration shows
    results: list = field(
        default_factory=list
    )  # () -> dict(title, headline, address, ...), once the jobs are done


@dataclass(frozen=True)
class Chapter:
    """One part of the demonstration. tell(cast) stores what is missing and leaves what is there: twice is once."""

    order: int
    title: str
    tell: Callable[[Cast], None]
