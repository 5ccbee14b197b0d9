"""An instrument as the tables of its file, and as the file itself: what `parsing` reads, the other way round."""

import json
from dataclasses import asdict

# One table of the value, and its name in the file.
NAMES = {"items": "item", "questions": "question", "scenarios": "scenario", "parts": "part"}
NOT_IN_FILE = ("key", "version")  # they are its name
_DELETE = "\x7f"  # JSON leaves it as it is, TOML must not


def tables_of(value):
    """The tables of the file, as nested dicts. value: an instrument as nested dicts and lists, finished or not."""
    found = {NAMES.get(name, name): _table(held) for name, held in value.items() if name not in NOT_IN_FILE}
    polarities = [item.get("polarity") for item in value.get("items", ())]
    found["scale"] = {**found.get("scale", {}), "polarity": next(filter(None, polarities), "enabler")}
    return found


def to_toml(instrument):
    """The text of the instrument's file; `parse` makes the same instrument of it."""
    tables = tables_of(asdict(instrument))
    lines = _pairs(tables)
    for name, held in tables.items():
        if isinstance(held, dict):
            lines += ["", f"[{name}]", *_pairs(held)]
    for name, held in tables.items():
        if _is_tables(held):
            lines += [line for one in held for line in _entry(name, one)]
    return "\n".join(lines) + "\n"


def file_name(instrument):
    return f"{instrument.key}.v{instrument.version}.toml"


def _table(held):
    if isinstance(held, dict):
        return {NAMES.get(name, name): _table(one) for name, one in held.items()}
    return [_table(one) for one in held] if isinstance(held, list | tuple) else held


def _is_tables(held):
    return isinstance(held, list) and bool(held) and isinstance(held[0], dict)


def _entry(name, table):
    """[[name]] with what it holds, the tables inside it last."""
    lines = ["", f"[[{name}]]", *_pairs(table)]
    for inner, held in table.items():
        if _is_tables(held):
            lines += [line for one in held for line in _entry(f"{name}.{inner}", one)]
    return lines


def _pairs(table):
    """One line for each value that says something: what is blank, or false, is what the reader takes it for."""
    return [f"{name} = {_value(held)}" for name, held in table.items() if _is_said(held)]


def _is_said(held):
    return not isinstance(held, dict) and not _is_tables(held) and held not in ("", []) and held is not False


def _value(held):
    return json.dumps(held, ensure_ascii=False).replace(_DELETE, "\\u007f")
