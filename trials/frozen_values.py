"""Frozen values read back from JSON: lists become tuples, so that equal values compare equal. Pure."""

from dataclasses import fields


def built(kind, values):
    """A frozen dataclass from a dictionary; what it has no field for is left out."""
    known = {field.name for field in fields(kind)}
    return kind(**{name: frozen(value) for name, value in values.items() if name in known})


def frozen(value):
    """The value with tuples in place of lists, however deep."""
    return tuple(frozen(one) for one in value) if isinstance(value, list) else value
