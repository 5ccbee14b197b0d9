"""What a person owns in a force, so that nothing is orphaned when they leave. Each app registers what it has."""

from collections.abc import Callable
from dataclasses import dataclass

from cjnudge.accounts.permissions import Permission


@dataclass(frozen=True)
class OwnedKind:
    """Something people own, such as trials.

    `label` is a plural in lower case; `permission` is what the next owner's role must carry.
    `count(user, force)` answers how many they own there.
    `hand_over(from_, to, force, at, by)` passes all of them on and returns how many; it is called inside the
    leaver's operation and records its own audit events.
    """

    key: str
    label: str
    permission: Permission
    count: Callable
    hand_over: Callable


_kinds: dict[str, OwnedKind] = {}


def register(kind):
    """Declare a kind of owned thing; the same key again replaces it. Call it in AppConfig.ready."""
    _kinds[kind.key] = kind


def kinds():
    """Every registered kind, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)


def owned_by(user, spaces):
    """[(kind, number)] of what a person owns in the given forces together, without the kinds they own none of."""
    counted = [(kind, sum(kind.count(user, space) for space in spaces)) for kind in kinds()]
    return [(kind, number) for kind, number in counted if number]
