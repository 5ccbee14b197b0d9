"""How alike the arms came out: one row an attribute, or a level of one."""

from fractions import Fraction
from statistics import fmean, stdev
from typing import Any

from trials.stats.allocation_method import Request

MOST_LEVELS = 12  # words with more levels, such as a unit's address, are no characteristic of an arm


def balance_table(request: Request, arms: tuple[int, ...]) -> tuple[dict[str, Any], ...]:
    """Rows with `attribute`, `level` (None for numbers), `arms` {arm: mean or count}, `difference`.

    The first row counts units. `difference` is the largest distance of two arms' means in standard
    deviations of all units; None for counts.
    """
    members = {
        name: [unit for unit, arm in enumerate(arms) if arm == n] for n, name in enumerate(request.arms)
    }
    units = {name: len(chosen) for name, chosen in members.items()}
    rows = [{"attribute": "units", "level": None, "arms": units, "difference": None}]
    for name, values in request.attributes.items():
        numbers = _numbers(values)
        rows += [_means(name, numbers, members)] if numbers else _counts(name, values, members)
    return tuple(rows)


def _numbers(values: tuple[str, ...]) -> list[float] | None:
    try:
        return [float(Fraction(text)) for text in values]
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


def _means(name: str, values: list[float], members: dict[str, list[int]]) -> dict[str, Any]:
    means = {
        arm: fmean(values[unit] for unit in chosen) if chosen else None for arm, chosen in members.items()
    }
    known = [mean for mean in means.values() if mean is not None]
    spread = stdev(values) if len(values) > 1 else 0.0
    apart = (max(known) - min(known)) / spread if spread else 0.0
    return {"attribute": name, "level": None, "arms": means, "difference": apart}


def _counts(name: str, values: tuple[str, ...], members: dict[str, list[int]]) -> list[dict[str, Any]]:
    levels = sorted(set(values))
    if len(levels) > MOST_LEVELS:
        return []
    return [
        {
            "attribute": name,
            "level": level,
            "arms": {arm: sum(values[unit] == level for unit in chosen) for arm, chosen in members.items()},
            "difference": None,
        }
        for level in levels
    ]
