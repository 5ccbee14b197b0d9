"""What a single argument may be: each rule refuses with its name, what was given and what to give instead."""

import math
import numbers
import re
from collections.abc import Iterable, Mapping
from typing import Any

from trials.stats.errors import InputRefused

SHOWN = 60  # characters of a wrong value that a message repeats
UNWRITABLE = re.compile("[\ud800-\udfff]")  # half of a pair is no character, and has no UTF-8


def one_of(name: str, value: Any, allowed: Iterable) -> None:
    """Refuse what is not among the allowed texts or numbers."""
    allowed = tuple(allowed)
    if type(value) not in {type(item) for item in allowed} or value not in allowed:
        raise InputRefused(
            f"{name} {shown(value)} is not available",
            remedy=f"Choose one of: {', '.join(map(str, allowed))}.",
        )


def whole(name: str, value: Any, *, least: int, most: int | None = None) -> None:
    """Refuse what is no whole number of at least `least` (and at most `most`)."""
    number = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not number or value < least or (most is not None and value > most):
        limit = "" if most is None else f" and at most {most:,}"
        raise InputRefused(
            f"{name} is {shown(value)}", remedy=f"Give a whole number of at least {least}{limit}."
        )


def between(name: str, value: Any, low: float, high: float, *, closed: bool = False) -> None:
    """Refuse what is no finite number between the limits, themselves allowed where `closed`."""
    if not is_number(value) or not (low <= value <= high if closed else low < value < high):
        raise InputRefused(f"{name} is {shown(value)}", remedy=f"Give a number between {low} and {high}.")


def is_number(value: Any) -> bool:
    """Whether it is one finite real number that a double can hold; truth values are none."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond doubles
        return False


def text(name: str, value: Any) -> None:
    """Refuse what is no text of at least one character that can be written down."""
    if not isinstance(value, str) or not value.strip() or UNWRITABLE.search(value):
        raise InputRefused(f"{name} is {shown(value)}", remedy="Give it as text.")


def texts(name: str, value: Any) -> None:
    """Refuse what is no tuple of different texts."""
    if not isinstance(value, tuple):
        raise InputRefused(f"{name} is not a list", remedy=f"Write {name} as a tuple or list.")
    for item in value:
        text(name, item)
    if len(set(value)) != len(value):
        raise InputRefused(f"{name} names something twice", remedy="Name each once.")


def instance(name: str, value: Any, kind: type) -> None:
    """Refuse what is not a value of the engine's own `kind`."""
    if not isinstance(value, kind):
        raise InputRefused(f"{name} is {shown(value)}", remedy=f"Give a {kind.__name__}.")


def listed(name: str, value: Any) -> list:
    """The items of a list, tuple, array or other collection; refused for one text, a mapping or a single value."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise InputRefused(f"{name} is no list: {shown(value)}", remedy=f"Give {name} as a list.")
    try:
        return list(value)
    except TypeError:  # an array without dimensions
        raise InputRefused(f"{name} is no list: {shown(value)}", remedy=f"Give {name} as a list.") from None


def shown(value: Any) -> str:
    """The value as a message repeats it: on one line, cut short."""
    try:
        said = " ".join(repr(value).split())
    except ValueError:  # a whole number of more digits than are ever written out
        said = "a number beyond all measure"
    return said if len(said) <= SHOWN else f"{said[:SHOWN]} …"
