"""The words of COM-B: what a person needs in order to do something, in six halves.

Source: Michie, van Stralen and West (2011), The behaviour change wheel, Implementation Science 6:42.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Component:
    """One half of capability, opportunity or motivation."""

    code: str
    name: str
    domain: str
    reading: str


_ALL = (
    Component("C-Ph", "physical capability", "capability", "the strength, stamina or skill of hand it takes"),
    Component(
        "C-Ps",
        "psychological capability",
        "capability",
        "knowing what is eligible, being able to explain it, and remembering it when it counts",
    ),
    Component(
        "O-Ph",
        "physical opportunity",
        "opportunity",
        "time, forms and screens, services to refer to, cover out of hours",
    ),
    Component(
        "O-So",
        "social opportunity",
        "opportunity",
        "what the sergeant, colleagues, victims and the message from above make easy or hard",
    ),
    Component(
        "M-Re",
        "reflective motivation",
        "motivation",
        "what one believes: whether it works, is fair, counts as a result, or brings criticism",
    ),
    Component(
        "M-Au",
        "automatic motivation",
        "motivation",
        "habit, comfort, and whether effort is noticed",
    ),
)
COMPONENTS: Mapping[str, Component] = MappingProxyType({component.code: component for component in _ALL})
DOMAINS: tuple[str, ...] = tuple(dict.fromkeys(component.domain for component in _ALL))


class UnknownComponent(ValueError):
    """A code that is none of the six."""


def component(code: str) -> Component:
    """The component with this code; UnknownComponent lists the codes there are."""
    try:
        return COMPONENTS[code]
    except KeyError:
        raise UnknownComponent(
            f"{code!r} is not a COM-B component: use one of {', '.join(COMPONENTS)}."
        ) from None
