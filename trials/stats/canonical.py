"""One spelling for every value: the same content gives the same bytes, so it can be sealed or compared."""

import json
import math
from collections.abc import Mapping
from typing import Any

from trials.stats.errors import InputRefused

# Ten digits: what double precision keeps through this engine's longest sums on one CPU family.
SIGNIFICANT_DIGITS = 10


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces, numbers to ten significant digits; NaN and infinity refused."""
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def parse_json(text: Any, what: str) -> Any:
    """What the JSON text says. InputRefused, saying it is no such `what`, for other text, NaN and infinity."""
    try:
        return json.loads(text, parse_constant=_finite, parse_float=_finite)
    except (TypeError, ValueError, RecursionError):
        raise InputRefused(
            f"this is no {what}: it is not JSON, or holds NaN or infinity",
            remedy=f"Give the text that the {what} was written out as.",
        ) from None


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def plain(value: Any) -> Any:
    """The value in JSON's own types, floats rounded; raises ValueError for NaN or infinity."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        # Most of what a run keeps is counts, by the hundred thousand: they are plain already.
        return list(value) if set(map(type, value)) == {int} else [plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return plain(value.tolist())
    return round_number(float(value))


def round_number(number: float) -> float:
    """The number to ten significant digits; minus nought becomes nought."""
    if not math.isfinite(number):
        raise ValueError("a report never holds NaN or infinity")
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}") + 0.0
