"""The kinds of job: each app registers its own in its tasks.py, which Django's start reads (apps.py)."""

from collections.abc import Callable
from dataclasses import dataclass


class JobProblem(Exception):
    """Work that cannot be done, with the words for the person who asked: it is not tried again."""


@dataclass(frozen=True)
class JobKind:
    """How one kind of work is done.

    perform(work) does it outside any transaction and returns publish, which stores the result: called without
    arguments, inside one short audited transaction. Heavy libraries are imported inside perform, because a
    worker reads every kind when it starts. address(job) is where the outcome of a done job is shown, or None.
    """

    key: str
    label: str
    perform: Callable
    address: Callable | None = None


_kinds: dict[str, JobKind] = {}


def register(kind):
    """Make a kind known and return it; a second, different kind of the same key is refused."""
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"There are two kinds of job called {kind.key!r}: rename one.")
    return kind


def kind_of(key):
    """The kind of that key; KeyError where no app registered it."""
    return _kinds[key]


def label_of(key):
    """What a kind is called on a page, also where its app is gone."""
    return _kinds[key].label if key in _kinds else key
