"""An instrument as plain JSON values and back: what a wave keeps of it when it is launched."""

from dataclasses import asdict, fields, is_dataclass
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints

from surveys.scales import Instrument
from surveys.scales.module import Module


def to_value(instrument):
    """{field: value} of every word of an instrument or a module, ready for JSON."""
    return asdict(instrument)


def from_value(value):
    """The Instrument again. A field that came into being later takes its default."""
    return _built(Instrument, value)


def module_from_value(value):
    """The Module again, likewise."""
    return _built(Module, value)


def _built(kind, value):
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _built(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value})
    if get_origin(kind) is UnionType:  # something, or nothing
        return None if value is None else _built(next(k for k in get_args(kind) if k is not NoneType), value)
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], one) for one in value)
    return value
