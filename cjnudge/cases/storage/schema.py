"""The columns that every part has, and how rows become a Parquet file."""

from cjnudge.cases.feeds import Row
from cjnudge.cases.storage.duck import connection

COLUMNS = {
    "place": "VARCHAR",
    "territorial": "BOOLEAN",
    "basis": "VARCHAR",
    "period": "DATE",
    "grain_period": "VARCHAR",
    "outcomes": "VARCHAR",
    "offence_group": "VARCHAR",
    "case": "VARCHAR",
    "n": "BIGINT",
}
assert tuple(COLUMNS) == Row._fields


def write_parquet(rows, path):
    """Write rows in their order. One thread: the same rows give the same bytes under one DuckDB version."""
    import pandas as pd  # heavy: only where files are read

    columns = zip(COLUMNS, zip(*rows, strict=True), strict=True)
    frame = pd.DataFrame(
        {name: pd.Series(values, dtype="int64" if name == "n" else object) for name, values in columns}
    )
    selected = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in COLUMNS.items())
    with connection(threads=1) as duck:
        # Not guessed from a sample: a column that begins with a thousand empty cells is still text.
        duck.execute("SET pandas_analyze_sample = 0")
        duck.register("rows_read", frame)
        duck.execute(
            f"COPY (SELECT {selected} FROM rows_read) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608 - own names
        )


def quoted(path):
    """A path as an SQL text: COPY and read_parquet take no parameters everywhere."""
    return "'" + str(path).replace("'", "''") + "'"


def from_parts(paths):
    """FROM item of an SQL query over part files."""
    return f"read_parquet([{', '.join(quoted(path) for path in paths)}])"
