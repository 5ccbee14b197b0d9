"""One chart of a release before it is stored, and the rows of a table as a chart reads them."""

from dataclasses import dataclass

from surveys.presenters.shown_cells import headings, in_column, rows


@dataclass(frozen=True)
class Drawing:
    """A picture with its words. `table` has `headings` ([label, kind]) and `rows`, as its page shows them."""

    key: str
    title: str
    description: str
    svg: str
    table: dict


@dataclass(frozen=True)
class Line:
    """One row of a table: its key, label and note, and by column key its cells and the words they are shown by."""

    key: str
    label: str
    cells: dict
    words: dict
    note: str = ""

    @property
    def named(self):
        """The label with the note, such as that few answered: no figure goes without it."""
        return f"{self.label} ({self.note})" if self.note else self.label


def chart_key(section_key, table_key):
    """The key of the chart that draws a table: the page finds the picture beside its table by it."""
    return f"{section_key}-{table_key}"


def drawing_of(section, table, description, svg):
    data = {"headings": headings(section["key"], table), "rows": rows(table)}
    return Drawing(chart_key(section["key"], table["key"]), table["title"], description, svg, data)


def lines_of(table):
    """One Line a row, in order."""
    keys = [column["key"] for column in table["columns"]]
    words = zip(*(in_column(table, at) for at in range(len(keys))), strict=True)
    return [
        Line(
            row["key"],
            row["label"],
            *(dict(zip(keys, one, strict=True)) for one in (row["cells"], said)),
            row.get("note", ""),
        )
        for row, said in zip(table["rows"], words, strict=True)
    ]


def has_columns(table, *keys):
    return set(keys) <= {column["key"] for column in table["columns"]}


def label_of(table, key):
    """What a column is called."""
    return next(column["label"] for column in table["columns"] if column["key"] == key)
