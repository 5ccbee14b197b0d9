"""Where a barrier leads on: the app that holds nudges says so here, and the pages of results show the link.

Whoever registers answers for its own permissions: `address(force, role, wave_id, component)` gives the path of a page
that the role may open, or an empty text.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class BarrierLink:
    """One way on from a barrier. `label` says what the link does, such as "Plan a nudge"."""

    key: str
    label: str
    address: Callable[..., str]


_links: dict[str, BarrierLink] = {}


def register(link: BarrierLink) -> None:
    """Show a link beside every barrier; the same key again replaces it. Call it in AppConfig.ready."""
    _links[link.key] = link


def links_for(force, role, wave_id, component):
    """[(label, path)] from this barrier, in the order of the keys; empty while nobody has registered."""
    found = [(one.label, one.address(force, role, wave_id, component)) for _, one in sorted(_links.items())]
    return [(label, path) for label, path in found if path]
