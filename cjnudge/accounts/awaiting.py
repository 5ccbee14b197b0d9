"""What awaits a person on a force's first page. Each app registers its own sources in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass

from cjnudge.accounts.permissions import Permission, role_allows


@dataclass(frozen=True)
class Item:
    """One thing to do, in a sentence, and where."""

    text: str
    url: str


@dataclass(frozen=True)
class Source:
    """Where items come from: `items(force, user, at)` only reads, and is asked only for those with `permission`.

    by_mail: whether each item is told by mail too, once. Its sentence then holds no figure and no person's name.
    """

    key: str
    order: int
    permission: Permission
    items: Callable
    by_mail: bool = False


_sources: dict[str, Source] = {}


def register(source):
    """Let a source speak on every force's first page; the same key again replaces it."""
    _sources[source.key] = source


def awaiting(force, user, role, at, *, by_mail=False):
    """The items that await this person in this force, in order; by_mail: those alone that are told by mail."""
    asked = [source for source in _sources.values() if source.by_mail or not by_mail]
    fitting = [source for source in asked if role_allows(role, source.permission)]
    ordered = sorted(fitting, key=lambda source: (source.order, source.key))
    return [item for source in ordered for item in source.items(force, user, at)]
