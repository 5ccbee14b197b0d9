"""The cells of a release as words on a page and as columns of a file. What is hidden is said, never left empty.

A cell is a number, a text, {"value", "low", "high"} of an interval, {"cannot": reason}, or None where the disclosure
policy hides it. Its column's kind is "text", "count", "percent", "number" or "interval".
"""

HIDDEN = "Hidden"
NO_INTERVAL = "no interval"
# What the rows of a section's tables are, or of one table of it.
ROW_NAMES = {
    "response": "Unit",
    ("response", "by_role"): "Role",
    ("response", "by_code"): "Area",
    "profile": "Component",
    ("profile", "by_area"): "Area",
    ("profile", "by_role"): "Role",
    ("profile", "by_service"): "Service",
    "items": "Marks",
    ("items", "items"): "Statement",
    "barriers": "Component",
    ("barriers", "ideas"): "Barrier",
    "training": "Answer",
    ("training", "learning"): "Component",
    ("training", "learning_later"): "Component",
    "knowledge": "Figure",
    ("knowledge", "scenarios"): "Case",
    "vignettes": "Detail",
    "compared": "Component",
    ("compared", "linking"): "Figure",
    "weighted": "Component",
    ("weighted", "margins"): "Group",
    "reliability": "Component",
    ("reliability", "items"): "Statement",
    "quality": "Component",
    ("quality", "flags"): "Sign",
}


def is_hidden(cell):
    return cell is None


def refusal(cell):
    """The reason in words why there is no figure; empty where there is one, or where it is hidden."""
    return cell.get("cannot", "") if isinstance(cell, dict) else ""


def figure(cell):
    """The number of a cell, the middle one of an interval; None where it shows none."""
    if isinstance(cell, dict):
        return cell.get("value")
    return cell if is_number(cell) else None


def ends(cell):
    """(low, high) of an interval; (None, None) where it has none."""
    return (cell.get("low"), cell.get("high")) if isinstance(cell, dict) else (None, None)


def is_number(cell):
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def in_words(cell, kind, places=0):
    """The cell as the page prints it; places: at least so many after the point, where it has a fraction's column."""
    if is_hidden(cell):
        return HIDDEN
    if reason := refusal(cell):
        return reason
    if kind == "interval" and isinstance(cell, dict):
        return _interval(cell, places)
    if not is_number(cell):
        return str(cell)
    return f"{number(cell, places)} %" if kind == "percent" else number(cell, places)


def number(value, places=0):
    """A number with a true minus and its thousands apart, rounded no further than it was released."""
    return f"{value:,.{max(places, _places(value))}f}".replace("-", "−")


def _places(value):
    """How many digits a number has after the point: 1 for 4.0, 0 for the whole number 4."""
    return 0 if isinstance(value, int) else len(repr(value).partition(".")[2])


def _interval(cell, places):
    middle, (low, high) = number(cell["value"], places), ends(cell)
    if low is None or high is None:
        return f"{middle} ({NO_INTERVAL})"
    return f"{middle} ({number(low, places)} to {number(high, places)})"


def places_of(cells):
    """How many digits after the point the figures of a column need, so that they stand alike."""
    found = [value for cell in cells for value in (figure(cell), *ends(cell)) if value is not None]
    return max(map(_places, found), default=0)


def headings(section_key, table):
    """[(label, kind)] of a table, the rows' own names first, as components/table.html takes them."""
    name = ROW_NAMES.get((section_key, table["key"])) or ROW_NAMES.get(section_key, "Row")
    own = [(column["label"], "" if column["kind"] == "text" else "numeric") for column in table["columns"]]
    return [(name, ""), *own, *([("Note", "")] if has_notes(table) else [])]


def rows(table):
    """The rows of a table in words, each begun by its name, and ended by its note where any row has one."""
    columns = [in_column(table, at) for at in range(len(table["columns"]))]
    notes = [[row["note"] for row in table["rows"]]] if has_notes(table) else []
    names = [row["label"] for row in table["rows"]]
    return [list(cells) for cells in zip(names, *columns, *notes, strict=True)]


def in_column(table, at):
    """The cells of one column in words, to as many places as the finest of them."""
    cells = [row["cells"][at] for row in table["rows"]]
    places = places_of(cells)
    return [in_words(cell, table["columns"][at]["kind"], places) for cell in cells]


def has_notes(table):
    return any(row["note"] for row in table["rows"])
