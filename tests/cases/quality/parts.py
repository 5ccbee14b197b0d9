"""Part files of case rows, written without a file, a mapping or a store."""

import pandas

from cjnudge.cases.extract.fields import CASE_COLUMNS
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted


def write_part(rows, path):
    """Write case rows, dictionaries by column, as a part file."""
    texts = {
        name: pandas.Series([None if row.get(name) is None else str(row[name]) for row in rows], dtype=object)
        for name in CASE_COLUMNS
    }
    columns = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in CASE_COLUMNS.items())
    with connection(threads=1) as duck:
        duck.execute("SET pandas_analyze_sample = 0")
        duck.register("frame", pandas.DataFrame(texts))
        duck.execute(f"COPY (SELECT {columns} FROM frame) TO {quoted(path)} (FORMAT parquet)")


def table(section, number=0):
    """{first cell: {heading: value}} of a section's table."""
    found = section["tables"][number]
    labels = [label for label, _ in found["headings"]]
    return {row[0]: dict(zip(labels[1:], row[1:], strict=True)) for row in found["rows"]}
