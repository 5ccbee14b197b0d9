"""Units and their attributes as text, sorted, from names or a table."""

from collections.abc import Mapping
from numbers import Real
from typing import Any

from trials.stats.argument_rules import listed, shown, text
from trials.stats.errors import InputRefused


def read_units(units: Any) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """(sorted names, {attribute: a text for each}). Numbers keep their shortest exact spelling.

    `units` are names, rows with `unit` (mappings), or a DataFrame. InputRefused for doubles and gaps.
    """
    rows = _rows(units)
    if not rows:
        raise InputRefused("there are no units", remedy="Give the units to allocate.")
    columns = list(rows[0])
    for name in columns:
        text("a column's name", name)
    if any(list(row) != columns for row in rows) or "unit" not in columns:
        raise InputRefused(
            "the units do not all have the same columns", remedy="Give unit and one value a column."
        )
    texts = sorted(
        ([_text(row[name], name) for name in columns] for row in rows),
        key=lambda row: row[columns.index("unit")],
    )
    table = {name: tuple(row[place] for row in texts) for place, name in enumerate(columns)}
    names = table.pop("unit")
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise InputRefused("a unit is named twice", where=", ".join(doubled), remedy="Name each unit once.")
    return names, table


def _rows(units: Any) -> list[Mapping[str, Any]]:
    if hasattr(units, "columns") and hasattr(units, "to_dict"):
        if len(set(units.columns)) != len(units.columns):
            raise InputRefused("two columns of the units share a name", remedy="Keep one of them.")
        return units.to_dict("records")
    if isinstance(units, Mapping):
        raise InputRefused("the units are no list", remedy="Give names, or a table with the column unit.")
    return [unit if isinstance(unit, Mapping) else {"unit": unit} for unit in listed("units", units)]


def _text(value: Any, name: str) -> str:
    if (
        hasattr(value, "item") and not hasattr(value, "columns") and getattr(value, "ndim", 1) == 0
    ):  # numpy's numbers
        value = value.item()
    if not isinstance(value, (str, Real)) and value is not None:
        raise InputRefused(f"{name} of a unit is {shown(value)}", remedy="Give text or a number.")
    if value is None or value != value or (isinstance(value, str) and not value.strip()):  # noqa: PLR0124 - NaN alone differs
        raise InputRefused(f"{name} is missing for a unit", remedy="Give every unit a value.")
    if isinstance(value, str):
        text(name, value)
    if isinstance(value, bool):
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)
