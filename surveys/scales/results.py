"""What every computation here hands back: frozen values with `as_dict()`, or a refusal in words."""

import dataclasses
import math
from collections.abc import Mapping


class SurveyRefused(ValueError):
    """What was handed in breaks a rule. Says which, where it stands, and what to do."""

    def __init__(self, what, *, where="", remedy):
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(f"{what}{f' ({where})' if where else ''}. {remedy}")


class Result:
    """Base of the frozen results: no figure that is no number may leave, and all of it turns into plain values."""

    def __post_init__(self):
        for field in dataclasses.fields(self):
            _check_finite(field.name, getattr(self, field.name))

    def as_dict(self):
        """Plain dicts, lists, texts and numbers, in the order of the fields."""
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}


@dataclasses.dataclass(frozen=True)
class Refusal(Result):
    """In place of a figure: what is missing, and what would do. It counts as false."""

    missing: str
    would_do: str

    def __bool__(self):
        return False

    def __str__(self):
        return f"{self.missing} {self.would_do}"


def _check_finite(name, value):
    if isinstance(value, float) and not math.isfinite(value):
        raise SurveyRefused(
            f"{name.replace('_', ' ')} cannot be computed from these answers",
            remedy="Check for items that nobody or hardly anybody answered.",
        )
    if isinstance(value, tuple | Mapping):
        for entry in value.values() if isinstance(value, Mapping) else value:
            _check_finite(name, entry)


def _plain(value):
    if isinstance(value, Result):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return value
